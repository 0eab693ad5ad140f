"""From a sheet to HTML. Templates run in Jinja's sandbox and see nothing but the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.errors import DoesNotExistError
from comptoir.printing.sheet import sheet_of
from comptoir.sentences import _

STANDARD = "Standard"
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
