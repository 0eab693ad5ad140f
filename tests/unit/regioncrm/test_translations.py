"""RegionCRM speaks French and Russian completely."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from comptoir.apps import messages

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "apps" / "regioncrm" / "regioncrm"
PLACEHOLDER = re.compile(r"\{\w*\}")
LANGUAGES = ("fr", "ru")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    return messages.collect(PACKAGE, [ROOT / "doctypes", ROOT / "print_formats", ROOT / "fixtures"])


@pytest.mark.parametrize("language", LANGUAGES)
class TestCatalogue:
    def test_every_text_is_translated(self, language: str, texts: dict[str, list[str]]) -> None:
        catalogue = messages.read_catalogue(PACKAGE / "locale" / f"{language}.po", language)
        missing = {text: texts[text] for text in messages.untranslated(texts, catalogue)}
        assert {} == missing

    def test_translations_keep_the_placeholders(self, language: str, texts: dict[str, list[str]]) -> None:
        catalogue = messages.read_catalogue(PACKAGE / "locale" / f"{language}.po", language)
        changed = []
        for text in texts:
            message = catalogue.get(text)
            translation = str(message.string) if message else ""
            if translation and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(translation)):
                changed.append(text)
        assert [] == changed


class TestTexts:
    def test_there_are_texts_to_translate(self, texts: dict[str, list[str]]) -> None:
        assert {"Client", "Deal", "Task", "Item", "Warehouse Entry", "Proposal", "KPI Rule"} <= set(texts)
