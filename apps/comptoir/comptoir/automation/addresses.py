"""What stands in letters about documents: where their page is, and what a reader calls them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from comptoir.context import Context
from comptoir.documents import get_document
from comptoir.documents.listing import hide_unreadable
from comptoir.text import slug


def page_of(ctx: Context, doctype: str | None, name: Any) -> str:
    """The address of a document's page, or of the start page where there is none."""
    return (
        f"{ctx.site.url}/app/{slug(doctype)}/{quote(str(name), safe='')}"
        if doctype and name
        else f"{ctx.site.url}/app"
    )


def title_for(reader: Context, doctype: str, name: Any) -> str:
    """What ``reader``, who may read the document, knows it by."""
    doc = get_document(reader, doctype, name)
    hide_unreadable(reader, doc)
    return str(doc.get(doc.meta.title_field or "name") or doc.name)
