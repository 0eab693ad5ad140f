"""Weighing a workbook before it is opened: a small file can unpack to more than a machine holds.

A workbook is a ZIP of XML parts. The sizes a ZIP declares are claims, so each part is unpacked piece by piece and
counted; where cells lie is read from the XML, because a reader makes room for everything between the first and the last.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from comptoir.errors import DataError
from comptoir.sentences import Sentence, _

MOST_UNPACKED = 512 * 1024**2
MOST_RATIO, RATIO_FROM = 200, 8 * 1024**2
"""A part of this size and more is not this many times larger than it was packed: spreadsheets pack 5 to 50 times."""
MOST_PARTS = 2000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_000_000, 500, 20_000_000
PIECE = 256 * 1024
RELATIONS = "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TARGET = re.compile(rb"""Target\s*=\s*["']([^"']*)["']""")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError)


def weigh(path: Path) -> None:
    """Raise ``DataError`` for a workbook that is too large to open, or is none."""
    try:
        with zipfile.ZipFile(path) as book:
            _weigh(book)
    except ZIP_ERRORS as error:
        raise DataError(_("The file cannot be unpacked. Save it anew as .xlsx or .ods.")) from error
    except expat.ExpatError as error:
        raise DataError(_("The file is damaged. Save it anew as .xlsx or .ods.")) from error


def check_extent(rows: int, columns: int) -> None:
    """Raise ``DataError`` for a table of more rows, columns or cells than are read."""
    for found, most, sentence in (
        (columns, MOST_COLUMNS, _("A file has at most {most} columns.", most=MOST_COLUMNS)),
        (rows, MOST_ROWS, _("A file has at most {most} rows. Import it in parts.", most=MOST_ROWS)),
        (rows * columns, MOST_CELLS, _("A file has at most {most} cells. Import it in parts.", most=MOST_CELLS)),
    ):  # fmt: skip
        if found > most:
            raise DataError(sentence)


def _weigh(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        _refuse(_("The file has too many parts, or two of one name."))
    names = {part.filename for part in parts}
    if RELATIONS in names:
        _check_relations(book.read(RELATIONS) if book.getinfo(RELATIONS).file_size < PIECE else b"")
    unpacked = 0
    for part in parts:
        unpacked = _weigh_part(book, part, unpacked)


def _weigh_part(book: zipfile.ZipFile, part: zipfile.ZipInfo, unpacked: int) -> int:
    """What is unpacked with ``part``, whose cells lie within the bounds."""
    extent = _Extent() if part.filename.endswith((".xml", ".rels")) else None
    own = 0
    with book.open(part) as stream:
        while piece := stream.read(PIECE):
            own += len(piece)
            if unpacked + own > MOST_UNPACKED or own > max(RATIO_FROM, MOST_RATIO * part.compress_size):
                _refuse(
                    _("The file unpacks to far more than it is. Save it anew as .xlsx or .ods, or as CSV.")
                )
            if extent is not None:
                extent.parser.Parse(piece)
    if extent is not None:
        extent.parser.Parse(b"", True)
    return unpacked + own


def _check_relations(text: bytes) -> None:
    """Every part that the workbook leads to is XML by its name, and so is looked at."""
    targets = _TARGET.findall(text)
    if not text or not all(target.lower().endswith(b".xml") for target in targets):
        _refuse(_("The workbook has macros or parts that are not read. Save it anew as .xlsx."))


def _refuse(sentence: Sentence) -> NoReturn:
    raise DataError(sentence)


@dataclass(slots=True)
class _Cell:
    """The cell being read: its column, how often it is repeated, and whether anything stands in it."""

    column: int
    repeated: int = 1
    filled: bool = False


class _Extent:
    """Follows the cells of one part, in the words of Excel (``row``, ``c``) and of OpenDocument (``table-row``)."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.buffer_text = True
        self._row = 0
        self._column = 0
        self._widest = 0
        self._cell: _Cell | None = None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._excel_cell(attributes.get("r", ""))
            case "v" | "is" | "p":
                if self._cell is not None and not self._cell.filled:
                    self._cell.filled = True
                    self._reach()
            case "row":
                self._begin_row(_count(attributes.get("r"), self._row + 1) - self._row)
            case "table-row":
                self._begin_row(_count(attributes.get("table:number-rows-repeated"), 1))
            case "table-cell" | "covered-table-cell":
                self._cell = _Cell(self._column, _count(attributes.get("table:number-columns-repeated"), 1))
                if any(key.endswith(":value-type") for key in attributes):
                    self._cell.filled = True
                    self._reach()
            case "table":
                self._row = 0

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._cell = None
            case "table-cell" | "covered-table-cell":
                if self._cell is not None:
                    self._column += self._cell.repeated
                self._cell = None

    def _begin_row(self, step: int) -> None:
        """A row of an Excel sheet stands where it says; one of OpenDocument stands for as many as it says."""
        self._row += step
        self._column = 0

    def _excel_cell(self, place: str) -> None:
        match = _PLACE.fullmatch(place)
        if match is not None:
            self._row = int(match[2])
        self._column = _number(match[1]) - 1 if match is not None else self._column + 1
        self._cell = _Cell(self._column)

    def _reach(self) -> None:
        """Something stands in the cell: the table reaches as far."""
        assert self._cell is not None
        self._widest = max(self._widest, self._cell.column + self._cell.repeated)
        check_extent(self._row, self._widest)

    def _doctype(self, *_declaration: Any) -> None:
        _refuse(_("The file declares entities of its own, which no spreadsheet does."))


def _count(text: str | None, otherwise: int) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else otherwise


def _number(letters: str) -> int:
    """``A`` -> 1, ``Z`` -> 26, ``AA`` -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
