"""``from frappe.model.delete_doc import delete_doc``."""

from frappe._document_verbs import delete_doc

__all__ = ["delete_doc"]
