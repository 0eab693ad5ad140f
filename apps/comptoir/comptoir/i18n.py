"""Texts in the user's language: gettext catalogues read from the ``.po`` files of the installed apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français", "ru": "Русский"}

Catalogue = Mapping[str, str]


class Catalogues:
    """The texts of a bench: ``folders`` are the ``locale`` folders of the apps, later ones win."""

    def __init__(self, folders: Iterable[Path]):
        self._folders = tuple(folders)
        self._loaded: dict[str, dict[str, str]] = {}

    def get(self, lang: str) -> Catalogue:
        """The catalogue of ``lang``: source text -> translation. English has none."""
        if lang not in self._loaded:
            self._loaded[lang] = self._read(lang)
        return self._loaded[lang]

    def translate(self, text: str, lang: str) -> str:
        """``text`` in ``lang``, or ``text`` itself where no translation exists."""
        if lang == "en":
            return text
        return self.get(lang).get(text, text)

    def _read(self, lang: str) -> dict[str, str]:
        merged: dict[str, str] = {}
        for folder in self._folders:
            path = folder / f"{lang}.po"
            if path.exists():
                with path.open("rb") as file:
                    for message in read_po(file, locale=lang):
                        if message.id and message.string and isinstance(message.id, str):
                            merged[message.id] = str(message.string)
        return merged


def nearest_language(accept_language: str | None, default: str = "en") -> str:
    """The first language of an ``Accept-Language`` header that has a catalogue."""
    for part in (accept_language or "").split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return default
