"""``from frappe.model.meta import get_meta``."""

from frappe._document_verbs import get_meta

__all__ = ["get_meta"]
