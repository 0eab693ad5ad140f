"""Marks: words and numbers that say to which side, doctype and field a value belongs, wherever it turns up.

A mark is found in an answer by its form alone, so that no test has to say where it might stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHOWN, PLAIN = "s", "0"
"""Kinds of fields: what a link shows of a document, and the other fields of level 0. Higher levels are digits too."""
NAME = "n"
SIDES = "ABHCT"
"""Two branches, head office (documents of no branch), what is the company's, and another tenant."""
_WORD = re.compile(r"qz([ABHCT])(\d{3})([s0-9])q", re.IGNORECASE)
_NAME = re.compile(r"nm([ABHCT])(\d{3})[a-z0-9]+q", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)7\d{7}(?!\d)")
_GROUPED = re.compile(r"(?<=\d)[\s,.'\u00a0\u202f](?=\d{3})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says. ``kind`` is ``SHOWN``, a level, or ``NAME``."""

    side: str
    doctype: int
    kind: str
    text: str


def word(side: str, doctype: int, kind: str) -> str:
    """The mark of texts."""
    return f"qz{side}{doctype:03d}{kind}q"


def name(side: str, doctype: int, which: str) -> str:
    """The name of a document; ``which`` tells those of a side apart."""
    return f"nm{side}{doctype:03d}{which}q"


def number(side: str, doctype: int, kind: str) -> int:
    """The mark of numbers: eight digits that begin with 7."""
    place = 9 if kind == SHOWN else int(kind)
    return 70_000_000 + SIDES.index(side) * 1_000_000 + doctype * 1000 + place * 100 + 7


def marks_in(text: str) -> Iterator[Mark]:
    """Every mark in an answer."""
    for found in _WORD.finditer(text):
        yield Mark(found[1].upper(), int(found[2]), found[3].lower(), found[0])
    for found in _NAME.finditer(text):
        yield Mark(found[1].upper(), int(found[2]), NAME, found[0])
    for digits in {*_NUMBER.findall(text), *_NUMBER.findall(_GROUPED.sub("", text))}:
        mark = _of_number(int(digits))
        if mark is not None:
            yield mark


def _of_number(value: int) -> Mark | None:
    side, rest = divmod(value - 70_000_000, 1_000_000)
    doctype, rest = divmod(rest, 1000)
    place, end = divmod(rest, 100)
    if side >= len(SIDES) or end != 7:
        return None
    return Mark(SIDES[side], doctype, SHOWN if place == 9 else str(place), str(value))
