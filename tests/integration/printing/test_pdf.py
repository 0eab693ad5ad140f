"""Documents become PDF in both engines alike, and neither engine fetches anything."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.errors import DataError
from comptoir.files import NewFile, attach
from comptoir.printing import Layout, Printed, as_pdf, html_to_pdf, printed
from comptoir.printing.contained import contained_css, contained_html

from .pictures import PIXEL

ENGINES = pytest.mark.parametrize("engine", ["weasyprint", "wkhtmltopdf"])


@pytest.fixture
def pictures_in(tmp_path: Path) -> Any:
    """How many pictures a PDF holds."""

    def count(pdf: bytes) -> int:
        path = tmp_path / "made.pdf"
        path.write_bytes(pdf)
        said = subprocess.run(["pdfimages", "-list", path], capture_output=True, check=True, text=True).stdout
        return len(said.splitlines()) - 2

    return count


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server in the neighbourhood, and what it was asked for."""
    asked: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def paper(html: str, style: str = "") -> Printed:
    return Printed("Test", "en", html, style)


@ENGINES
class TestADocument:
    def test_stands_on_paper_with_its_labels_and_rows(self, ctx: Context, text_of: Any, engine: str) -> None:
        phones = [{"phone": "+33 1 84 80 00 11"}, {"phone": "+33 1 84 80 00 12"}]
        client = frappe.get_doc(
            {"doctype": "Client", "client_name": "Société « Ёлка »", "phones": phones}
        ).insert()
        (page,) = text_of(as_pdf(ctx, printed(ctx, "Client", client.name), engine=engine))
        for wanted in ("Société « Ёлка »", client.name, "184800011", "184800012"):
            assert wanted in page.replace(" ", "") or wanted in page

    def test_fills_as_many_pages_as_it_needs_and_loses_no_row(
        self, ctx: Context, text_of: Any, engine: str
    ) -> None:
        rows = "".join(f"<tr><td>Row {number:03d}</td><td>{number * 7}</td></tr>" for number in range(200))
        table = (
            f"<table><thead><tr><th>Name of the row</th><th>N</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        pages = text_of(as_pdf(ctx, paper(table, printed_style(ctx)), engine=engine))
        together = "".join(pages)
        assert len(pages) > 3
        assert [f"Row {number:03d}" in together for number in range(200)] == [True] * 200
        heads = ["Name of the row" in page for page in pages]
        assert heads == [True] * len(pages) if repeats_heads(engine) else heads[0]

    def test_lies_as_the_layout_says(self, ctx: Context, tmp_path: Path, engine: str) -> None:
        made = as_pdf(ctx, paper("<p>Wide</p>"), Layout.of("A5", landscape=True), engine)
        path = tmp_path / "made.pdf"
        path.write_bytes(made)
        said = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
        size = next(line for line in said.splitlines() if line.startswith("Page size"))
        width, height = (float(part) for part in size.split()[2:5:2])
        assert (210, 148) == (round(width * 25.4 / 72), round(height * 25.4 / 72))


@ENGINES
class TestPictures:
    def test_of_the_site_are_drawn(self, ctx: Context, pictures_in: Any, engine: str) -> None:
        file = attach(ctx, NewFile("logo.png", PIXEL, is_private=False))
        assert 1 == pictures_in(as_pdf(ctx, paper(f'<img src="{file.file_url}">'), engine=engine))

    def test_whose_file_was_deleted_are_left_out(self, ctx: Context, pictures_in: Any, engine: str) -> None:
        file = attach(ctx, NewFile("logo.png", PIXEL, is_private=False))
        file.delete()
        assert 0 == pictures_in(as_pdf(ctx, paper(f'<p>x</p><img src="{file.file_url}">'), engine=engine))

    def test_that_one_may_not_open_are_left_out(self, ctx: Context, pictures_in: Any, engine: str) -> None:
        file = attach(ctx, NewFile("secret.png", PIXEL))
        frappe.get_doc({"doctype": "User", "email": "eve@example.com", "first_name": "Eve"}).insert()
        html = f'<p>Nothing</p><img src="{file.file_url}">'
        assert 1 == pictures_in(as_pdf(ctx, paper(html), engine=engine))
        assert 0 == pictures_in(as_pdf(ctx.acting_as("eve@example.com"), paper(html), engine=engine))


@ENGINES
class TestWhatPointsOutside:
    @pytest.mark.parametrize(
        "html",
        [
            '<img src="{there}/a.png">',
            '<img src="x" srcset="{there}/b.png 1x">',
            '<link rel="stylesheet" href="{there}/c.css">',
            '<style>@import url("{there}/d.css"); p {{ background: url({there}/e.png) }}</style>',
            '<p style="background-image: url({there}/f.png)">x</p>',
            '<p style="background: \\75rl({there}/g.png)">x</p>',
            '<iframe src="{there}/h"></iframe><object data="{there}/i"></object><embed src="{there}/j">',
            '<script src="{there}/k.js"></script><script>new Image().src = "{there}/l"</script>',
            '<svg><image href="{there}/m.png" /></svg><video poster="{there}/n.png" src="{there}/o"></video>',
            '<table background="{there}/p.png"><tr><td>x</td></tr></table><body background="{there}/q.png">',
            '<meta http-equiv="refresh" content="0; url={there}/r">',
            '<base href="{there}/"><img src="s.png">',
            '<input type="image" src="{there}/t.png">',
            '<meta name="pdfkit-cover" content="{there}/u"><meta name="pdfkit-header-html" content="{there}/v">',
            '<style>p {{}} </style><style><meta name="pdfkit-cover" content="{there}/w"></style>',
        ],
    )  # fmt: skip
    def test_is_never_asked(
        self, ctx: Context, listener: tuple[str, list[str]], text_of: Any, engine: str, html: str
    ) -> None:
        there, asked = listener
        text = f"<p>Before</p>{html.format(there=there)}<p>After</p>"
        pages = text_of(html_to_pdf(ctx, text, engine=engine))
        assert ([], 1) == (asked, len(pages))
        assert "Before" in pages[0]

    def test_of_the_disk_is_not_read(self, ctx: Context, tmp_path: Path, text_of: Any, engine: str) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("the secret of the disk")
        html = (
            f'<p>Before</p><iframe src="file://{secret}"></iframe><object data="file://{secret}"></object>'
            f'<img src="file://{secret}"><link rel="attachment" href="file://{secret}">'
            f'<meta name="pdfkit-allow" content="{tmp_path}"><meta name="pdfkit-enable-local-file-access" content="">'
        )
        made = as_pdf(ctx, paper(html), engine=engine)
        assert "secret of the disk" not in "".join(text_of(made))
        assert b"/EmbeddedFile" not in made


class TestAnEngineOnItsOwn:
    """The engines fetch nothing even where a page still points outside."""

    @ENGINES
    def test_asks_nobody(self, ctx: Context, listener: tuple[str, list[str]], engine: str) -> None:
        from comptoir.printing.engines import ENGINES as KNOWN
        from comptoir.printing.engines.errors import PdfError

        there, asked = listener
        page = f'<!doctype html><html><head></head><body><p>x</p><img src="{there}/a.png"></body></html>'
        with suppress(PdfError):
            KNOWN[engine].pdf(page, Layout())
        assert [] == asked


class TestWhatIsKept:
    def test_links_to_read_stay(self, ctx: Context) -> None:
        assert '<a href="https://example.com/">x</a>' == contained_html(
            ctx, '<a href="https://example.com/">x</a>'
        )
        assert "<a>x</a>" == contained_html(ctx, '<a href="file:///etc/passwd">x</a>')

    def test_styles_stay_but_for_addresses(self) -> None:
        css = "@page { margin: 1cm } p > b { color: red; background: url(http://x/y) no-repeat }"
        kept = contained_css(css)
        assert ("@page" in kept, "color: red" in kept, "url" in kept, "http" in kept) == (
            True,
            True,
            False,
            False,
        )

    @pytest.mark.parametrize(
        "css",
        [
            "@import 'http://x/y.css';",
            "@font-face { font-family: f; src: url(http://x/y) }",
            "p { background: u\\72l(http://x/y) }",
            "p { background: image-set('http://x/y' 1x) }",
            "@media print { p { background: URL( http://x/y ) } }",
            "p { background: url(",
            "p { content: '</style><img src=http://x/y>' }",
            "p { list-style: url('http://x/y'); --later: url(http://x/y) }",
        ],
    )
    def test_no_style_reaches_outside(self, css: str) -> None:
        kept = contained_css(css).lower()
        assert ("url(" in kept, "import" in kept, "<" in kept, "image-set" in kept) == (False,) * 4


class TestALayout:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"size": "A0"},
            {"size": "A6", "margins": (80, 10, 80, 10)},
            {"size": "A4", "margins": (-1, 0, 0, 0)},
        ],
    )
    def test_that_no_page_has_is_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(DataError):
            Layout.of(**wrong)

    def test_of_wkhtmltopdfs_options_is_read(self, ctx: Context, tmp_path: Path) -> None:
        from frappe.utils.pdf import get_pdf

        path = tmp_path / "made.pdf"
        path.write_bytes(
            get_pdf("<p>x</p>", {"page-size": "A5", "orientation": "Landscape", "margin-top": "2cm"})
        )
        said = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
        assert "595.276 x 419.528 pts" in said


class TestFrappesNames:
    def test_get_print_gives_a_page_or_pdf(self, ctx: Context) -> None:
        name = frappe.get_doc({"doctype": "Client", "client_name": "Acme"}).insert().name
        assert "Acme" in frappe.get_print("Client", name)
        assert frappe.get_print("Client", name, as_pdf=True, pdf_generator="chrome").startswith(b"%PDF")

    def test_attach_print_names_the_file(self, ctx: Context) -> None:
        name = frappe.get_doc({"doctype": "Client", "client_name": "Acme"}).insert().name
        attached = frappe.attach_print("Client", name, file_name="Card")
        assert ("Card.pdf", b"%PDF") == (attached["fname"], attached["fcontent"][:4])


def repeats_heads(engine: str) -> bool:
    """The wkhtmltopdf of distributions writes the head of a table once: its Qt is not patched."""
    said = subprocess.run(["wkhtmltopdf", "--version"], capture_output=True, check=True).stdout
    return engine == "weasyprint" or b"patched qt" in said


def printed_style(ctx: Context) -> str:
    name = frappe.get_doc({"doctype": "Client", "client_name": "Style"}).insert().name
    return printed(ctx, "Client", name).style
