"""Texts in the user's language: gettext catalogues read from the ``.po`` files of the engine and the installed apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.sentences import ENGLISH, Sentence

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as BabelMessage

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français", "ru": "Русский"}
SOURCE = "en"
"""The language that texts are written in."""
ENGINE = Path(__file__).parent / "locale"

Catalogue = Mapping[str, str]


class Catalogues:
    """The texts of a bench: those of the engine, above them the ``locale`` folders of the apps; later ones win."""

    def __init__(self, folders: Iterable[Path] = ()):
        self._folders = (ENGINE, *folders)
        self._languages: dict[str, NullTranslations] = {SOURCE: ENGLISH}
        self._labels: dict[str, Catalogue] = {SOURCE: {}}

    def language(self, lang: str) -> NullTranslations:
        """What says a text in ``lang``; English says it as it is written."""
        if lang not in self._languages:
            self._languages[lang] = self._compile(lang)
        return self._languages[lang]

    def labels(self, lang: str) -> Catalogue:
        """Source text -> translation of what declarations and records say; sentences of code stay on the server."""
        if lang not in self._labels:
            self._labels[lang] = {
                message.id: str(message.string)
                for catalogue in self._read(lang)
                for message in catalogue
                if isinstance(message.id, str) and message.id and message.string and _is_declared(message)
            }
        return self._labels[lang]

    def translate(self, text: str, lang: str) -> str:
        """``text`` in ``lang``, or ``text`` itself where no translation exists."""
        if isinstance(text, Sentence):
            return text.said(self.language(lang))
        return self.language(lang).gettext(text) if text else text

    def _compile(self, lang: str) -> NullTranslations:
        from babel.messages.mofile import write_mo

        known: NullTranslations = NullTranslations()
        for catalogue in self._read(lang):
            compiled = BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            above = GNUTranslations(compiled)
            above.add_fallback(known)
            known = above
        return known

    def _read(self, lang: str) -> Iterable[Catalog]:
        paths = (folder / f"{lang}.po" for folder in self._folders)
        return (_catalogue(path, lang) for path in paths if path.exists())


def nearest_language(accept_language: str | None, default: str = SOURCE) -> str:
    """The first language of an ``Accept-Language`` header that has a catalogue."""
    for part in (accept_language or "").split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return default


def _is_declared(message: BabelMessage) -> bool:
    return any(not file.endswith(".py") for file, _ in message.locations)


@lru_cache(maxsize=32)
def _catalogue(path: Path, lang: str) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=lang)
