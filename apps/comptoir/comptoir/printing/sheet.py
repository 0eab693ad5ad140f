"""What stands on the paper: labels and values as people read them, in the order of the form. No HTML, no documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from comptoir.access import policy
from comptoir.access.masking import masked_fields
from comptoir.context import Context
from comptoir.desk.titles import collect, titles_of
from comptoir.documents import Document
from comptoir.documents.data import DocumentData
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.markup import clean_html
from comptoir.meta.fieldtypes.numbers import decimals_of
from comptoir.meta.locale import Locale
from comptoir.meta.model import DocType, Field
from comptoir.printing.arrangement import (
    COLUMN,
    DOCUMENT_HEADING,
    HTML,
    SECTION,
    TEXT,
    Place,
    PlacedColumn,
    places_of,
)
from comptoir.printing.settings import paper_locale
from comptoir.sentences import _

HTML_TYPES = frozenset({"Text Editor", "HTML Editor"})
IMAGE_TYPES = frozenset({"Attach Image", "Signature"})
NUMBER_TYPES = frozenset({"Int", "Float", "Currency", "Percent"})
NEVER = frozenset({"Password", "Barcode", "Geolocation", "Code", "JSON"})
STATES = {0: _("Draft"), 2: _("Cancelled")}


@dataclass(frozen=True, slots=True)
class Value:
    """One field: ``kind`` is text, html or image; without a label only its value is written."""

    label: str
    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Extra:
    """What is no field: ``kind`` is heading, note (a text), markup (HTML), divider or spacer."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; ``numbers`` says which columns are written to the right, ``widths`` how wide they are."""

    label: str
    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[str, ...] = ()
    kind: str = "table"


Entry = Value | Table | Extra
Render = Callable[[str], str]


