"""Codes that scanners read: QR by segno, Code 128 as it stands on shelves and boxes. Both are pictures within the page."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import segno
from markupsafe import Markup

from comptoir.errors import DataError
from comptoir.sentences import _

LONGEST_BARCODE = 80
LONGEST_QR = 1200
_START_B, _STOP, _MODULO = 104, 106, 103
_QUIET = 10
"""Modules that stay white on either side of a bar code."""
_DOTS = 3
"""Pixels in a module."""
_DRAWN = re.compile(r"[\x20-\x7e]+")
_PATTERNS = (
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
)  # fmt: skip
"""Bars and gaps of each value, in modules, a bar first."""


def qr(text: object, size: float = 25) -> Markup:
    """A QR code of ``text``, ``size`` millimetres wide; nothing for an empty text. Raises ``DataError`` for a long one."""
    said = str(text or "")
    if not said:
        return Markup("")
    if len(said) > LONGEST_QR:
        raise DataError(_("A QR code holds at most {most} characters.", most=LONGEST_QR))
    picture = BytesIO()
    segno.make(said, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
    return _image(picture.getvalue(), said, f"width: {float(size):g}mm; height: {float(size):g}mm")


def barcode(text: object, width: float = 45, height: float = 12) -> Markup:
    """A Code 128 of ``text`` in millimetres; nothing for an empty text. Raises ``DataError`` for what has no bars."""
    said = str(text or "")
    if not said:
        return Markup("")
    if not _DRAWN.fullmatch(said) or len(said) > LONGEST_BARCODE:
        raise DataError(
            _(
                "A bar code holds at most {most} plain letters, digits and signs, not {text}.",
                most=LONGEST_BARCODE,
                text=said[:80],
            )
        )
    return _image(_bars(widths_of(said)), said, f"width: {float(width):g}mm; height: {float(height):g}mm")


def widths_of(text: str) -> list[int]:
    """The widths of bars and gaps in modules, a bar first."""
    values = [ord(char) - 32 for char in text]
    check = (_START_B + sum(value * place for place, value in enumerate(values, 1))) % _MODULO
    return [int(width) for value in (_START_B, *values, check, _STOP) for width in _PATTERNS[value]]


def _bars(widths: list[int]) -> bytes:
    from PIL import Image, ImageDraw

    total = (sum(widths) + 2 * _QUIET) * _DOTS
    picture = Image.new("1", (total, 40), 1)
    pen, at = ImageDraw.Draw(picture), _QUIET * _DOTS
    for place, width in enumerate(widths):
        if place % 2 == 0:
            pen.rectangle((at, 0, at + width * _DOTS - 1, 39), fill=0)
        at += width * _DOTS
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _image(png: bytes, text: str, style: str) -> Markup:
    address = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return Markup(
        '<img class="code" src="{}" alt="{}" style="{}; max-width: none; max-height: none">'
    ).format(address, text, style)
