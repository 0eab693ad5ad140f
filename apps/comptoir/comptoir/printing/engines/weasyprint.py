"""WeasyPrint: understands modern CSS and paged media; the engine of choice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from comptoir.printing.engines.errors import PdfError
from comptoir.printing.layout import GAP, Layout
from comptoir.sentences import _

INLINE = "data:"
WIDTHS = {"left": "86%", "center": "45%", "right": "86%"}
"""How much of its edge a header or footer takes, by where the number of the page stands on it."""


class WeasyPrint:
    """Works in this process."""

    name = "weasyprint"

    def lacks(self) -> str:
        return _missing()

    def pdf(self, page: str, layout: Layout) -> bytes:
        return bytes(_drawn(page, layout).write_pdf())

    def joined(self, pages: Sequence[tuple[str, Layout]]) -> bytes:
        documents = [_drawn(page, layout) for page, layout in pages]
        together = [page for document in documents for page in document.pages]
        return bytes(documents[0].copy(together).write_pdf())


def _drawn(page: str, layout: Layout) -> Any:
    """``page`` as WeasyPrint's document, each of its pages laid out."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _fetcher()
    try:
        sheet = CSS(string=_page_rule(layout), url_fetcher=fetcher)
        return HTML(string=page, url_fetcher=fetcher).render(stylesheets=[sheet])
    except FatalURLFetchingError as error:
        raise PdfError(_("The page points outside itself: {address}", address=str(error)[:140])) from error


def _page_rule(layout: Layout) -> str:
    width, height = layout.millimetres
    margins = " ".join(f"{margin:g}mm" for margin in layout.roomy_margins)
    boxes = " ".join(
        (_numbers(layout), _around(layout, "header", "top"), _around(layout, "footer", "bottom"))
    )
    running = [
        f".{name} {{ display: block !important; position: running({name}) }}"
        for name, room in (("letter-head", layout.header), ("letter-foot", layout.footer))
        if room
    ]
    running += [".letter-end { display: none !important }"] if layout.footer else []
    return f"@page {{ size: {width:g}mm {height:g}mm; margin: {margins}; {boxes} }} {' '.join(running)}"


def _numbers(layout: Layout) -> str:
    """The box with the number of the page."""
    if not layout.numbers:
        return ""
    edge = layout.numbers.split("-")[0]
    beside = layout.header if edge == "top" else layout.footer
    place = f"vertical-align: {edge}; padding-{edge}: {GAP:g}mm;" if beside else ""
    return f'@{layout.numbers} {{ content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #525252; white-space: nowrap; {place} }}'


def _around(layout: Layout, room: str, edge: str) -> str:
    """The box of the header or the footer: as wide as the page, or as the number of the page leaves it."""
    if not getattr(layout, room):
        return ""
    element = "letter-head" if room == "header" else "letter-foot"
    side = "right" if layout.numbers == f"{edge}-left" else "left"
    width = WIDTHS.get(layout.numbers.removeprefix(f"{edge}-"), "100%")
    return f"@{edge}-{side} {{ content: element({element}); width: {width}; vertical-align: {edge}; padding-{edge}: {GAP:g}mm }}"


@cache
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Inline(URLFetcher):  # type: ignore[misc]
        """Reads what stands in the page, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(INLINE):
                _refuse(url)
            return super().fetch(url, headers)

    def _refuse(url: str) -> NoReturn:
        raise FatalURLFetchingError(url)

    return Inline(allowed_protocols=["data"], allow_redirects=False)


@cache
def _missing() -> str:
    """WeasyPrint draws with Pango, a library of the system."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        library = str(error).split("'")[1] if "'" in str(error) else "Pango"
        return _(
            "WeasyPrint needs the system's library {library}: apt-get install libpango-1.0-0 libpangoft2-1.0-0, or brew install pango.",
            library=library,
        )
    return ""
