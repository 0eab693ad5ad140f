"""The language of a paper where nobody chose one: that of its format, of whom it goes to, of who prints it.

An app names the functions that know whom a document goes to in its ``hooks.py`` (``paper_language``). A document with a
field ``language`` that holds the code of a language speaks for itself, as in Frappe.
"""

from __future__ import annotations

from typing import Any

from comptoir.context import Context, use
from comptoir.documents import Document
from comptoir.hooks import merged, resolve
from comptoir.i18n import LANGUAGES
from comptoir.printing.formats import Format

HOOK = "paper_language"


def usual_language(ctx: Context, format: Format, doc: Document) -> str:
    """The code of the language that ``doc`` is printed in by itself."""
    return format.text("default_print_language") or _of_whom_it_goes_to(ctx, doc) or ctx.lang


def _of_whom_it_goes_to(ctx: Context, doc: Document) -> str:
    own = doc.get("language")
    if own in LANGUAGES:
        return str(own)
    functions: dict[str, str] = ctx.site.registry.remember(HOOK, lambda: merged(ctx.site.manifests, HOOK))
    if doc.doctype not in functions:
        return ""
    with use(ctx):
        found: Any = resolve(functions[doc.doctype])(doc)
    return found if found in LANGUAGES else ""
