"""Collecting the texts of an app and keeping its catalogues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from comptoir.apps import messages

DECLARATION = {
    "doctype": "DocType",
    "name": "Client",
    "module": "CRM",
    "description": "Somebody who buys.",
    "fields": [
        {"fieldname": "status", "fieldtype": "Select", "label": "Status", "options": "\nNew\nLost"},
        {"fieldname": "branch", "fieldtype": "Link", "label": "Branch", "options": "Branch Office"},
        {"fieldname": "series", "fieldtype": "Select", "options": "CLI-.#####\nVIP-.#####"},
        {"fieldname": "size", "fieldtype": "Select", "options": "10\n20"},
        {"fieldname": "phone", "fieldtype": "Data", "placeholder": "+33", "pattern_message": "Not a phone."},
    ],
    "states": [{"title": "Sleeping", "color": "Gray"}],
    "links": [{"link_doctype": "Deal", "link_fieldname": "client", "group": "Trade"}],
}


class TestTextsOfADeclaration:
    def test_names_labels_choices_and_help_are_texts(self) -> None:
        expected = {
            "Client", "CRM", "Somebody who buys.", "Status", "New", "Lost", "Branch", "Not a phone.", "Sleeping",
            "Trade",
        }  # fmt: skip
        assert expected == set(messages.of_doctype(DECLARATION))


class TestTextsOfPython:
    def test_literals_joined_over_lines_are_one_text(self) -> None:
        assert ["Save the document."] == list(messages.of_python('_("Save "\n  "the document.")'))

    def test_computed_texts_are_left_to_declarations(self) -> None:
        assert [] == list(messages.of_python("_(label); _(f'{x}'); other('text')"))


class TestTextsOfScripts:
    def test_literals_are_texts_and_what_is_computed_is_not(self, tmp_path: Path) -> None:
        script = tmp_path / "desk.js"
        script.write_text(
            "t('Copied'); const say = () => t(\"from {0}\", of); t(label); other('x'); `${t('no')}`", "utf-8"
        )
        assert ["Copied", "from {0}"] == list(messages.of_script(script))


class TestCollecting:
    def test_what_scripts_for_the_desk_say_is_found(self, tmp_path: Path) -> None:
        folder = tmp_path / "app" / "public" / "desk"
        folder.mkdir(parents=True)
        (folder / "index.js").write_text("t('Copied')", encoding="utf-8")
        assert {"Copied": ["app/public/desk/index.js"]} == messages.collect(tmp_path / "app", [])

    def test_every_file_that_uses_a_text_is_named(self, tmp_path: Path) -> None:
        package, doctypes = tmp_path / "app", tmp_path / "doctypes"
        package.mkdir()
        doctypes.mkdir()
        (package / "client.py").write_text('_("Client")', encoding="utf-8")
        (doctypes / "client.json").write_text('{"doctype": "DocType", "name": "Client"}', encoding="utf-8")
        assert {"Client": ["app/client.py", "doctypes/client.json"]} == messages.collect(package, [doctypes])

    def test_what_templates_and_formats_say_is_found(self, tmp_path: Path) -> None:
        formats = tmp_path / "print_formats"
        formats.mkdir()
        (formats / "card.json").write_text('{"doctype": "Print Format", "name": "Card"}', encoding="utf-8")
        (formats / "card.html").write_text(
            "{% if x %}{{ _('To pay') }}{{ _(x) }}{% endif %}", encoding="utf-8"
        )
        found = messages.collect(tmp_path / "app", [formats])
        assert {"Card": ["print_formats/card.json"], "To pay": ["print_formats/card.html"]} == found

    @pytest.mark.parametrize(
        ("declared", "text"),
        [
            ({"title_field": "label", "autoname": "field:code"}, "Gently"),
            ({"autoname": "field:code"}, "soft"),
            ({}, "S-1"),
        ],
    )
    def test_what_shipped_documents_are_called_is_found(
        self, tmp_path: Path, declared: dict[str, str], text: str
    ) -> None:
        package, fixtures = tmp_path / "app", tmp_path / "fixtures"
        package.mkdir()
        fixtures.mkdir()
        record = {"name": "S-1", "code": "soft", "label": "Gently"}
        for name, said in (("Softness", 1), ("Hardness", 0)):
            declaration = {"doctype": "DocType", "name": name, "translated_doctype": said, **declared}
            (package / f"{name.lower()}.json").write_text(json.dumps(declaration), encoding="utf-8")
            records = json.dumps([{"doctype": name, **record}])
            (fixtures / f"{name.lower()}.json").write_text(records, encoding="utf-8")
        found = messages.collect(package, [fixtures])
        assert {text: ["fixtures/softness.json"]} == {
            key: files for key, files in found.items() if key not in ("Softness", "Hardness")
        }

    def test_what_the_steps_of_a_tour_say_is_found(self, tmp_path: Path) -> None:
        fixtures = tmp_path / "fixtures"
        fixtures.mkdir()
        (fixtures / "form_tours.json").write_text(
            '[{"doctype": "Form Tour", "title": "Writing", "steps": [{"fieldname": "client", "title": "Who", "description": "Them."}]}]',
            encoding="utf-8",
        )
        assert {"Writing", "Who", "Them."} == set(messages.collect(tmp_path / "app", [fixtures]))


class TestUpdatingACatalogue:
    def test_translations_are_kept(self) -> None:
        catalogue = Catalog(locale="fr")
        catalogue.add("Client", "Cliente")
        updated = messages.updated({"Client": ["a.json"], "Deal": ["a.json"]}, catalogue)
        message = updated.get("Client")
        assert message is not None
        assert "Cliente" == message.string

    def test_new_texts_are_untranslated(self) -> None:
        updated = messages.updated({"Deal": ["a.json"]}, Catalog(locale="fr"))
        assert ["Deal"] == messages.untranslated(["Deal"], updated)

    def test_unused_texts_become_obsolete(self) -> None:
        catalogue = Catalog(locale="fr")
        catalogue.add("Gone", "Parti")
        assert ["Gone"] == [message.id for message in messages.updated({}, catalogue).obsolete.values()]

    def test_writing_twice_gives_the_same_file(self, tmp_path: Path) -> None:
        path = tmp_path / "locale" / "fr.po"
        messages.write_catalogue(path, messages.updated({"B": ["x"], "A": ["y"]}, Catalog(locale="fr")))
        first = path.read_bytes()
        catalogue = messages.updated({"A": ["y"], "B": ["x"]}, messages.read_catalogue(path, "fr"))
        messages.write_catalogue(path, catalogue)
        assert first == path.read_bytes()
