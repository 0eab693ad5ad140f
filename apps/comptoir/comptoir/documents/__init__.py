"""Documents and their life. Everything that changes data goes through an action here, everything read through
``loading`` (one document) or ``listing`` (many).
"""

from collections.abc import Mapping
from typing import Any

from comptoir.context import Context
from comptoir.documents.actions.calculate import calculate
from comptoir.documents.actions.remove import delete
from comptoir.documents.actions.rename import rename
from comptoir.documents.actions.save import create, update
from comptoir.documents.document import Document
from comptoir.documents.expansion import expand, expandable
from comptoir.documents.listing import count, get_list, get_page, get_rows, read_document
from comptoir.documents.loading import get_document, make
from comptoir.documents.searching import search
from comptoir.errors import DataError
from comptoir.sentences import _

__all__ = [
    "Document",
    "amend",
    "calculate",
    "copy_of",
    "count",
    "create",
    "delete",
    "duplicate",
    "expand",
    "expandable",
    "get_document",
    "get_list",
    "get_page",
    "get_rows",
    "new_document",
    "read_document",
    "rename",
    "search",
    "update",
]


def new_document(ctx: Context, data: Mapping[str, Any]) -> Document:
    """An unsaved document of ``data["doctype"]``."""
    doctype = data.get("doctype")
    if not isinstance(doctype, str) or not doctype:
        raise DataError(_("A document needs its doctype."))
    return make(ctx, ctx.site.registry.get(doctype), data)


def duplicate(ctx: Context, doctype: str, name: Any, *, keep_no_copy: bool = False) -> Document:
    """An unsaved copy without names, dates of its making and (unless kept) the fields marked ``no_copy``."""
    return copy_of(ctx, read_document(ctx, doctype, name), keep_no_copy=keep_no_copy)


def copy_of(ctx: Context, source: Document, *, keep_no_copy: bool = False) -> Document:
    """An unsaved copy of ``source`` as it is in memory."""
    values = _copied(source, keep_no_copy=keep_no_copy) | {"doctype": source.doctype}
    return new_document(ctx, values).set_defaults()


def amend(ctx: Context, doctype: str, name: Any) -> Document:
    """An unsaved correction of a cancelled document."""
    source = read_document(ctx, doctype, name)
    values = _copied(source, keep_no_copy=False) | {"doctype": doctype, "amended_from": source.name}
    return new_document(ctx, values).set_defaults()


def _copied(source: Document, *, keep_no_copy: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in source.meta.fields:
        if field.is_layout or field.is_virtual or (field.no_copy and not keep_no_copy):
            continue
        if field.is_table:
            values[field.fieldname] = [
                _copied(row, keep_no_copy=keep_no_copy) for row in source.get(field.fieldname)
            ]
        elif field.fieldtype != "Password":
            values[field.fieldname] = source.get(field.fieldname)
    return values
