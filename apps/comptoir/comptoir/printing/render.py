"""From a sheet to HTML, and on to PDF. Templates run in Jinja's sandbox and see nothing but the sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.errors import DoesNotExistError
from comptoir.printing.contained import contained_css, contained_html
from comptoir.printing.engines import pdf_of
from comptoir.printing.layout import STANDARD_LAYOUT, Layout
from comptoir.printing.sheet import sheet_of
from comptoir.sentences import _

STANDARD = "Standard"
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
class Printed:
    """A document laid out for paper: the HTML of the sheet, and the style it needs."""

    title: str
    lang: str
    html: str
    style: str


def printed(ctx: Context, doctype: str, name: Any, print_format: str = "") -> Printed:
    """Lay out a document the actor may read and print. Raises ``DoesNotExistError`` for an unknown format."""
    doc = documents.read_document(ctx, doctype, name)
    policy.require(ctx, "print", doc.meta, doc)
    if print_format not in ("", STANDARD):
        raise DoesNotExistError(_("There is no print format {name}.", name=print_format[:140]))
    sheet = sheet_of(ctx, doc)
    html = _environment.get_template("standard.html").render(sheet=sheet)
    return Printed(sheet.name, sheet.lang, html, (TEMPLATES / "standard.css").read_text(encoding="utf-8"))


def as_page(paper: Printed) -> str:
    """A page of its own, ready for the browser's printer."""
    return _environment.get_template("page.html").render(paper=paper)


def as_pdf(ctx: Context, paper: Printed, layout: Layout = STANDARD_LAYOUT, engine: str = "") -> bytes:
    """The sheet as PDF, by ``engine`` or that of the site. Pictures that the actor may not open are left out."""
    html, style = contained_html(ctx, paper.html), contained_css(paper.style)
    return pdf_of(ctx, as_page(replace(paper, html=html, style=style)), layout, engine)


def html_to_pdf(ctx: Context, html: str, layout: Layout = STANDARD_LAYOUT, engine: str = "") -> bytes:
    """HTML from anywhere as PDF. The styles in it are kept, whatever points outside is not."""
    styles = "\n".join(_STYLE.findall(html))
    return as_pdf(ctx, Printed("", ctx.lang, html, styles), layout, engine)
