"""wkhtmltopdf by way of pdfkit: what Frappe's print formats were written for. A process of its own for each PDF."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import pdfkit

from comptoir.printing.engines.carrying import with_sums
from comptoir.printing.engines.errors import PdfError
from comptoir.printing.layout import Layout
from comptoir.sentences import _

SECONDS = 120
NOWHERE = "http://127.0.0.1:9"
"""Where requests are sent if any got so far: nobody listens there."""
ENLARGED = "<style>html { zoom: 1.28 }</style></head>"
"""Undoes that an unpatched Qt shrinks a page, from 96 dots in an inch to 75."""
_SIDES = ("margin-top", "margin-right", "margin-bottom", "margin-left")
_EDGES = {"top": "header", "bottom": "footer"}


class Wkhtmltopdf:
    """Page numbers need the build of wkhtmltopdf.org, whose Qt is patched; distributions ship another."""

    name = "wkhtmltopdf"

    def lacks(self) -> str:
        return "" if _binary() else _("wkhtmltopdf is not installed: apt-get install wkhtmltopdf.")

    def joined(self, pages: Sequence[tuple[str, Layout]]) -> bytes:
        # An unpatched Qt takes one page, so the others follow within it.
        (first, layout), *others = pages
        bodies = "".join(
            f'<div style="page-break-before: always"></div>{_body(page)}' for page, _layout in others
        )
        return self.pdf(first.replace("</body>", f"{bodies}</body>", 1), layout)

    def pdf(self, page: str, layout: Layout) -> bytes:
        top, _right, bottom, _left = layout.margins
        height = layout.millimetres[1] - top - bottom
        return with_sums(page, height, partial(self._made, layout, time.monotonic() + SECONDS))

    def _made(self, layout: Layout, until: float, page: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="comptoir-pdf-") as home:
            # pdfkit reads options from <meta> elements of the page; the prefix is one that no page can know.
            configuration = pdfkit.configuration(
                wkhtmltopdf=_binary(), meta_tag_prefix=secrets.token_hex(16), environ=_environ(home)
            )
            kit = pdfkit.PDFKit(page, "string", options=_options(layout), configuration=configuration)
            try:
                ran = subprocess.run(
                    kit.command(), input=_to_scale(page).encode(), capture_output=True, check=False,
                    timeout=max(0.0, until - time.monotonic()),
                    env=_environ(home), cwd=home,
                )  # fmt: skip
            except subprocess.TimeoutExpired as error:
                raise PdfError(
                    _("The page was not on paper after {seconds} seconds.", seconds=SECONDS)
                ) from error
        if ran.returncode != 0 or not ran.stdout.startswith(b"%PDF"):
            raise PdfError(_("wkhtmltopdf could not print the page: {reason}", reason=_reason(ran)))
        return ran.stdout


def _body(page: str) -> str:
    return page.partition("<body>")[2].rpartition("</body>")[0]


def _options(layout: Layout) -> dict[str, Any]:
    width, height = layout.millimetres
    options = {
        "page-width": f"{width:g}mm", "page-height": f"{height:g}mm", "encoding": "UTF-8", "print-media-type": "",
        "disable-javascript": "", "disable-local-file-access": "", "disable-plugins": "", "proxy": NOWHERE,
    }  # fmt: skip
    options |= {side: f"{margin:g}mm" for side, margin in zip(_SIDES, layout.margins, strict=True)}
    if _is_patched():
        options["disable-smart-shrinking"] = ""
        if layout.numbers:
            edge, side = layout.numbers.split("-")
            options |= {f"{_EDGES[edge]}-{side}": "[page] / [topage]", f"{_EDGES[edge]}-font-size": "8"}
    return options


def _to_scale(page: str) -> str:
    return page if _is_patched() else page.replace("</head>", ENLARGED, 1)


def _environ(home: str) -> dict[str, str]:
    """What the process needs to know: it draws on no screen, and whatever it keeps is thrown away."""
    fonts = {name: os.environ[name] for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH") if name in os.environ}
    return {
        "PATH": os.environ.get("PATH", ""), "HOME": home, "XDG_RUNTIME_DIR": home, "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen", **fonts,
    }  # fmt: skip


def _reason(ran: subprocess.CompletedProcess[bytes]) -> str:
    said = [line for line in ran.stderr.decode(errors="replace").splitlines() if "rror" in line]
    return (said or [f"exit {ran.returncode}"])[-1][:200]


@cache
def _binary() -> str:
    return shutil.which("wkhtmltopdf") or ""


@cache
def _is_patched() -> bool:
    said = subprocess.run([_binary(), "--version"], capture_output=True, check=False, timeout=SECONDS).stdout
    return b"patched qt" in said
