"""How a text file is written: its encoding and the character between its columns.

Files come from spreadsheets of three languages and of many years; nothing in them says how they are written.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from comptoir.errors import DataError
from comptoir.sentences import _

SEPARATORS = (",", ";", "\t", "|")
PIECE = 1024 * 1024
SAMPLE = 64 * 1024
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOWER, _UPPER = range(0xE0, 0x100), range(0xC0, 0xE0)


def encoding_of(path: Path) -> str:
    """The encoding of the text in ``path``. Raises ``DataError`` where it is no text."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise DataError(_("The file is no table. Send a CSV, XLSX or ODS file."))
    return "utf-8" if _is_utf8(path) else _eight_bits(start)


def separator_of(path: Path, encoding: str) -> str:
    """The separator that cuts the first lines into equally many columns, the more the better."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = file.read(SAMPLE).splitlines()[:50]
    return max(SEPARATORS, key=lambda separator: _score(lines, separator))


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bits(start: bytes) -> str:
    """A Cyrillic encoding where most high letters stand beside others, as in words; the Western one else."""
    high = [place for place, byte in enumerate(start) if byte >= 0x80]
    beside = sum(1 for place, following in pairwise(high) if following == place + 1)
    if beside * 2 < len(high):
        return "cp1252"
    letters = [start[place] for place in high]
    lower, upper = _among(letters, _LOWER), _among(letters, _UPPER)
    if _among(letters, range(0x80, 0xB0)) > (lower + upper) / 2:
        return "cp866"
    return "koi8-r" if upper > lower else "cp1251"


def _among(letters: Iterable[int], some: range) -> int:
    return sum(1 for letter in letters if letter in some)


def _score(lines: list[str], separator: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return (0.0, 0)
    usual = max(widths, key=widths.count, default=0)
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
