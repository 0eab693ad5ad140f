"""Files as rows of cells: CSV, XLSX and ODS, read from top to bottom.

What a file is, it says itself: its name and its ending are not asked. Workbooks are weighed before they are opened.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from comptoir.bounded import Bounded
from comptoir.data.encodings import encoding_of, separator_of
from comptoir.data.weighing import check_extent, weigh
from comptoir.errors import DataError
from comptoir.sentences import _

Row = Sequence[Any]
ZIP = b"PK\x03\x04"
REMARK = "# "
"""What begins the last line of an exported file, which says who took it."""
EXACT = 1e15
"""Below it every whole number of a workbook is what was typed."""
_weighed: Bounded[tuple[str, int, int], None] = Bounded(1000)


@dataclass(frozen=True, slots=True)
class Written:
    """How a text file is written, where somebody knows it better than its looks; empty: find out."""

    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file. ``heading`` is the first that is not empty, and stands in the row ``first`` (from 1)."""

    heading: tuple[str, ...]
    first: int
    path: Path
    written: Written

    def rows(self, after: int = 0) -> Iterator[tuple[int, Row]]:
        """The numbered rows below the heading, and below the row ``after``; empty ones are left out."""
        for number, row in _numbered(self.path, self.written):
            if number > max(self.first, after) and not _is_blank(row):
                yield number, row


def open_table(path: Path, written: Written | None = None) -> Table:
    """The table in ``path``. Raises ``DataError`` where it cannot be read, or is too large."""
    written = written or Written()
    for number, row in _numbered(path, written):
        if not _is_blank(row):
            return Table(tuple(_text(cell) for cell in _trimmed(row)), number, path, written)
    raise DataError(_("The file is empty."))


def is_workbook(path: Path) -> bool:
    """Whether ``path`` is a workbook, and not a text."""
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def is_empty_cell(cell: Any) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _numbered(path: Path, written: Written) -> Iterator[tuple[int, Row]]:
    rows = _workbook(path) if is_workbook(path) else _text_file(path, written)
    return enumerate(rows, 1)


def _workbook(path: Path) -> Iterator[Row]:
    """The rows of the first sheet. pandas reads workbooks by the same library, and holds every cell at once."""
    from python_calamine import CalamineError, CalamineWorkbook  # only imports need it

    state = path.stat()
    known = (str(path), state.st_size, state.st_mtime_ns)
    if known not in _weighed:
        weigh(path)
        _weighed[known] = None
    try:
        with path.open("rb") as file:
            sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
            yield from sheet.iter_rows()
    except CalamineError as error:
        raise DataError(_("The file is damaged. Save it anew as .xlsx or .ods.")) from error


def _text_file(path: Path, written: Written) -> Iterator[Row]:
    encoding = written.encoding or encoding_of(path)
    separator = written.separator or separator_of(path, encoding)
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter=separator), 1):
                if not _is_remark(row):
                    check_extent(number, len(_trimmed(row)))
                yield [] if _is_remark(row) else row
    except (UnicodeDecodeError, LookupError) as error:
        raise DataError(
            _("The file is not written in {encoding}. Choose another encoding.", encoding=encoding)
        ) from error
    except csv.Error as error:
        raise DataError(
            _("The file is no table: a cell is longer than cells are, or a quotation mark is never closed.")
        ) from error


def _is_remark(row: Row) -> bool:
    return bool(row) and str(row[0]).startswith(REMARK) and _is_blank(row[1:])


def _is_blank(row: Row) -> bool:
    return all(is_empty_cell(cell) for cell in row)


def _trimmed(row: Row) -> Row:
    """``row`` without the empty cells at its end."""
    end = len(row)
    while end and is_empty_cell(row[end - 1]):
        end -= 1
    return row[:end]


def text_of(cell: Any) -> str:
    """What stands in a cell as text: whole numbers without a point, dates and moments as in ISO."""
    match cell:
        case None:
            return ""
        case bool():
            return str(int(cell))
        case float() if cell.is_integer() and abs(cell) < EXACT:
            return str(int(cell))
        case float():
            return repr(cell)
        case datetime():
            return cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _text(cell: Any) -> str:
    """A heading, on one line."""
    return " ".join(text_of(cell).split())[:140]
