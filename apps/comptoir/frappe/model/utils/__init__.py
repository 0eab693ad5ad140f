"""``frappe.model.utils``: small questions about doctypes."""

from __future__ import annotations

from typing import Any

from frappe._db_reading import Reading
from frappe._document_verbs import get_meta

__all__ = ["get_fetch_values", "is_single_doctype", "is_virtual_doctype"]


def is_virtual_doctype(doctype: str) -> bool:
    """Whether documents of this type have no table."""
    return get_meta(doctype).is_virtual


def is_single_doctype(doctype: str) -> bool:
    """Whether there is one document of this type."""
    return get_meta(doctype).issingle


def get_fetch_values(doctype: str, fieldname: str, value: Any) -> dict[str, Any]:
    """What the fields that fetch from the link ``fieldname`` become when it is ``value``."""
    meta = get_meta(doctype)
    target = meta.by_name[fieldname].options or ""
    found = {}
    for field in meta.fields:
        link, _, source = (field.fetch_from or "").partition(".")
        if link == fieldname and source:
            found[field.fieldname] = Reading().get_value(target, value, source)
    return found
