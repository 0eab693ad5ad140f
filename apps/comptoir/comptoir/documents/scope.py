"""The part of the company a document belongs to, such as its branch, whoever asks."""

from __future__ import annotations

from comptoir.access.scopes import scope_doctype, scope_path
from comptoir.context import Context
from comptoir.documents.document import Document
from comptoir.documents.storage import load_row


def scope_of(ctx: Context, doc: Document) -> str | None:
    """The scope of ``doc``, its own or that of a document it links to; None where it belongs to none."""
    scope = scope_doctype(ctx)
    if scope is not None and doc.doctype == scope.name:
        return str(doc.name)
    path = scope_path(ctx, doc.meta)
    value = doc.get(path[0]) if path else None
    if value and len(path) == 2:
        target = ctx.site.registry.get(doc.meta.by_name[path[0]].options or "")
        value = (load_row(ctx, target, value) or {}).get(path[1])
    return str(value) if value else None
