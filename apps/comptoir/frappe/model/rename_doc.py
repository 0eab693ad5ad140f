"""``from frappe.model.rename_doc import rename_doc``."""

from frappe._document_verbs import rename_doc

__all__ = ["rename_doc"]
