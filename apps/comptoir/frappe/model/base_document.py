"""``from frappe.model.base_document import BaseDocument``: the data of a document without its life."""

from comptoir.documents.data import DocumentData as BaseDocument

__all__ = ["BaseDocument"]
