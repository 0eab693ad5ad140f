"""Pictures before they are stored: bounded, turned as they were taken, without what cameras write about people; and made small.

Nothing is decoded before its size is known. Details are cut out of JPEG, PNG and WebP without touching the picture; only a
picture that has to be turned is written anew.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from comptoir.context import Context
from comptoir.errors import ValidationError
from comptoir.sentences import _
from comptoir.sites.settings import site_settings

if TYPE_CHECKING:
    from PIL.Image import Image

DECODED = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
MOST_BYTES = 64 * 1024 * 1024
"""Of a picture: it is read whole to be looked into. Cameras write far less."""
MOST_PIXELS = 89_000_000
"""Of a picture that is accepted; Pillow's own measure of what is a bomb."""
MOST_UNPACKED = 25_000_000
"""Pixels that are unpacked for a small picture; a JPEG is unpacked smaller from the start."""
SMALL = 300
WORTH_IT = 20_000
"""A picture of fewer bytes is shown as it is."""
QUALITY = 90
UPRIGHT = 1
ORIENTATION = 0x0112
_JPEG_DETAILS = frozenset({0xE1, 0xED, 0xFE})
"""Exif and XMP, IPTC, comments."""
_PNG_DETAILS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_DETAILS = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04


def is_picture(name: str) -> bool:
    """Whether a file of this name is a picture that is looked into; only such a file is read whole."""
    return PurePath(name).suffix.lower() in DECODED


def check_size(name: str, size: int) -> None:
    """Raise ``ValidationError`` for a picture of so many bytes that it is not read."""
    if size > MOST_BYTES:
        raise ValidationError(
            _(
                "{file} was not stored: a picture may have {most} MB. Make it smaller, or put it into a ZIP.",
                file=name[:140],
                most=MOST_BYTES // 1024 // 1024,
            )
        )


def prepared(ctx: Context, name: str, content: bytes) -> bytes:
    """What is stored of a picture; other contents as they are. Raises ``ValidationError`` for one that is too large."""
    if not is_picture(name):
        return content
    picture = _opened(name, content)
    if not site_settings(ctx).strip_exif:
        return content
    if picture.format == "JPEG" and picture.getexif().get(ORIENTATION, UPRIGHT) != UPRIGHT:
        return _upright(name, picture)
    return _without_details(content, str(picture.format))


def small(name: str, content: bytes) -> bytes | None:
    """The picture as WebP of at most 300 by 300 pixels; None where there is no use in it."""
    if not is_picture(name) or len(content) < WORTH_IT:
        return None
    picture = _opened(name, content)
    picture.draft("RGB", (SMALL, SMALL))
    if picture.width * picture.height > MOST_UNPACKED or max(picture.size) <= SMALL:
        return None
    from PIL import ImageOps

    try:
        shown = ImageOps.exif_transpose(picture)
    except OSError as error:
        raise _broken(name) from error
    shown.thumbnail((SMALL, SMALL))
    written = io.BytesIO()
    shown.convert("RGBA" if "A" in shown.getbands() or "transparency" in shown.info else "RGB").save(
        written, "WEBP"
    )
    return written.getvalue()


def _opened(name: str, content: bytes) -> Image:
    """The picture with its size known and nothing of it unpacked."""
    from PIL import Image  # only work with pictures needs it

    try:
        picture = Image.open(io.BytesIO(content))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _broken(name) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(name)
    return picture


def _upright(name: str, picture: Image) -> bytes:
    from PIL import ImageOps

    written = io.BytesIO()
    try:
        turned = ImageOps.exif_transpose(picture)
        turned.save(written, "JPEG", quality=QUALITY, icc_profile=picture.info.get("icc_profile"), exif=b"")
    except OSError as error:
        raise _broken(name) from error
    return _without_details(written.getvalue(), "JPEG")


def _without_details(content: bytes, kind: str) -> bytes:
    match kind:
        case "JPEG":
            return b"".join(_jpeg_parts(content))
        case "PNG":
            return content[:8] + b"".join(_png_parts(content))
        case "WEBP":
            parts = b"".join(_webp_parts(content))
            return b"RIFF" + (len(parts) + 4).to_bytes(4, "little") + b"WEBP" + parts
        case _:
            return content


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """The segments before the picture itself, without details; then all that follows."""
    yield content[:2]
    at = 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content) and content[at + 1] != 0xDA:
        length = 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] not in _JPEG_DETAILS:
            yield content[at : at + length]
        at += length
    yield content[at:]


def _png_parts(content: bytes) -> Iterator[bytes]:
    """The chunks of the picture; what was appended behind its end is no part of it."""
    at = 8
    while at + 12 <= len(content):
        kind = content[at + 4 : at + 8]
        length = 12 + int.from_bytes(content[at : at + 4], "big")
        if kind not in _PNG_DETAILS:
            yield content[at : at + length]
        if kind == b"IEND":
            return
        at += length


def _webp_parts(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        length = 8 + size + size % 2
        part = content[at : at + length]
        if kind == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_FLAGS]) + part[9:]
        if kind not in _WEBP_DETAILS:
            yield part
        at += length


def _too_large(name: str) -> ValidationError:
    return ValidationError(
        _(
            "{file} was not stored: a picture has at most {most} million pixels. Make it smaller first.",
            file=name[:140],
            most=MOST_PIXELS // 1_000_000,
        )
    )


def _broken(name: str) -> ValidationError:
    return ValidationError(
        _("{file} was not stored: the picture is damaged. Save it again, or choose another.", file=name[:140])
    )
