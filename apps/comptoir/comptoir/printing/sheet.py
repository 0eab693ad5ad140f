"""What stands on the paper: labels and values as people read them, in the order of the form. No HTML, no documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comptoir.access import policy
from comptoir.access.masking import masked_fields
from comptoir.context import Context
from comptoir.desk.titles import collect, titles_of
from comptoir.documents import Document
from comptoir.documents.data import DocumentData
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.markup import clean_html
from comptoir.meta.locale import Locale
from comptoir.meta.model import DocType, Field
from comptoir.printing.arrangement import COLUMN, SECTION, Place, places_of
from comptoir.printing.settings import paper_locale
from comptoir.sentences import _

HTML_TYPES = frozenset({"Text Editor", "HTML Editor"})
IMAGE_TYPES = frozenset({"Attach Image", "Signature"})
NUMBER_TYPES = frozenset({"Int", "Float", "Currency", "Percent"})
NEVER = frozenset({"Password", "Barcode", "Geolocation", "Code", "JSON"})
STATES = {0: _("Draft"), 2: _("Cancelled")}


@dataclass(frozen=True, slots=True)
class Value:
    """One field: ``kind`` is text, html or image."""

    label: str
    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; ``numbers`` says which columns are written to the right."""

    label: str
    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Value, ...], ...]
    kind: str = "table"


@dataclass(slots=True)
class Section:
    """Fields under one heading, in columns beside each other."""

    label: str = ""
    columns: list[list[Value | Table]] = dataclasses.field(default_factory=lambda: [[]])

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


def sheet_of(ctx: Context, doc: Document, places: Sequence[Place] = ()) -> Sheet:
    """The sheet of ``doc`` in the order of ``places``, else of the form; what the actor may not read is already gone."""
    writer = Writer(ctx, doc, places)
    state = STATES.get(int(doc.docstatus or 0), "") if doc.meta.is_submittable else ""
    return Sheet(
        heading=ctx.site.translate(doc.doctype, ctx.lang),
        name=str(doc.name),
        state=ctx.site.translate(state, ctx.lang) if state else "",
        lang=ctx.lang,
        sections=tuple(writer.sections()),
    )


class Writer:
    """Writes the values of one document."""

    def __init__(self, ctx: Context, doc: Document, places: Sequence[Place] = ()):
        self.ctx = ctx
        """Who prints, in the language of the paper."""
        self._doc = doc
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
            field = self._doc.meta.by_name.get(place.fieldname)
            if place.kind == SECTION:
                if not section.is_empty:
                    yield section
                section = Section(self.say(place.label))
            elif place.kind == COLUMN:
                section.columns.append([])
            elif field is not None and self._is_printed(field):
                section.columns[-1].extend(self._entries(field, place))
        if not section.is_empty:
            yield section

    def _entries(self, field: Field, place: Place) -> Iterator[Value | Table]:
        value = self._doc.get(field.fieldname)
        if value in (None, "", []) or (field.print_hide_if_no_value and not value):
            return
        if field.is_table:
            yield self._table(field, value, place)
        else:
            shown = self.value(self._doc, field, value)
            yield replace(shown, label=self.say(place.label)) if place.label else shown

    def _table(self, field: Field, rows: Iterable[Any], place: Place) -> Table:
        columns = self._columns(self.ctx.site.registry.get(field.options or ""), place.columns)
        written = tuple(
            tuple(self.value(row, column, row.get(column.fieldname)) for column in columns) for row in rows
        )
        numbers = tuple(column.fieldtype in NUMBER_TYPES for column in columns)
        return Table(
            self.say(place.label or field.title),
            tuple(self.say(column.title) for column in columns),
            numbers,
            written,
        )

    def _columns(self, child: DocType, named: tuple[str, ...]) -> list[Field]:
        printed = [field for field in child.value_fields if self._is_printed(field)]
        if named:
            known = {field.fieldname: field for field in printed}
            return [known[name] for name in named if name in known]
        return [field for field in printed if field.in_list_view] or printed

    def _is_printed(self, field: Field) -> bool:
        if field.print_hide or field.hidden or field.fieldname == "naming_series" or field.fieldtype in NEVER:
            return False
        return (field.has_column or field.is_table) and (
            field.permlevel in self._levels or field in self._masked
        )

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
        text = fieldtypes.get(field.fieldtype).format(field, value, self._locale_of(part, field, currency))
        return Value(label, self.say(text) if field.fieldtype == "Select" else text)

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
