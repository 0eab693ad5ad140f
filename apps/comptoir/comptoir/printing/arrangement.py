"""Which fields stand where on the sheet: as the form has them, or as a print format arranges them without HTML.

A format keeps its arrangement as Frappe's builder does, a list in ``format_data``: breaks of sections and columns, and
fields by name, each with a label of its own if it has one and, for a table, the columns that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import _

SECTION, COLUMN = "Section Break", "Column Break"
_SECTIONS = frozenset({SECTION, "Tab Break"})


@dataclass(frozen=True, slots=True)
class Place:
    """A break (``kind`` says of what), or a field by name with the columns of its table; none means the usual ones."""

    kind: str = ""
    fieldname: str = ""
    label: str = ""
    columns: tuple[str, ...] = ()


def places_of(meta: DocType) -> Iterator[Place]:
    """The order of the form."""
    for field in meta.fields:
        if field.fieldtype in _SECTIONS:
            yield Place(SECTION, label=field.label or "")
        elif field.fieldtype == COLUMN:
            yield Place(COLUMN)
        else:
            yield Place(fieldname=field.fieldname)


def arranged(format_data: str) -> tuple[Place, ...]:
    """The order ``format_data`` says; nothing where it is empty. Raises ``DataError`` for what is no arrangement."""
    if not format_data.strip():
        return ()
    try:
        rows = orjson.loads(format_data)
    except orjson.JSONDecodeError as error:
        raise DataError(
            _("The arrangement of a print format is a list in JSON: {reason}", reason=str(error))
        ) from error
    if not rows:
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(_("The arrangement of a print format is a list of fields and breaks."))
    return tuple(_place(row) for row in rows)


def _place(row: Mapping[str, Any]) -> Place:
    kind, label = str(row.get("fieldtype") or ""), str(row.get("label") or "")
    if kind in _SECTIONS:
        return Place(SECTION, label=label)
    if kind == COLUMN:
        return Place(COLUMN)
    shown = [
        each
        for each in row.get("visible_columns") or ()
        if isinstance(each, dict) and not each.get("print_hide")
    ]
    columns = tuple(str(each.get("fieldname") or "") for each in shown)
    return Place(
        fieldname="" if row.get("print_hide") else str(row.get("fieldname") or ""),
        label=label,
        columns=columns,
    )
