"""What documents whose names are words are called in a language: roles, stages of a deal, units, countries.

A doctype with ``translated_doctype`` has such documents. They are stored under one name; the catalogues say it to each
reader, and babel says countries. A name that no catalogue knows, as one a company gave, is said as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.i18n import LANGUAGES
from comptoir.meta.model import DocType

COUNTRY = "Country"


def called(ctx: Context, meta: DocType, text: str, lang: str = "") -> str:
    """A name or title of a document of ``meta`` as the actor reads it, or who reads ``lang``."""
    lang = lang or ctx.lang
    if not meta.translated_doctype:
        return text
    said = ctx.site.translate(text, lang)
    return _country(text, lang) if said == text and meta.name == COUNTRY else said


def meant_by(ctx: Context, meta: DocType, names: Iterable[str]) -> dict[str, str]:
    """``names`` by what they are called in every language, folded."""
    return {fold(called(ctx, meta, name, lang)): name for name in names for lang in LANGUAGES}


def _country(text: str, lang: str) -> str:
    code = _territories("en")[0].get(text)
    return _territories(lang)[1].get(code, text) if code else text


@cache
def _territories(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """ISO codes by name, and names by ISO code."""
    from babel.core import Locale

    names = dict(Locale.parse(lang).territories)
    return {name: code for code, name in names.items()}, names
