"""Files of rows: CSV, XLSX and JSON, written row by row. A text never becomes a formula of the program that opens it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, Self

import orjson

from comptoir.context import Context

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in a spreadsheet that has no types."""
LONGEST_CELL = 32_000


class Sheet(Protocol):
    """A file that is filled from top to bottom and closed with the mark of who took it."""

    suffix: str
    media: str

    def __init__(self, ctx: Context, path: Path, title: str): ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: object) -> None: ...

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        """The first row: what people call the columns, and what programs call them."""
        ...

    def row(self, values: Sequence[Any]) -> None:
        """One row of Python values."""
        ...

    def mark(self, text: str, user: str, moment: datetime) -> None:
        """Who took it; the last word."""
        ...


class CsvSheet:
    """UTF-8 with a byte order mark, by which spreadsheets know it; the mark is a last line that begins with #."""

    suffix = ".csv"
    media = "text/csv; charset=utf-8"

    def __init__(self, ctx: Context, path: Path, title: str):
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._writer = csv.writer(self._file, lineterminator="\r\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._file.close()

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        self._writer.writerow([guarded(title) for title in titles])

    def row(self, values: Sequence[Any]) -> None:
        self._writer.writerow([guarded(_plain(value)) for value in values])

    def mark(self, text: str, user: str, moment: datetime) -> None:
        self._writer.writerow([f"# {text}"])


class ExcelSheet:
    """A workbook of the rows and of a sheet that says who took them, which also stands in the footer and properties."""

    suffix = ".xlsx"
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, ctx: Context, path: Path, title: str):
        import openpyxl  # heavy, and only exports need it
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        self._cell, self._illegal = WriteOnlyCell, ILLEGAL_CHARACTERS_RE
        self._path, self._title = path, title
        self._book = openpyxl.Workbook(write_only=True)
        self._rows = self._book.create_sheet(sheet_name(title))
        self._rows.freeze_panes = "A2"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is not None:
            self._rows.close()
            return
        self._book.save(self._path)

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        self.row(titles)

    def row(self, values: Sequence[Any]) -> None:
        self._rows.append([self._typed(value) for value in values])

    def mark(self, text: str, user: str, moment: datetime) -> None:
        footer = self._rows.oddFooter.center
        footer.text, footer.size = text.replace("&", "&&"), 8
        about = self._book.create_sheet("Export")
        about.append([self._typed(text)])
        properties = self._book.properties
        properties.creator, properties.lastModifiedBy = user, user
        properties.title, properties.description = self._title, text
        properties.created = properties.modified = moment

    def _typed(self, value: Any) -> Any:
        """A number or date as such, anything else as a text: its type says that it is no formula."""
        if value is None or isinstance(value, (bool, int, float, datetime)) or hasattr(value, "isoformat"):
            return value
        if isinstance(value, timedelta):
            return value
        text: str = self._illegal.sub("", str(value))[:LONGEST_CELL]
        if not text.startswith(("=", "#")):
            return text
        cell = self._cell(self._rows, value=None)
        cell.value, cell.data_type = text, "s"
        return cell


class JsonSheet:
    """An object of ``rows``, which are objects by fieldname, and of ``exported``: who took them."""

    suffix = ".json"
    media = "application/json"

    def __init__(self, ctx: Context, path: Path, title: str):
        self._file = path.open("wb")
        self._names: Sequence[str] = ()
        self._between = b"\n"

    def __enter__(self) -> Self:
        self._file.write(b'{"rows": [')
        return self

    def __exit__(self, *failure: object) -> None:
        self._file.close()

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        self._names = names

    def row(self, values: Sequence[Any]) -> None:
        row = dict(zip(self._names, values, strict=True))
        self._file.write(self._between + orjson.dumps(row, default=str))
        self._between = b",\n"

    def mark(self, text: str, user: str, moment: datetime) -> None:
        about = {"by": user, "at": moment, "text": text}
        self._file.write(b'\n], "exported": ' + orjson.dumps(about) + b"}\n")


def guarded(text: str) -> str:
    """``text``, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """``text`` as it was before ``guarded``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _is_number(text: str) -> bool:
    """Whether it is a number, written as numbers are: ``-12.5`` harms nobody."""
    return text[:1] == "-" and text[1:].replace(".", "", 1).isdigit() and text.isascii()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def sheet_name(title: str) -> str:
    """Spreadsheets take 31 characters, and not these."""
    return "".join(" " if char in "[]:*?/\\" else char for char in title)[:31].strip("' ") or "Data"
