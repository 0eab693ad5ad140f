"""The tables of a page whose rows carry sums: those that set the named strings ``carried`` and ``brought``."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import tinycss2

log = logging.getLogger("comptoir.printing")

_REST = r'(?:[^>"]|"[^"]*")*>'
_EDGE = re.compile(r"<(?:table\b|/table>)")
_TABLE = re.compile(
    rf"(<table\b{_REST})\s*(<colgroup\b.*?</colgroup>)?\s*(<thead\b.*?</thead>)?\s*(<tbody\b{_REST})(.*)</tbody>\s*</table>",
    re.DOTALL,
)
_SPANS = re.compile(r'\browspan="|</tbody>\s*<t')
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_ROW_TAG = re.compile(rf"<tr\b{_REST}")
CELL = re.compile(rf"<t[dh]\b{_REST}")
STYLE = re.compile(r'\bstyle="([^"]*)"')
SETS = "string-set"


@dataclass(frozen=True, slots=True)
class Sums:
    """What is written below and above where a page ends."""

    carried: str = ""
    brought: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table stands in the page, its pieces (``groups`` are those of its columns), and the sums after each row."""

    start: int
    end: int
    tag: str
    groups: str
    head: str
    body: str
    rows: tuple[str, ...]
    sums: tuple[Sums, ...]
    heads: int
    """How many rows its head has."""
    widest: int
    columns: int
    """The first row with a cell in each column, and how many that has."""


def tables_of(page: str) -> Iterator[Table]:
    """The tables whose rows carry sums; a table that holds another is none of them."""
    if SETS not in page:
        return
    begun = -1
    for edge in _EDGE.finditer(page):
        if edge[0] == "<table":
            begun = edge.start()
        elif begun >= 0:
            table = page[begun : edge.end()]
            if SETS in table:
                yield from _table(table, begun)
            begun = -1


def _table(markup: str, start: int) -> Iterator[Table]:
    whole = _TABLE.fullmatch(markup)
    if whole is None or _SPANS.search(markup):
        log.warning("Sums are not carried from page to page: a table is more than a head and plain rows")
        return
    tag, groups, head, body, inner = whole.groups("")
    rows = tuple(ROW.findall(inner))
    said = [_said(row) for row in rows]
    cells = [len(CELL.findall(row)) for row in rows]
    if not any(said) or 0 in cells:
        return
    sums, so_far = [], Sums()
    for one in said:
        so_far = one or so_far
        sums.append(so_far)
    most, heads = max(cells), len(ROW.findall(head))
    yield Table(
        start, start + len(markup), tag, groups, head, body, rows, tuple(sums), heads, cells.index(most), most
    )


def _said(row: str) -> Sums | None:
    """What ``row`` sets the named strings to; None where it sets none."""
    tag = _ROW_TAG.match(row)
    style = STYLE.search(tag[0]) if tag else None
    if style is None or SETS not in style[1]:
        return None
    named: dict[str, str] = {}
    for declared in tinycss2.parse_declaration_list(html.unescape(style[1]), skip_whitespace=True):
        if declared.type == "declaration" and declared.lower_name == SETS:
            words = [token for token in declared.value if token.type in ("ident", "string")]
            named |= {name.value: text.value for name, text in pairwise(words) if text.type == "string"}
    return Sums(named.get("carried", ""), named.get("brought", ""))
