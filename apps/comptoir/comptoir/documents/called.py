"""What documents whose names are words are called in a language: roles, stages of a deal, units, countries.

A doctype with ``translated_doctype`` has such documents. They are stored under one name; the catalogues say it to each
reader, and babel says countries. A name that no catalogue knows, as one a company gave, is said as it is.
"""

from __future__ import annotations

from functools import cache

from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.documents.listing import get_list
from comptoir.i18n import LANGUAGES, SOURCE
from comptoir.meta.model import DocType

COUNTRY = "Country"
MOST = 5000
"""So many documents of a doctype are known by what they are called."""


def called(ctx: Context, meta: DocType, text: str, lang: str = "") -> str:
    """A name or title of a document of ``meta`` as the actor reads it, or who reads ``lang``."""
    lang = lang or ctx.lang
    if not meta.translated_doctype:
        return text
    said = ctx.site.translate(text, lang)
    return _country(text, lang) if said == text and meta.name == COUNTRY else said


def meant_by(ctx: Context, meta: DocType) -> dict[str, str]:
    """The names of a translated doctype by what they are called in every language, folded; of another one none.

    A document's own name means that document, whatever others are called elsewhere. What several are called means none.
    """
    if not meta.translated_doctype:
        return {}
    names = [str(row["name"]) for row in get_list(ctx, meta.name, fields=["name"], limit=MOST)]
    spoken: dict[str, set[str]] = {}
    for name in names:
        for lang in LANGUAGES:
            spoken.setdefault(fold(called(ctx, meta, name, lang)), set()).add(name)
    sure = {text: meant.pop() for text, meant in spoken.items() if len(meant) == 1}
    return sure | {fold(name): name for name in names}


def _country(text: str, lang: str) -> str:
    code = _territories(SOURCE)[0].get(text)
    return _territories(lang)[1].get(code, text) if code else text


@cache
def _territories(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """ISO codes by name, and names by ISO code."""
    from babel.core import Locale

    names = dict(Locale.parse(lang).territories)
    return {name: code for code, name in names.items()}, names
