"""Sentences: English where they arise, another language where they are read."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from gettext import NullTranslations
from pathlib import Path

import pytest
from comptoir.errors import FieldProblem, MandatoryError, ValidationError
from comptoir.i18n import Catalogues
from comptoir.sentences import ENGLISH, Label, Sentence, _, _n, joined

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""
FRENCH = "nplurals=2; plural=(n > 1);"
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)


def language(folder: Path, lang: str, plural: str, entries: str) -> NullTranslations:
    folder.mkdir(exist_ok=True)
    (folder / f"{lang}.po").write_text(PO.format(plural=plural) + entries, encoding="utf-8")
    return Catalogues([folder]).language(lang)


@pytest.fixture
def french(tmp_path: Path) -> NullTranslations:
    texts: Mapping[str, str] = {
        "{label} of {doctype} is empty.": "Le champ {label} de « {doctype} » est vide.",
        "Price": "Prix",
        "Offer": "Offre",
        "Row {idx}: {message}": "Ligne {idx} : {message}",
    }
    entries = "\n\n".join(f'msgid "{text}"\nmsgstr "{said}"' for text, said in texts.items())
    return language(tmp_path / "fr", "fr", FRENCH, entries)


def empty() -> Sentence:
    return _("{label} of {doctype} is empty.", label=Label("Price"), doctype=Label("Offer"))


class TestASentence:
    def test_is_its_english_text(self) -> None:
        assert "Price of Offer is empty." == empty()

    def test_is_said_in_another_language_with_its_labels(self, french: NullTranslations) -> None:
        assert "Le champ Prix de « Offre » est vide." == empty().said(french)

    def test_inside_another_is_said_too(self, french: NullTranslations) -> None:
        whole = _("Row {idx}: {message}", idx=3, message=empty())
        assert "Ligne 3 : Le champ Prix de « Offre » est vide." == whole.said(french)

    def test_in_a_list_is_said_too(self, french: NullTranslations) -> None:
        assert "Prix, 4" == _("{things}", things=(Label("Price"), 4)).said(french)

    def test_joined_with_others_is_said_too(self, french: NullTranslations) -> None:
        assert "E1: Prix" == joined(("E1:", Label("Price"))).said(french)

    def test_without_a_translation_stays_english(self, french: NullTranslations) -> None:
        assert "Unheard of." == _("Unheard of.").said(french)

    def test_quotes_values_without_reading_them(self, french: NullTranslations) -> None:
        values = {"doctype": "{0.__class__}", "label": "{label}"}
        assert "{label} of {0.__class__} is empty." == _("{label} of {doctype} is empty.", **values)

    def test_without_values_may_have_braces(self) -> None:
        assert "Write {2,4}." == _("Write {2,4}.").said(ENGLISH)

    def test_survives_a_copy(self, french: NullTranslations) -> None:
        for copied in (copy.deepcopy(empty()), pickle.loads(pickle.dumps(empty()))):
            assert "Le champ Prix de « Offre » est vide." == copied.said(french)


class TestASentenceThatCounts:
    def sentence(self, count: int) -> Sentence:
        return _n("{count} row", "{count} rows", count=count)

    def test_has_two_forms_in_english(self) -> None:
        assert ["1 row", "2 rows"] == [self.sentence(1), self.sentence(2)]

    def test_has_the_forms_of_its_language(self, tmp_path: Path) -> None:
        forms = "\n".join(
            f'msgstr[{number}] "{{count}} {word}"'
            for number, word in enumerate(("строка", "строки", "строк"))
        )
        entry = f'msgid "{{count}} row"\nmsgid_plural "{{count}} rows"\n{forms}\n'
        russian = language(tmp_path / "ru", "ru", RUSSIAN, entry)
        said = [self.sentence(count).said(russian) for count in (1, 2, 5, 11, 21)]
        assert ["1 строка", "2 строки", "5 строк", "11 строк", "21 строка"] == said

    def test_is_a_template_until_it_is_filled(self) -> None:
        template = _n("{label}: {count} row", "{label}: {count} rows")
        assert "A: 1 row" == template.filled(label="A", count=1)


class TestTheCataloguesOfApps:
    def test_stand_above_those_of_the_engine(self, tmp_path: Path) -> None:
        entry = 'msgid "{label} is mandatory."\nmsgstr "Remplissez {label}."\n'
        spoken = language(tmp_path / "app", "fr", FRENCH, entry)
        mandatory = _("{label} is mandatory.", label="Prix")
        assert "Remplissez Prix." == mandatory.said(spoken)
        assert mandatory.said(spoken) != mandatory.said(Catalogues().language("fr"))

    def test_leave_the_rest_to_those_of_the_engine(self, tmp_path: Path) -> None:
        spoken = language(tmp_path / "app", "fr", FRENCH, "")
        assert MandatoryError().message != Catalogues().translate(MandatoryError().message, "fr")
        assert Catalogues().translate(MandatoryError().message, "fr") == spoken.gettext(
            MandatoryError().message
        )


class TestAnError:
    def test_without_a_message_says_what_its_class_says(self) -> None:
        assert "The document is not valid." == ValidationError().message
        assert isinstance(ValidationError().message, Sentence)

    def test_keeps_its_sentence_and_those_of_its_fields(self) -> None:
        error = ValidationError(empty(), fields=[FieldProblem("price", empty())])
        assert all(isinstance(text, Sentence) for text in (error.message, error.fields[0].message))
