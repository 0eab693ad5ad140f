"""``from frappe.model.docstatus import DocStatus``."""

from comptoir.documents.docstatus import DocStatus

__all__ = ["DocStatus"]
