"""What the print dialog offers for a document type: formats, letterheads, languages, and what is usual."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.context import current
from comptoir.documents import read_document
from comptoir.hooks import whitelist
from comptoir.i18n import LANGUAGES
from comptoir.printing import formats, letter_heads
from comptoir.printing.languages import usual_language
from comptoir.printing.settings import print_settings


@whitelist()
def choices(doctype: str, name: str = "") -> dict[str, Any]:
    """The choices for who may print documents of ``doctype``; for the document ``name``, what it takes by itself."""
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "print", meta)
    settings = print_settings(ctx)
    doc = read_document(ctx, doctype, name) if name else None
    format = formats.chosen(ctx, doc) if doc is not None else formats.STANDARD_FORMAT
    own = format.text("letter_head")
    head = (
        letter_heads.chosen(ctx, doc, own) if doc is not None and (own or settings.with_letterhead) else None
    )
    return {
        "formats": [
            {
                "name": known.name, "label": ctx.say(known.name), "one_sheet": known.is_one_sheet,
                "letterhead": known.text("letter_head"), "lang": known.text("default_print_language"),
            }
            for known in formats.formats_of(ctx, meta)
        ],
        "format": format.name if doc is not None else meta.default_print_format or "",
        "letterheads": [row["name"] for row in letter_heads.letter_heads(ctx)],
        "letterhead": head["name"] if head is not None else "",
        "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items()],
        "lang": "" if doc is None else usual_language(ctx, format, doc),
    }  # fmt: skip
