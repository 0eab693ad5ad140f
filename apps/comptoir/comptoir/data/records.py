"""Rows of a file as records: what fills one document, and the rows of its tables, which stand below it.

A row that fills only fields of tables belongs to the document above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.data.cells import CellReader
from comptoir.data.columns import NAME, Target
from comptoir.data.tables import Row, is_empty_cell
from comptoir.errors import ValidationError
from comptoir.meta.model import Field
from comptoir.sentences import _

Layout = Mapping[int, Target]
"""What the columns of a file fill, by their number from 0."""
MOST_PICKED = 100
"""A cell names so many documents at most."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be read; ``column`` counts from 0."""

    row: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class LinkCell:
    """A text in ``part`` that is to become the name of a document of ``doctype``."""

    part: dict[str, Any]
    key: str
    doctype: str
    text: str
    row: int
    column: int


@dataclass(slots=True)
class Record:
    """What a document is made of. ``rows`` are the numbers of its rows in the file."""

    rows: list[int]
    values: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    links: list[LinkCell] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


def records(
    reader: CellReader, layout: Layout, rows: Iterable[tuple[int, Row]], *, clears: bool = False
) -> Iterator[Record]:
    """The records that ``rows`` hold, in their order; ``clears``: an empty cell is a value too."""
    made = _Maker(reader, layout, clears=clears)
    current: Record | None = None
    for number, row in rows:
        if current is not None and made.belongs_above(row):
            current.rows.append(number)
        else:
            if current is not None:
                yield current
            current = Record([number])
        made.fill(current, number, row)
    if current is not None:
        yield current


class _Maker:
    def __init__(self, reader: CellReader, layout: Layout, *, clears: bool):
        self._reader = reader
        self._clears = clears
        self._own = {column: target for column, target in layout.items() if target.table is None}
        self._tables: dict[str, dict[int, Target]] = {}
        for column, target in layout.items():
            if target.table is not None:
                self._tables.setdefault(target.table.fieldname, {})[column] = target

    def belongs_above(self, row: Row) -> bool:
        """Whether nothing of the document itself stands in ``row``."""
        return bool(self._tables) and not _stands_in(row, self._own)

    def fill(self, record: Record, number: int, row: Row) -> None:
        """Take over what stands in ``row``: of the document in its first, of tables in each."""
        if record.rows[0] == number:
            self._read(record, number, row, self._own, record.values)
        for table, columns in self._tables.items():
            if _stands_in(row, columns):
                part: dict[str, Any] = {}
                self._read(record, number, row, columns, part)
                record.tables.setdefault(table, []).append(part)

    def _read(
        self, record: Record, number: int, row: Row, columns: Mapping[int, Target], part: dict[str, Any]
    ) -> None:
        for column, target in columns.items():
            cell = row[column] if column < len(row) else None
            try:
                self._read_cell(record, part, target.field, cell, number, column)
            except ValidationError as error:
                record.problems.append(CellProblem(number, column, error.message))

    def _read_cell(
        self, record: Record, part: dict[str, Any], field: Field, cell: Any, number: int, column: int
    ) -> None:
        if is_empty_cell(cell) and (not self._clears or field.fieldname == NAME):
            return
        if field.fieldtype == "Table MultiSelect":
            self._read_picked(record, part, field, cell, number, column)
            return
        value = self._reader.read(field, cell)
        part[field.fieldname] = value
        if value and field.fieldtype == "Link" and field.options:
            record.links.append(LinkCell(part, field.fieldname, field.options, str(value), number, column))

    def _read_picked(
        self, record: Record, part: dict[str, Any], field: Field, cell: Any, number: int, column: int
    ) -> None:
        """Several links in one cell, between commas, semicolons or line breaks."""
        child = self._reader.ctx.site.registry.get(field.options or "")
        link = child.link_fields[0]
        texts = "" if is_empty_cell(cell) else str(cell)
        for separator in (";", "\n"):
            texts = texts.replace(separator, ",")
        picked = [text.strip() for text in texts.split(",") if text.strip()]
        if len(picked) > MOST_PICKED:
            raise ValidationError.at(
                field.fieldname, _("A cell names at most {most} documents.", most=MOST_PICKED)
            )
        part[field.fieldname] = [{link.fieldname: text} for text in picked]
        record.links += [
            LinkCell(row, link.fieldname, link.options or "", text, number, column)
            for row, text in zip(part[field.fieldname], picked, strict=True)
        ]


def _stands_in(row: Row, columns: Mapping[int, Target]) -> bool:
    return any(column < len(row) and not is_empty_cell(row[column]) for column in columns)


def chunks(found: Iterable[Record], size: int) -> Iterator[Sequence[Record]]:
    """``found`` in groups of at most ``size``."""
    group: list[Record] = []
    for record in found:
        group.append(record)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
