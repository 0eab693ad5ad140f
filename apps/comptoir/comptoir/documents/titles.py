"""Titles made of other fields: a field ``title`` whose options or default read like ``{client} in {town}``.

Options are filled in at every save; a default only where a new document has no title yet.
"""

from __future__ import annotations

import re

from comptoir.documents.data import DocumentData
from comptoir.meta.model import DocType, Field

TITLE = "title"
_PLACE = re.compile(r"\{(\w+)\}")


def is_title_template(meta: DocType, field: Field) -> bool:
    """Whether the default of ``field`` is a pattern for titles, not a value."""
    return _is_title(meta, field) and bool(_PLACE.search(field.default or ""))


def fill_title(doc: DocumentData) -> None:
    """Write the title that the declaration makes of other fields."""
    field = doc.meta.field(TITLE)
    if field is None or not _is_title(doc.meta, field):
        return
    template = field.options or ""
    if not _PLACE.search(template):
        template = (field.default or "") if doc.is_new() and not doc.get(TITLE) else ""
    if _PLACE.search(template):
        text = _PLACE.sub(lambda match: _text(doc, match[1]), template).strip()
        doc.set(TITLE, text[: field.length or 140] or None)


def _is_title(meta: DocType, field: Field) -> bool:
    return field.fieldname == TITLE == meta.title_field and field.fieldtype == "Data"


def _text(doc: DocumentData, fieldname: str) -> str:
    value = doc.get(fieldname) if fieldname in doc.meta.valid_columns else None
    return "" if value is None else str(value)