@dataclass(slots=True)
class Section:
    """Fields under one heading, in columns beside each other."""

    label: str = ""
    columns: list[list[Entry]] = dataclasses.field(default_factory=lambda: [[]])
    on_new_page: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not any(self.columns)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it is printed."""

    heading: str
    name: str
    state: str
    lang: str
    sections: tuple[Section, ...]
    head: str = ""
    """HTML in the place of the heading."""


def can_be_printed(field: Field) -> bool:
    """Whether the field has something for paper and is not kept from it."""
    if field.print_hide or field.hidden or field.fieldname == "naming_series" or field.fieldtype in NEVER:
        return False
    return field.has_column or field.is_table


def sheet_of(ctx: Context, doc: Document, places: Sequence[Place] = (), render: Render = clean_html) -> Sheet:
    """The sheet of ``doc`` in the order of ``places``, else of the form; what the actor may not read is already gone.

    ``render`` makes HTML of the templates that stand among the places.
    """
    writer = Writer(ctx, doc, places, render)
    state = STATES.get(int(doc.docstatus or 0), "") if doc.meta.is_submittable else ""
    return Sheet(
        heading=ctx.site.translate(doc.doctype, ctx.lang),
        name=str(doc.name),
        state=ctx.site.translate(state, ctx.lang) if state else "",
        lang=ctx.lang,
        sections=tuple(writer.sections()),
        head="".join(render(place.text) for place in places if place.fieldname == DOCUMENT_HEADING),
    )


class Writer:
    """Writes the values of one document."""

    def __init__(
        self, ctx: Context, doc: Document, places: Sequence[Place] = (), render: Render = clean_html
    ):
        self.ctx = ctx
        """Who prints, in the language of the paper."""
        self._doc = doc
        self._render = render
        self._places = tuple(places) or tuple(places_of(doc.meta))
        self._levels = policy.readable_levels(ctx, doc.meta)
        metas = [doc.meta, *(ctx.site.registry.get(table.options or "") for table in doc.meta.table_fields)]
        self._masked = [field for meta in metas for field in masked_fields(ctx, meta, doc.meta).values()]
        self._locale = paper_locale(ctx)
        wanted: dict[str, set[str]] = {}
        for part in (doc, *doc.all_children()):
            collect(ctx, part.meta, [part.as_dict()], wanted)
        self._titles = titles_of(ctx, wanted)

    def sections(self) -> Iterator[Section]:
        """Every section that has something in it."""
        section = Section()
        for place in self._places:
            if place.kind == SECTION:
                if not section.is_empty:
                    yield section
                section = Section(self.say(place.label), on_new_page=place.on_new_page)
            elif place.kind == COLUMN:
                section.columns.append([])
            elif place.fieldname != DOCUMENT_HEADING:
                section.columns[-1].extend(self._entries(place))
        if not section.is_empty:
            yield section

    def _entries(self, place: Place) -> Iterator[Entry]:
        if place.kind:
            yield self._extra(place)
            return
        field = self._doc.meta.by_name.get(place.fieldname)
        if field is None or not self._is_printed(field):
            return
        value = self._doc.get(field.fieldname)
        if value in (None, "", []) or (field.print_hide_if_no_value and not value):
            return
        if field.is_table:
            yield self._table(field, value, place)
        else:
            shown = self.value(self._doc, field, value)
            label = "" if place.hides_label else self.say(place.label) or shown.label
            yield replace(shown, label=label)

    def _extra(self, place: Place) -> Extra:
        if place.kind == HTML:
            return Extra("markup", self._render(place.text))
        kind = "note" if place.kind == TEXT else place.kind.lower()
        return Extra(kind, self.say(place.text or place.label))

    def _table(self, field: Field, rows: Iterable[Any], place: Place) -> Table:
        shown = self._columns(self.ctx.site.registry.get(field.options or ""), place.columns)
        columns = [column for column, _placed in shown]
        written = tuple(
            tuple(self.value(row, column, row.get(column.fieldname)) for column in columns) for row in rows
        )
        return Table(
            "" if place.hides_label else self.say(place.label or field.title),
            tuple(self.say(placed.label or column.title) for column, placed in shown),
            tuple(column.fieldtype in NUMBER_TYPES for column in columns),
            written,
            tuple(placed.width for _column, placed in shown),
        )

    def _columns(self, child: DocType, named: tuple[PlacedColumn, ...]) -> list[tuple[Field, PlacedColumn]]:
        printed = [field for field in child.value_fields if self._is_printed(field)]
        if named:
            known = {field.fieldname: field for field in printed}
            return [(known[placed.fieldname], placed) for placed in named if placed.fieldname in known]
        usual = [field for field in printed if field.in_list_view] or printed
        return [(field, PlacedColumn(field.fieldname)) for field in usual]

    def _is_printed(self, field: Field) -> bool:
        return can_be_printed(field) and (field.permlevel in self._levels or field in self._masked)

    def value(self, part: DocumentData, field: Field, value: Any, currency: str | None = None) -> Value:
        """``value`` of a field of ``part``, the document or a row of it, as people read it."""
        label = self.say(field.title)
        if value is None:
            return Value(label, "")
        if field in self._masked:
            return Value(label, str(value))
        if field.fieldtype in HTML_TYPES:
            return Value(label, clean_html(str(value)), "html")
        if field.fieldtype in IMAGE_TYPES:
            return Value(label, str(value), "image")
        if field.fieldtype in ("Link", "Dynamic Link"):
            target = field.options if field.fieldtype == "Link" else part.get(field.options or "")
            return Value(label, self._titles.get(f"{target}::{value}", str(value)))
        if field.fieldtype in ("Float", "Percent"):
            field = replace(field, precision=self._digits(field, value))
        text = fieldtypes.get(field.fieldtype).format(field, value, self._locale_of(part, field, currency))
        return Value(label, self.say(text) if field.fieldtype == "Select" else text)

    def _digits(self, field: Field, value: Any) -> int | None:
        """As on the screens: as many decimals as the number has, at most those its field or the site keeps."""
        most = self._locale.float_precision if field.precision is None else field.precision
        return None if most is None else decimals_of(Decimal(repr(float(value))), most)

    def _locale_of(self, part: DocumentData, field: Field, currency: str | None) -> Locale:
        """The formats of the paper, with the currency an amount is in."""
        if field.fieldtype != "Currency":
            return self._locale
        source = field.options or ""
        named = currency or part.get(source) or (self._doc.get(source) if source else None)
        return replace(self._locale, currency=named or self._locale.currency)

    def say(self, text: str) -> str:
        """A text of metadata in the language of the paper."""
        return self.ctx.site.translate(text, self.ctx.lang) if text else ""
