"""Where the outlines of a page came to lie in a PDF that Qt wrote, which is what wkhtmltopdf writes with.

An outline takes no room and moves nothing: it tells where a box is without changing where that is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = rb"(-?[\d.]+)"
_POINT = rb"[-\d.]+ [-\d.]+ "
_DRAWN = re.compile(
    rb"/CSp cs " + rb" ".join([_NUMBER] * 3) + rb" scn\n/GState\d+ gs\n"
    + _POINT + rb"m\n(?:" + _POINT + rb"l\n){4}h\n"
    + _NUMBER + rb" " + _NUMBER + rb" m\n" + _POINT + rb"l\n" + _NUMBER + rb" " + _NUMBER + rb" l\n"
)  # fmt: skip
"""A colour that lets through what is under it, the outer edge of an outline, and three corners of the inner one."""
_PAPER = re.compile(rb"0 0 m\n([\d.]+) 0 l\n\1 ([\d.]+) l\n0 \2 l\n0 0 l\nh\nW\*")
"""The part of a page that is written on."""


@dataclass(frozen=True, slots=True)
class Box:
    """What an outline is drawn around; its top and bottom are counted as if all pages were one."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Outlines:
    """Boxes by the number of their colour; ``height`` is that of the part of a page that is written on."""

    height: float
    boxes: Mapping[int, Box]


def colour(number: int) -> str:
    """The colour of CSS that stands for ``number``; on paper it is not seen."""
    red, green, blue = number.to_bytes(3, "big")
    return f"rgba({red}, {green}, {blue}, 0.004)"


def outlines(pdf: bytes) -> Outlines:
    """The outlines of ``pdf``. Raises ``ValueError`` where it is not written as Qt writes."""
    boxes: dict[int, Box] = {}
    height = 0.0
    for page, content in enumerate(_contents(pdf)):
        height = height or float(_found(_PAPER, content)[2])
        for drawn in _DRAWN.finditer(content):
            red, green, blue, left, top, right, bottom = map(float, drawn.groups())
            number = int.from_bytes(bytes(round(part * 255) for part in (red, green, blue)), "big")
            boxes.setdefault(number, Box(left, right, page * height + top, page * height + bottom))
    return Outlines(height, boxes)


def _contents(pdf: bytes) -> Iterator[bytes]:
    """What each page is drawn with."""
    objects = _objects(pdf)
    root = objects[_reference(rb"/Root", pdf[pdf.rindex(b"trailer") :])]
    tree = objects[_reference(rb"/Pages", root)]
    for kid in re.findall(rb"(\d+) 0 R", _found(re.compile(rb"/Kids\s*\[([^]]*)\]"), tree)[1]):
        stream = objects[_reference(rb"/Contents", objects[int(kid)])]
        try:
            yield zlib.decompressobj().decompress(stream.partition(b"stream\n")[2])
        except zlib.error as error:
            raise ValueError("the PDF is not written as Qt writes") from error


def _objects(pdf: bytes) -> Mapping[int, bytes]:
    """The objects by their number."""
    begin = int(_found(re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$"), pdf[-100:])[1])
    count = int(_found(re.compile(rb"xref\s+0 (\d+)\s"), pdf[begin : begin + 40])[1])
    offsets = [int(at) for at in re.findall(rb"(\d{10}) \d{5} [nf]", pdf[begin : begin + 40 + 20 * count])]
    ordered = sorted({*offsets, begin})
    ends = dict(pairwise(ordered))
    return {number: pdf[at : ends.get(at, begin)] for number, at in enumerate(offsets)}


def _reference(name: bytes, text: bytes) -> int:
    return int(_found(re.compile(name + rb"\s+(\d+) 0 R"), text)[1])


def _found(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    match = pattern.search(text)
    if match is None:
        raise ValueError("the PDF is not written as Qt writes")
    return match
