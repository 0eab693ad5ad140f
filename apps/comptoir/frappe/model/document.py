"""``from frappe.model.document import Document``."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.documents import Document, get_document

from frappe._document_verbs import get_doc

__all__ = ["Document", "get_doc", "run_doc_method"]


def run_doc_method(doctype: str, name: Any, doc_method: str, **kwargs: Any) -> Any:
    """Run a method of a stored document (the job behind ``frappe.enqueue_doc``)."""
    return get_document(current(), doctype, name).run_method(doc_method, **kwargs)
