"""Which fields stand where on the sheet: as the form has them, or as a print format arranges them without HTML.

A format keeps its arrangement as Frappe's builder does, a list in ``format_data``: breaks of sections and columns,
fields by name, and what is no field: headings, texts, HTML, lines and spacers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import _

SECTION, COLUMN = "Section Break", "Column Break"
HEADING, TEXT, HTML, LINE, SPACER = "Heading", "Text", "HTML", "Divider", "Spacer"
DOCUMENT_HEADING = "print_heading_template"
"""The name Frappe gives the HTML that stands in the place of the heading of the document."""
MOST_COLUMNS = 4
MOST_PLACES = 2000
_SECTIONS = frozenset({SECTION, "Tab Break"})
_EXTRAS = {"Custom HTML": HTML, **{kind: kind for kind in (HEADING, TEXT, HTML, LINE, SPACER)}}
_WIDTH = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(%|mm|px)")


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column of a table: its field, its own label if it has one, and its width as CSS says it."""

    fieldname: str
    label: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A break or an extra (``kind`` says which), or a field by name with the columns of its table; none are the usual."""

    kind: str = ""
    fieldname: str = ""
    label: str = ""
    hides_label: bool = False
    text: str = ""
    columns: tuple[PlacedColumn, ...] = ()
    on_new_page: bool = False


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
    return tuple(_place(row) for row in rows_of(format_data))


def rows_of(format_data: str) -> list[Mapping[str, Any]]:
    """The rows of an arrangement as they are kept. Raises ``DataError``."""
    if not format_data.strip():
        return []
    try:
        rows = orjson.loads(format_data)
    except orjson.JSONDecodeError as error:
        raise DataError(
            _("The arrangement of a print format is a list in JSON: {reason}", reason=str(error))
        ) from error
    if not rows:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(_("The arrangement of a print format is a list of fields and breaks."))
    return rows


def check(format_data: str) -> None:
    """Raise ``DataError`` for an arrangement that no sheet has room for."""
    places = arranged(format_data)
    if len(places) > MOST_PLACES:
        raise DataError(
            _(
                "An arrangement has at most {most} fields and breaks; this one has {count}.",
                most=MOST_PLACES,
                count=len(places),
            )
        )
    columns, section = 1, ""
    for place in places:
        if place.kind == SECTION:
            columns, section = 1, place.label
        elif place.kind == COLUMN:
            columns += 1
        if columns > MOST_COLUMNS:
            raise DataError(
                _(
                    "The section {section} has more than {most} columns. Begin another section.",
                    section=section or "1",
                    most=MOST_COLUMNS,
                )
            )


def _place(row: Mapping[str, Any]) -> Place:
    kind, label = str(row.get("fieldtype") or ""), str(row.get("label") or "")
    if kind in _SECTIONS:
        return Place(SECTION, label=label, on_new_page=bool(row.get("page_break")))
    if kind == COLUMN:
        return Place(COLUMN)
    name = str(row.get("fieldname") or "")
    if kind in _EXTRAS and (not name or name.startswith("_") or name == DOCUMENT_HEADING):
        return Place(_EXTRAS[kind], name, label, text=str(row.get("options") or ""))
    return Place(
        fieldname="" if row.get("print_hide") else name,
        label=label,
        hides_label=bool(row.get("hide_label")),
        columns=tuple(_columns(row.get("visible_columns"))),
    )


def _columns(listed: Any) -> Iterator[PlacedColumn]:
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and not each.get("print_hide"):
            yield PlacedColumn(
                str(each.get("fieldname") or ""),
                str(each.get("label") or ""),
                _width(each.get("print_width")),
            )


def _width(asked: Any) -> str:
    """The width as CSS says it; the usual one for what says none, as in formats that Frappe's builder made."""
    found = _WIDTH.fullmatch(str(asked or "").strip())
    return f"{float(found[1]):g}{found[2]}" if found and float(found[1]) else ""
