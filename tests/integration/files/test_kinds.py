"""What is stored: contents that are what their names say, of the kinds the site accepts, and nothing that machines run."""

from __future__ import annotations

import io

import frappe
import pytest
from comptoir.context import Context
from comptoir.files import NewFile, attach
from PIL import Image

PAGE = b"<html><script>alert(1)</script></html>"
PDF = b"%PDF-1.4\n%%EOF\n"


def picture(kind: str = "PNG") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(drawn, kind)
    return drawn.getvalue()


def store(ctx: Context, name: str, content: bytes) -> str:
    return str(attach(ctx, NewFile(name, content)).file_url)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture()), ("a.JPG", picture("JPEG")), ("a.jpeg", picture("JPEG")), ("a.gif", picture("GIF")),
        ("a.webp", picture("WEBP")), ("a.bmp", picture("BMP")), ("a.ico", picture("ICO")), ("a.pdf", PDF),
        ("a.txt", b"plain"), ("a.csv", b"a;b"), ("a.html", PAGE), ("a.svg", b"<svg/>"), ("noname", PAGE), ("a.docx", b"PK\x03\x04\x14\x00\x06\x00"),
    ],
)  # fmt: skip
def test_a_file_of_its_kind_is_stored(ctx: Context, name: str, content: bytes) -> None:
    assert store(ctx, name, content).startswith("/private/files/")


@pytest.mark.parametrize(
    "name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.ico", "a.pdf", "a.mp4", "a.docx", "a.zip"]
)
@pytest.mark.parametrize("content", [PAGE, b"", b"GIF", b"\x00" * 64], ids=["page", "empty", "half", "zeros"])
def test_a_content_that_is_something_else_is_refused(ctx: Context, name: str, content: bytes) -> None:
    with pytest.raises(frappe.ValidationError, match="was not stored"):
        store(ctx, name, content)


def test_a_picture_is_not_another_kind_of_picture(ctx: Context) -> None:
    with pytest.raises(frappe.ValidationError, match="right name"):
        store(ctx, "a.png", picture("JPEG"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"x"), ("a.BAT", b"x"), ("a.pdf.scr", PDF), ("a.txt", b"MZ\x90\x00"), ("a.png", b"MZ\x90\x00"),
        ("invoice", b"\x7fELF\x02"), ("a.class", b"\xca\xfe\xba\xbe"), ("\u202egnp.exe", b"x"), ("a.lnk", b"x"), ("a.hta", b"x"),
    ],
)  # fmt: skip
def test_what_machines_run_is_refused_under_any_name(ctx: Context, name: str, content: bytes) -> None:
    with pytest.raises(frappe.ValidationError, match="computers run"):
        store(ctx, name, content)


def test_only_accepted_extensions_where_the_site_names_some(ctx: Context) -> None:
    settings = frappe.get_doc("System Settings")
    settings.allowed_file_extensions = "PDF\n.txt"
    settings.save()
    assert store(ctx, "a.pdf", PDF)
    assert store(ctx, "A.TXT", b"plain")
    for name in ("a.csv", "noname", "a.txt.csv", "a.txt\u2024csv"):
        with pytest.raises(frappe.ValidationError, match="pdf"):
            store(ctx, name, b"plain")


def test_a_refused_file_leaves_nothing(ctx: Context) -> None:
    before = frappe.db.count("File")
    with pytest.raises(frappe.ValidationError):
        store(ctx, "a.png", PAGE)
    assert before == frappe.db.count("File")
    assert [] == [path for path in ctx.site.private_files().rglob("*") if path.is_file()]
