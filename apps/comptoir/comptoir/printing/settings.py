"""What Print Settings say: the page, the letterhead, and which documents may be printed at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comptoir.context import Context
from comptoir.documents import Document, get_document
from comptoir.documents.settings import locale_of
from comptoir.errors import ValidationError
from comptoir.meta.locale import Locale, usual
from comptoir.sentences import Label, Sentence, _
from comptoir.sites.settings import site_settings

PRINT_SETTINGS = "Print Settings"
DRAFT, CANCELLED = 0, 2
FONTS = {"Serif": "serif", "Monospace": "monospace", "": "sans-serif"}
"""Families by the choices that are no name of a font."""


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """How this site prints."""

    size: str
    font: str
    font_size: int
    engine: str
    with_letterhead: bool
    repeats: bool
    """Whether header and footer stand on each page."""
    prints_drafts: bool
    marks_drafts: bool
    prints_cancelled: bool


def print_settings(ctx: Context) -> PrintSettings:
    """The settings of the site."""
    stored = get_document(ctx, PRINT_SETTINGS, PRINT_SETTINGS)
    return PrintSettings(
        size=stored.get("pdf_page_size") or "A4",
        font=stored.get("font") or "",
        font_size=int(stored.get("font_size") or 0),
        engine=stored.get("pdf_generator") or "",
        with_letterhead=bool(stored.get("with_letterhead")),
        repeats=bool(stored.get("repeat_header_footer")),
        prints_drafts=bool(stored.get("allow_print_for_draft")),
        marks_drafts=bool(stored.get("add_draft_heading")),
        prints_cancelled=bool(stored.get("allow_print_for_cancelled")),
    )


def check_state(settings: PrintSettings, doc: Document) -> None:
    """Raise ``ValidationError`` for a draft or a cancelled document that is not to be printed."""
    if not doc.meta.is_submittable:
        return
    state, named = int(doc.docstatus or 0), {"doctype": Label(doc.doctype), "name": doc.name}
    if state == DRAFT and not settings.prints_drafts:
        raise ValidationError(
            _("{doctype} {name} is a draft, and drafts are not printed here. Submit it first.", **named)
        )
    if state == CANCELLED and not settings.prints_cancelled:
        raise ValidationError(
            _("{doctype} {name} is cancelled, and cancelled documents are not printed here.", **named)
        )


def mark_of(settings: PrintSettings, doc: Document) -> Sentence | str:
    """What is written across each page: that a document is a draft, or cancelled."""
    if not doc.meta.is_submittable:
        return ""
    state = int(doc.docstatus or 0)
    if state == CANCELLED:
        return _("Cancelled")
    return _("Draft") if state == DRAFT and settings.marks_drafts else ""


def paper_locale(ctx: Context) -> Locale:
    """How values are written on paper: as the site has chosen in its own language, as is usual in any other."""
    own = site_settings(ctx)
    return locale_of(ctx) if ctx.lang == own.language else replace(usual(ctx.lang), currency=own.currency)


def type_style(font: str, font_size: int) -> str:
    """The style that sets a page in ``font``; empty where nothing is chosen."""
    family = FONTS.get(font) or f"{font}, sans-serif"
    chosen = [f"font-family: {family}"] if font else []
    chosen += [f"font-size: {font_size}pt"] if font_size else []
    return f".print-format {{ {'; '.join(chosen)} }}" if chosen else ""
