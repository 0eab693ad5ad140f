"""Comparing printed pages with pictures of how they should look, forgiving what fonts and engines round differently."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

DOTS_PER_INCH = 40
FOLDER = Path(__file__).parent / "references"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
)
"""The smallest picture there is."""
MOST = 0.4
"""The mean difference of two pages, of 255, that a reader does not see."""


def pages_of(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages of a PDF as grey pictures, made in ``folder``."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", "-", folder / "page"]
    subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60)
    return [_grey(path) for path in sorted(folder.glob("page-*.png"))]


def difference(page: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pages, blurred a little; the largest there is where their sizes differ."""
    if page.size != other.size:
        return 255.0
    soft = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (page, other)]
    return float(ImageStat.Stat(ImageChops.difference(*soft)).mean[0])


def from_reference(page: Image.Image, name: str) -> float:
    """How far ``page`` is from the picture called ``name``; with WRITE_REFERENCES set it becomes that picture."""
    if os.environ.get("WRITE_REFERENCES"):
        page.quantize(16).save(FOLDER / f"{name}.png", optimize=True)
    return difference(page, picture(name))


def picture(name: str) -> Image.Image:
    """The picture called ``name``."""
    return _grey(FOLDER / f"{name}.png")


def _grey(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("L")
