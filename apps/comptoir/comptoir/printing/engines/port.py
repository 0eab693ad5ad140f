"""The port: which engine a site uses, and the one function that makes a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from comptoir.context import Context
from comptoir.errors import ConfigurationError, DataError, RequestTooLargeError
from comptoir.printing.engines.weasyprint import WeasyPrint
from comptoir.printing.engines.wkhtmltopdf import Wkhtmltopdf
from comptoir.printing.layout import Layout
from comptoir.sentences import _

LARGEST = 20 * 1024 * 1024
"""Bytes of a page, its pictures included."""
LARGEST_TOGETHER = 100 * 1024 * 1024
"""Characters of several pages that are joined."""


class PdfEngine(Protocol):
    """Makes PDF of pages that hold everything they show."""

    @property
    def name(self) -> str:
        """What the configuration calls it."""
        ...

    def lacks(self) -> str:
        """What this machine lacks for it, and how to get that; empty where it works."""
        ...

    def pdf(self, page: str, layout: Layout) -> bytes:
        """``page``, a whole document of HTML, on paper. Raises ``PdfError``."""
        ...

    def joined(self, pages: Sequence[tuple[str, Layout]]) -> bytes:
        """Several such documents one after the other, each from a page of its own on. Raises ``PdfError``."""
        ...


ENGINES: Mapping[str, PdfEngine] = {engine.name: engine for engine in (WeasyPrint(), Wkhtmltopdf())}
"""In the order they are preferred."""


def engine_for(ctx: Context, wanted: str = "") -> PdfEngine:
    """The engine called ``wanted``, or that of the site's ``pdf_engine``, or the first that works here.

    Raises ``DataError`` for an unknown name, ``ConfigurationError`` where the machine lacks what is needed.
    """
    name = wanted or ctx.site.config.pdf_engine
    if name and name not in ENGINES:
        raise DataError(
            _("There is no PDF engine {name}; there are {known}.", name=name[:60], known=", ".join(ENGINES))
        )
    asked = [ENGINES[name]] if name else list(ENGINES.values())
    working = next((engine for engine in asked if not engine.lacks()), None)
    if working is None:
        raise ConfigurationError(_("No PDF can be made on this machine: {reason}", reason=asked[0].lacks()))
    return working


def join_pdf(ctx: Context, pages: Sequence[tuple[str, Layout]], wanted: str = "") -> bytes:
    """``pages`` as one PDF."""
    if sum(len(page) for page, _layout in pages) > LARGEST_TOGETHER:
        raise RequestTooLargeError(_("This is more than can be printed at once."))
    return engine_for(ctx, wanted).joined(pages)


def pdf_of(ctx: Context, page: str, layout: Layout, wanted: str = "") -> bytes:
    """``page`` as PDF."""
    if len(page.encode()) > LARGEST:
        raise RequestTooLargeError(_("This is more than can be printed at once."))
    return engine_for(ctx, wanted).pdf(page, layout)
