"""Sums that are carried from page to page, for an engine that cannot say in CSS where a page ends.

The page is made once with outlines around the rows of its tables that nobody sees. A table that goes over the end of a
page is then taken apart between rows, each part on a page of its own with its sum above and below, and the page is made
anew; the outlines tell whether each part lies on one page. If not, that is tried once more from where they lie now, and
after that all is left as it was. A sum stands beside the rows it is of: it can be missing, not wrong.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from comptoir.printing.engines.errors import PdfError
from comptoir.printing.engines.outlines import Box, Outlines, colour, outlines
from comptoir.printing.engines.sums import CELL, ROW, STYLE, Table, tables_of

log = logging.getLogger("comptoir.printing")

RENDERS = 3
LINE, SLACK = 5.0, 1.0
"""Millimetres that a line with a sum takes, and that are left free for what is rounded."""
THICK = 1.5
"""How far a box may stick out of its page: borders that two rows share do."""
LOOK = f"box-sizing: border-box; color: #44403c; font: 8pt sans-serif; height: {LINE:g}mm; text-align: right; white-space: nowrap"
NEW_PAGE = "page-break-before: always"
IN_ONE_PIECE = "display: inline-table; table-layout: fixed; vertical-align: top"
"""A table in a line of text is not broken. Another keeps the room of breaks that Qt saw before it knew where it lies."""

Part = tuple[int, int]
"""The rows of a table on one page: the first, and the one after the last."""
Name = tuple[int | str, ...]


@dataclass(slots=True)
class State:
    """A table, how it is taken apart, and how wide its columns are then, in percent."""

    table: Table
    parts: tuple[Part, ...]
    widths: tuple[float, ...] = ()


@dataclass(slots=True)
class Marks:
    """Outlines by the names of what they are drawn around, and where they came to lie."""

    numbers: dict[Name, int] = field(default_factory=dict)
    found: Outlines = field(default_factory=lambda: Outlines(0, {}))

    def style(self, name: Name) -> str:
        """What draws the outline called ``name``."""
        return f"outline: 1px solid {colour(self.numbers.setdefault(name, len(self.numbers) + 1))} !important"

    def read(self, pdf: bytes) -> None:
        """Look where they lie. Raises ``ValueError`` where they cannot all be seen."""
        self.found = outlines(pdf)
        if not self.found.boxes.keys() >= set(self.numbers.values()):
            raise ValueError("not every row is found in what was made")

    def box(self, name: Name) -> Box:
        """Where one lies."""
        return self.found.boxes[self.numbers[name]]

    def pages(self, name: Name) -> set[int]:
        """The pages one lies on."""
        box, height = self.box(name), self.found.height
        return {int((box.top + THICK) // height), int((box.bottom - THICK) // height)}


def with_sums(page: str, millimetres: float, make: Callable[[str], bytes]) -> bytes:
    """The PDF that ``make`` makes of ``page``, with its sums; ``millimetres`` of a sheet are written on."""
    states = {number: State(table, ((0, len(table.rows)),)) for number, table in enumerate(tables_of(page))}
    if not states:
        return make(page)
    first = b""
    for _attempt in range(RENDERS):
        marks = Marks()
        try:
            made = make(_written(page, states, marks))
            first = first or made
            marks.read(made)
        except (ValueError, PdfError) as error:
            if not first:
                raise
            log.warning("Sums are not carried from page to page: %s", error)
            return first
        loose = [number for number, state in states.items() if not _holds(number, state, marks)]
        if not loose:
            return made
        for number in loose:
            _take_apart(number, states, marks, millimetres)
    log.warning("Sums are not carried from page to page: rows do not stay on the pages they are meant for")
    return first


def _names(number: int, state: State, part: int) -> Iterator[Name]:
    """The outlines of a part of a table."""
    begin, end = state.parts[part]
    if begin == end:
        return
    yield from ((number, "head", part, row) for row in range(state.table.heads))
    yield from ((number, "row", row) for row in range(begin, end))
    if begin:
        yield number, "brought", part
    if end < len(state.table.rows):
        yield number, "carried", part


def _holds(number: int, state: State, marks: Marks) -> bool:
    """Whether each part of a table lies on one page, and no two on the same."""
    taken: list[int] = []
    for part in range(len(state.parts)):
        pages = {page for name in _names(number, state, part) for page in marks.pages(name)}
        if len(pages) > 1:
            return False
        taken += pages
    return len(taken) == len(set(taken))


def _take_apart(number: int, states: dict[int, State], marks: Marks, millimetres: float) -> None:
    """Find the parts of a table that fit a page each; one with a row that fits none is left whole."""
    state, height = states[number], marks.found.height
    state.widths = state.widths or _widths(number, state.table, marks)
    line, slack = (part * height / millimetres for part in (LINE + SLACK, SLACK))
    boxes = [marks.box((number, "row", row)) for row in range(len(state.table.rows))]
    gap = max(0.0, min((below.top - above.bottom for above, below in pairwise(boxes)), default=0.0))
    rows = [box.height + gap for box in boxes]
    first = next(part for part, (begin, end) in enumerate(state.parts) if begin < end)
    heads = [marks.box((number, "head", first, row)) for row in range(state.table.heads)]
    head = gap + sum(box.height + gap for box in heads)
    # What was moved to a page of its own stays there.
    free = 0.0 if first else height - (heads or boxes)[0].top % height - head
    parts: list[Part] = []
    begin, rest = 0, sum(rows)
    while rest > free - slack:
        end = begin
        while end < len(rows) and rows[end] <= free - line:
            free, rest, end = free - rows[end], rest - rows[end], end + 1
        if end == begin and parts:
            log.warning("Sums are not carried from page to page: a row is taller than a page")
            del states[number]
            return
        parts.append((begin, end))
        begin, free = end, height - head - (line if end else 0)
    state.parts = (*parts, (begin, len(rows)))


def _widths(number: int, table: Table, marks: Marks) -> tuple[float, ...]:
    """The columns of a table in percent, a trifle more than they are, since fractions are cut off."""
    boxes = [marks.box(_column(number, table, cell)) for cell in range(table.columns)]
    whole = boxes[-1].right - boxes[0].left
    return tuple((box.right - box.left) / whole * 100 + 0.0005 for box in boxes)


def _column(number: int, table: Table, cell: int) -> Name:
    """The outline that tells how wide a column is; that of the first one is the outline of its row."""
    return (number, "column", cell) if cell else (number, "row", table.widest)


def _written(page: str, states: dict[int, State], marks: Marks) -> str:
    """``page`` with its tables taken apart, and with outlines."""
    pieces, at = [], 0
    for number, state in states.items():
        pieces.append(page[at : state.table.start])
        pieces += [_part(number, state, part, marks) for part in range(len(state.parts))]
        at = state.table.end
    return "".join((*pieces, page[at:]))


def _part(number: int, state: State, part: int, marks: Marks) -> str:
    """A part of a table, with the sums above and below."""
    table, (begin, end) = state.table, state.parts[part]
    if begin == end:
        return ""
    heads = iter([(number, "head", part, row) for row in range(table.heads)])
    head = ROW.sub(lambda row: _outlined(row[0], [marks.style(next(heads))]), table.head)
    rows = "".join(_row(number, state, row, marks) for row in range(begin, end))
    above = below = ""
    tag, groups = table.tag, table.groups
    if len(state.parts) > 1:
        tag = _styled(tag, IN_ONE_PIECE)
        groups = "".join(f'<col style="width: {width:.4f}%">' for width in state.widths)
    if part:
        tag = _styled(tag, "margin-top: 0")
        above = f'<div style="{NEW_PAGE}"></div>'
    if begin:
        above = _line(table.sums[begin - 1].brought, f"{NEW_PAGE}; {marks.style((number, 'brought', part))}")
    if end < len(table.rows):
        tag = _styled(tag, "margin-bottom: 0")
        below = _line(
            table.sums[end - 1].carried, f"padding-top: 1.5mm; {marks.style((number, 'carried', part))}"
        )
    return f"{above}{tag}{groups}{head}{table.body}{rows}</tbody></table>{below}"


def _line(text: str, style: str) -> str:
    return f'<div style="{LOOK}; {style}">{html.escape(text)}</div>'


def _row(number: int, state: State, row: int, marks: Marks) -> str:
    """A row with its outline, and before its table is taken apart with those of the columns."""
    styles = [marks.style((number, "row", row))]
    if row == state.table.widest and len(state.parts) == 1:
        styles += [marks.style(_column(number, state.table, cell)) for cell in range(1, state.table.columns)]
    return _outlined(state.table.rows[row], styles)


def _outlined(row: str, styles: list[str]) -> str:
    """``row`` with ``styles`` for its first cells."""
    given = iter(styles)
    return CELL.sub(lambda cell: _styled(cell[0], next(given)), row, count=len(styles))


def _styled(tag: str, style: str) -> str:
    """``tag`` with ``style`` after what it has."""
    if STYLE.search(tag):
        return STYLE.sub(lambda old: f'style="{old[1].rstrip("; ")}; {style}"', tag, count=1)
    return f'{tag[:-1]} style="{style}">'
