"""Pictures: without what cameras write, upright, bounded before they are unpacked, and small ones for lists."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.files import NewFile, attach, content_at, may_open
from comptoir.files.cleaning import GRACE, plan_cleaning
from PIL import Image, PngImagePlugin

PLACE = "48.8566"
MAKER, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def noise(width: int = 400, height: int = 200) -> Image.Image:
    """A picture that does not compress away; its left half is red."""
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    picture.paste((255, 0, 0), (0, 0, width // 2, height))
    return picture


def taken(kind: str, orientation: int = 1, **size: int) -> bytes:
    """A picture with a place, a maker and a comment in it."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = f"Camera {PLACE}", orientation
    exif.get_ifd(GPS)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", f"taken at {PLACE}")
    written = io.BytesIO()
    more: dict[str, Any] = (
        {"pnginfo": text} if kind == "PNG" else {"comment": PLACE} if kind == "JPEG" else {}
    )
    noise(**size).save(written, kind, exif=exif, **more)
    return written.getvalue()


def stored(ctx: Context, name: str, content: bytes, **values: Any) -> tuple[Any, bytes]:
    file = attach(ctx, NewFile(name, content, **values))
    content = content_at(ctx, file.file_url)
    assert content is not None
    return file, content.read()


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
class TestDetails:
    def test_are_taken_out_and_the_picture_is_not_touched(self, ctx: Context, name: str, kind: str) -> None:
        content = taken(kind)
        assert PLACE.encode() in content
        _file, kept = stored(ctx, name, content)
        assert PLACE.encode() not in kept
        before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept))
        assert (before.size, before.convert("RGB").tobytes()) == (after.size, after.convert("RGB").tobytes())
        assert not after.getexif()

    def test_stay_where_the_site_wants_them(self, ctx: Context, name: str, kind: str) -> None:
        settings = frappe.get_doc("System Settings")
        settings.strip_exif_metadata_from_uploaded_images = 0
        settings.save()
        content = taken(kind)
        assert content == stored(ctx, name, content)[1]

    def test_broken_ones_break_nothing(self, ctx: Context, name: str, kind: str) -> None:
        content = taken(kind)
        for cut in (20, 60, 200, len(content) // 2):
            with suppress(frappe.ValidationError):
                assert PLACE.encode() not in stored(ctx, name, content[:cut])[1]


class TestTurned:
    def test_a_picture_is_stored_as_it_is_to_be_seen(self, ctx: Context) -> None:
        _file, kept = stored(ctx, "a.jpg", taken("JPEG", orientation=6))
        picture = Image.open(io.BytesIO(kept))
        assert ((200, 400), True) == (picture.size, picture.convert("RGB").getpixel((100, 50))[0] > 200)
        assert PLACE.encode() not in kept


class TestBounds:
    def test_a_bomb_is_refused_before_it_is_unpacked(self, ctx: Context) -> None:
        with pytest.raises(frappe.ValidationError, match="million pixels"):
            stored(ctx, "a.png", bomb(60_000, 60_000))

    @pytest.mark.parametrize("size", [(0, 1), (1, 0), (2**31 - 1, 2**31 - 1)])
    def test_sizes_that_cannot_be_are_refused(self, ctx: Context, size: tuple[int, int]) -> None:
        with pytest.raises(frappe.ValidationError, match="was not stored"):
            stored(ctx, "a.png", bomb(*size))

    def test_what_is_appended_to_a_picture_goes(self, ctx: Context) -> None:
        _file, kept = stored(ctx, "a.png", taken("PNG") + b"<html><script>alert(1)</script>")
        assert b"script" not in kept


class TestSmall:
    def test_is_made_and_opened_like_the_file(self, ctx: Context) -> None:
        file, _kept = stored(ctx, "a.jpg", taken("JPEG", orientation=6, width=1200, height=800))
        content = content_at(ctx, file.thumbnail_url)
        assert content is not None
        picture = Image.open(io.BytesIO(content.read()))
        assert ("WEBP", (200, 300)) == (picture.format, picture.size)
        frappe.get_doc(doctype="User", email="anna@company.example", first_name="Anna").insert()
        for user, may in (("Administrator", True), ("anna@company.example", False), ("Guest", False)):
            ctx.set_user(user)
            assert (may, may) == (may_open(ctx, file.file_url), may_open(ctx, file.thumbnail_url))

    def test_is_kept_as_long_as_the_file(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("comptoir.files.cleaning.GRACE", -1.0)
        file, _kept = stored(ctx, "a.jpg", taken("JPEG", width=1200, height=800))
        assert () == plan_cleaning(ctx).removed
        frappe.delete_doc("File", file.name)
        assert 2 == len(plan_cleaning(ctx).removed)
        assert GRACE > 0

    def test_moves_with_the_file(self, ctx: Context) -> None:
        file, _kept = stored(ctx, "a.jpg", taken("JPEG", width=1200, height=800), is_private=False)
        file.is_private = 1
        file.save()
        assert file.thumbnail_url.startswith("/private/files/")
        assert may_open(ctx, file.thumbnail_url)

    def test_is_not_made_of_what_is_small_already(self, ctx: Context) -> None:
        assert not stored(ctx, "a.png", taken("PNG", width=40, height=20))[0].thumbnail_url


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
