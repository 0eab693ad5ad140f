"""New documents as the Desk is given them: not stored, with the titles of what they link to."""

from __future__ import annotations

from typing import Any

from comptoir.desk.titles import link_titles
from comptoir.documents import Document
from comptoir.documents.listing import hide_unreadable


def unsaved(doc: Document) -> dict[str, Any]:
    """``doc`` without the fields the actor may not read."""
    hide_unreadable(doc._ctx, doc)
    values = doc.as_dict()
    titles = link_titles(doc._ctx, doc.meta, [values])
    return values | {"name": None, "__islocal": 1, "__unsaved": 1, "_link_titles": titles}
