"""From a document to HTML, and on to PDF. Templates run in a sandbox and see values of the document, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from comptoir import documents, templates
from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.errors import DataError
from comptoir.i18n import LANGUAGES
from comptoir.printing import formats, letter_heads
from comptoir.printing.arrangement import arranged
from comptoir.printing.contained import contained_css, contained_html
from comptoir.printing.engines import pdf_of
from comptoir.printing.formats import Format
from comptoir.printing.helpers import helpers
from comptoir.printing.languages import usual_language
from comptoir.printing.layout import STANDARD_LAYOUT, Layout
from comptoir.printing.settings import PrintSettings, check_state, mark_of, print_settings, type_style
from comptoir.printing.sheet import sheet_of
from comptoir.printing.values import record_of
from comptoir.sentences import _
from comptoir.templates import Helper

_STYLE = re.compile(r"<style[^>]*>(.*?)</style\s*>", re.IGNORECASE | re.DOTALL)
TEMPLATES = Path(__file__).parent / "templates"
_environment = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose in the print dialog; empty means the usual."""

    format: str = ""
    letter_head: str = ""
    """A letterhead, or ``letter_heads.NONE``."""
    lang: str = ""


USUAL = Wanted()


@dataclass(frozen=True, slots=True)
class Printed:
    """Documents laid out for paper: the HTML of the sheet, the style it needs, and what stands around it."""

    title: str
    lang: str
    html: str
    style: str
    header: str = ""
    footer: str = ""
    mark: str = ""
    """What is written across each page."""
    layout: Layout = STANDARD_LAYOUT
    engine: str = ""
    format: str = formats.STANDARD
    pictures: frozenset[str] = frozenset()
    """Addresses of what header and footer show to whoever may print under them."""
    is_contained: bool = False
    """Whether everything it shows is in it already."""

    def as_one(self) -> str:
        """The sheet with header, footer and mark, as HTML that stands within another page."""
        return _environment.get_template("around.html").render(paper=self)


def printed(ctx: Context, doctype: str, name: Any, wanted: Wanted = USUAL) -> Printed:
    """Lay out a document the actor may read and print. Raises ``DoesNotExistError`` for an unknown format."""
    settings = print_settings(ctx)
    doc = printable(ctx, settings, doctype, name)
    return laid_out(ctx, settings, formats.chosen(ctx, doc, wanted.format), [doc], wanted)


def laid_out_as_read(ctx: Context, doc: Document) -> Printed:
    """``doc`` in its usual format; what was left out of it when it was read stays out."""
    return laid_out(ctx, print_settings(ctx), formats.chosen(ctx, doc, ""), [doc], USUAL)


def printable(ctx: Context, settings: PrintSettings, doctype: str, name: Any) -> Document:
    """The document, where the actor may print it. Raises ``PermissionError``, and for what is not to be printed."""
    doc: Document = documents.read_document(ctx, doctype, name)
    policy.require(ctx, "print", doc.meta, doc)
    check_state(settings, doc)
    return doc


def laid_out(
    ctx: Context, settings: PrintSettings, format: Format, docs: Sequence[Document], wanted: Wanted
) -> Printed:
    """``docs`` on one sheet; only a template that is made for it takes more than one."""
    first = docs[0]
    there = speaking(ctx, wanted.lang or usual_language(ctx, format, first))
    found = letter_heads.chosen(
        ctx,
        first,
        wanted.letter_head
        or format.text("letter_head")
        or ("" if settings.with_letterhead else letter_heads.NONE),
    )
    records = [record_of(there, doc) for doc in docs]
    values = {"doc": records[0], "docs": records, "lang": there.lang}
    offered = helpers(there)
    head = letter_heads.head_of(found, lambda text: templates.render(there, text, values, offered))
    html, style = _body(there, format, first, values, offered)
    mark = mark_of(settings, first)
    room = (head.header_height, head.footer_height) if settings.repeats else (0, 0)
    paper = Printed(
        title=there.say(format.name) if len(docs) > 1 else str(first.name),
        lang=there.lang,
        html=html,
        style="\n".join((_style("base.css"), style, _type_style(format, settings))),
        header=head.header,
        footer=head.footer,
        mark=there.say(mark) if mark else "",
        layout=format.layout(settings.size).with_room(*room),
        engine=format.text("pdf_generator") or settings.engine,
        format=format.name,
        pictures=letter_heads.pictures_of(ctx, found, head),
    )
    return contained(ctx, paper)


