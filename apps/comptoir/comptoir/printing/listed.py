"""A list on paper: a table whose head stands on every page, and below it who took it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any, Self

from comptoir.context import Context
from comptoir.desk.exporting import SHEETS
from comptoir.desk.sheets import Sheet
from comptoir.documents.settings import locale_of
from comptoir.errors import DataError
from comptoir.meta.locale import format_date
from comptoir.printing.layout import Layout
from comptoir.printing.render import html_to_pdf
from comptoir.sentences import _

MOST_ROWS = 2000
MOST_UPRIGHT = 5
"""More columns lie on paper across."""
LONGEST = 500
STYLE = """
body { font: 8pt/1.35 sans-serif; color: #171717 }
h1 { font-size: 13pt; margin: 0 0 3mm }
table { width: 100%; border-collapse: collapse }
thead { display: table-header-group }
th, td { text-align: left; vertical-align: top; padding: 1mm 1.5mm; border-bottom: 0.2mm solid #d4d4d4; overflow-wrap: anywhere }
th { border-bottom: 0.4mm solid #525252; font-weight: 600 }
tr { break-inside: avoid }
td.number { text-align: right; white-space: nowrap }
p { margin: 3mm 0 0; color: #525252; font-size: 7pt }
"""


class PdfSheet:
    """The rows as a table, up to ``MOST_ROWS`` of them."""

    suffix = ".pdf"
    media = "application/pdf"

    def __init__(self, ctx: Context, path: Path, title: str):
        self._ctx, self._path, self._title = ctx, path, title
        self._locale = locale_of(ctx)
        self._heading: Sequence[str] = ()
        self._rows: list[str] = []
        self._mark = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            layout = Layout(landscape=len(self._heading) > MOST_UPRIGHT)
            self._path.write_bytes(html_to_pdf(self._ctx, self._page(), layout))

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        self._heading = titles

    def row(self, values: Sequence[Any]) -> None:
        if len(self._rows) == MOST_ROWS:
            raise DataError(
                _(
                    "A PDF holds at most {most} rows. Filter the list, or choose another kind of file.",
                    most=MOST_ROWS,
                )
            )
        self._rows.append(f"<tr>{''.join(map(self._cell, values))}</tr>")

    def mark(self, text: str, user: str, moment: datetime) -> None:
        self._mark = text

    def _cell(self, value: Any) -> str:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        kind = ' class="number"' if number else ""
        return f"<td{kind}>{escape(self._text(value))}</td>"

    def _text(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{format_date(value, self._locale)} {value:%H:%M}"
        if isinstance(value, date):
            return format_date(value, self._locale)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value)[:LONGEST]

    def _page(self) -> str:
        head = "".join(f"<th>{escape(title)}</th>" for title in self._heading)
        return (
            f"<style>{STYLE}</style><h1>{escape(self._title)}</h1><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(self._rows)}</tbody></table><p>{escape(self._mark)}</p>"
        )


KINDS: Mapping[str, type[Sheet]] = {**SHEETS, "PDF": PdfSheet}
"""Every kind of file a list can become."""
