"""Barcodes and QR codes are read by the camera, or from a picture, into the field they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import segno
from comptoir.printing.codes import widths_of
from playwright.sync_api import Browser, Page, Playwright, expect

from ..chromium import launch
from .test_forms import declare, save

pytestmark = pytest.mark.only_on("sqlite")

WIDTH, HEIGHT, MODULE = 640, 480, 3
TEXT = "SAW-2026/7"
DENIED = "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
FIELD = "[data-field=barcode_field]"


def film(path: Path) -> Path:
    """What a camera before a barcode sees: a still, in the plainest format there is."""
    bars = b"".join(
        (b"\x10" if at % 2 == 0 else b"\xeb") * width * MODULE for at, width in enumerate(widths_of(TEXT))
    )
    row = bars.rjust((WIDTH + len(bars)) // 2, b"\xeb").ljust(WIDTH, b"\xeb")
    white = b"\xeb" * WIDTH
    bright = white * 140 + row * 200 + white * (HEIGHT - 340)
    frame = b"FRAME\n" + bright + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + frame * 5)
    return path


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with a camera before a barcode."""
    seen = film(tmp_path_factory.mktemp("camera") / "seen.y4m")
    made = launch(
        playwright,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    )
    assert made is not None
    yield made
    made.close()


@pytest.fixture
def form(page: Page) -> Page:
    """A new document with a field for a barcode."""
    declare(page)
    page.goto("/app/form-case/new")
    page.locator(FIELD).wait_for()
    return page


def test_the_camera_reads_what_is_held_before_it(form: Page) -> None:
    form.context.grant_permissions(["camera"])
    form.locator(f"{FIELD} [data-test=scan]").click()
    expect(form.locator(f"{FIELD} input")).to_have_value(TEXT)
    expect(form.get_by_role("dialog")).to_have_count(0)
    expect(form.locator(FIELD).get_by_role("img", name=TEXT)).to_be_visible()
    form.get_by_label("Title").first.fill("Scanned")
    save(form)
    form.reload()
    expect(form.locator(f"{FIELD} input")).to_have_value(TEXT)


def test_a_picture_is_read_where_the_camera_may_not_be_used(form: Page) -> None:
    form.evaluate(DENIED)
    form.locator(f"{FIELD} [data-test=scan]").click()
    dialog = form.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("Allow it for this site")
    for text, size in (("", 1), ("QR/5", 8)):
        drawn = BytesIO()
        segno.make(text or "nothing to be read", micro=False).save(
            drawn, kind="png", scale=size, border=4 * bool(text)
        )
        picture = {
            "name": "code.png",
            "mimeType": "image/png",
            "buffer": drawn.getvalue()[: None if text else 60],
        }
        dialog.locator("[data-test=scan-picture]").set_input_files(picture)  # type: ignore[arg-type]
        if not text:
            expect(dialog.get_by_text("No code was found")).to_be_visible()
    expect(form.locator(f"{FIELD} input")).to_have_value("QR/5")