def speaking(ctx: Context, lang: str) -> Context:
    """The same unit of work in the language of the paper. Raises ``DataError`` for one that is not known."""
    if lang and lang not in LANGUAGES:
        raise DataError(
            _("There is no language {lang}; there are {known}.", lang=lang[:20], known=", ".join(LANGUAGES))
        )
    return replace(ctx, lang=lang, memo={}) if lang and lang != ctx.lang else ctx


def as_page(paper: Printed) -> str:
    """A page of its own, ready for the browser's printer."""
    width, height = paper.layout.millimetres
    margins = " ".join(f"{margin:g}mm" for margin in paper.layout.margins)
    return _page(paper, f"@page {{ size: {width:g}mm {height:g}mm; margin: {margins} }}")


def as_sheet(paper: Printed) -> str:
    """A page of its own that shows on a screen the room its margins leave; nothing in it runs or is fetched."""
    width, height = paper.layout.millimetres
    margins = " ".join(f"{margin:g}mm" for margin in paper.layout.roomy_margins)
    return _page(
        paper,
        f"html {{ background: #fff }} body {{ box-sizing: border-box; min-height: {height:g}mm; padding: {margins}; "
        f"width: {width:g}mm }} .print-format.print-format, .letter-head.letter-head, .letter-end.letter-end "
        "{ margin-left: 0; margin-right: 0; margin-top: 0; max-width: none; padding: 0 } .letter-head.letter-head { margin-bottom: 6mm }",
    )


def as_pdf(ctx: Context, paper: Printed, layout: Layout | None = None, engine: str = "") -> bytes:
    """The sheet as PDF, by ``engine`` or that of the format. Pictures that the actor may not open are left out."""
    return pdf_of(ctx, contained_page(ctx, paper), layout or paper.layout, engine or paper.engine)


def contained_page(ctx: Context, paper: Printed) -> str:
    """The page an engine makes PDF of."""
    return _page(contained(ctx, paper))


def contained(ctx: Context, paper: Printed) -> Printed:
    """The sheet with everything it shows in it."""
    if paper.is_contained:
        return paper
    return replace(
        paper,
        html=contained_html(ctx, paper.html),
        header=contained_html(ctx, paper.header, paper.pictures),
        footer=contained_html(ctx, paper.footer, paper.pictures),
        style=contained_css(paper.style),
        is_contained=True,
    )


def html_to_pdf(ctx: Context, html: str, layout: Layout | None = None, engine: str = "") -> bytes:
    """HTML from anywhere as PDF. The styles in it are kept, whatever points outside is not."""
    return as_pdf(ctx, Printed("", ctx.lang, html, styles_of(html)), layout, engine)


def styles_of(html: str) -> str:
    """What the ``<style>`` elements of a page say; they do not stay where they are."""
    return "\n".join(_STYLE.findall(html))


def _body(
    ctx: Context, format: Format, doc: Document, values: Mapping[str, Any], offered: Mapping[str, Helper]
) -> tuple[str, str]:
    """The HTML of the sheet and its style."""
    if not format.is_template:
        places = arranged(format.text("format_data"))
        sheet = sheet_of(ctx, doc, places, lambda text: templates.render(ctx, text, values, offered))
        html = _environment.get_template("standard.html").render(
            sheet=sheet, look=format.look, with_heading=format.has_heading
        )
        return html, "\n".join((_style("standard.css"), format.accent, format.text("css")))
    html = templates.render(ctx, format.text("html"), values, offered)
    return f'<div class="print-format">{_STYLE.sub("", html)}</div>', "\n".join(
        (styles_of(html), format.text("css"))
    )


def _page(paper: Printed, page_rule: str = "") -> str:
    """A page of its own; an engine brings the rule of its pages itself."""
    return _environment.get_template("page.html").render(paper=paper, page_rule=page_rule)


def _type_style(format: Format, settings: PrintSettings) -> str:
    size = int(format.values.get("font_size") or settings.font_size)
    return type_style(format.text("font") or settings.font, size)


def _style(file: str) -> str:
    return (TEMPLATES / file).read_text(encoding="utf-8")
