"""The texts of an app that people read, collected from its declarations and its code, and kept in ``.po`` files.

A text is whatever the Desk or an error shows: names, labels, choices, help and messages of doctypes, and the literal
argument of ``_("...")`` in Python. Invariant: updating a catalogue never loses a translation; a text that is no
longer used is kept as obsolete.

``python -m comptoir.apps.messages <package folder> <doctype folder>... --languages fr ru`` updates the catalogues
in ``<package folder>/locale``.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from comptoir.meta.actions import read_action
from comptoir.meta.load import field_to_json

FIELD_TEXTS = ("label", "description", "placeholder", "pattern_message")
ACTION_TEXTS = ("label", "group", "confirm", "message")
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def of_doctype(declaration: Mapping[str, Any]) -> Iterator[str]:
    """The texts of one declared doctype: its name, module and help, and those of its fields, states, links and actions."""
    yield from _texts(declaration, ("name", "module", "description"))
    for field in declaration.get("fields") or ():
        yield from of_field(field)
    for state in declaration.get("states") or ():
        yield from _texts(state, ("title",))
    for link in declaration.get("links") or ():
        yield from _texts(link, ("group",))
    for action in declaration.get("actions") or ():
        yield from _texts(action, ACTION_TEXTS)
        for field in read_action(action).arguments:
            yield from of_field(field_to_json(field))


def of_field(field: Mapping[str, Any]) -> Iterator[str]:
    """The texts of one field, the choices of a Select included."""
    yield from _texts(field, FIELD_TEXTS)
    if field.get("fieldtype") == "Select":
        yield from of_choices(str(field.get("options") or ""))


def of_choices(options: str) -> Iterator[str]:
    """The choices of a Select that are words: numbers and naming series are the same in every language."""
    for choice in options.split("\n"):
        if "#" not in choice and any(char.isalpha() for char in choice):
            yield choice.strip()


def of_python(source: str, filename: str = "<source>") -> Iterator[str]:
    """The literal texts given to ``_()`` in a module. Texts computed at run time come from declarations."""
    for node in ast.walk(ast.parse(source, filename)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "_"
            and node.args
        ):
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def collect(package: Path, doctypes: Iterable[Path]) -> dict[str, list[str]]:
    """Every text of an app with the files it comes from, relative to the folder they were found in.

    Args:
        package: the folder of the app's Python package.
        doctypes: folders with declarations, searched with their sub-folders.
    """
    found: dict[str, set[str]] = {}
    for path in sorted(package.rglob("*.py")):
        for text in of_python(path.read_text(encoding="utf-8"), str(path)):
            found.setdefault(text, set()).add(str(path.relative_to(package.parent)))
    for folder in doctypes:
        for path in sorted(folder.rglob("*.json")):
            declaration = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(declaration, dict) and declaration.get("doctype") == "DocType":
                for text in of_doctype(declaration):
                    found.setdefault(text, set()).add(str(path.relative_to(folder.parent)))
    return {text: sorted(found[text]) for text in sorted(found)}


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue in ``path``, or an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(
            locale=language,
            header_comment="# Translations of the texts that people read.",
            creation_date=NO_DATE,
            revision_date=NO_DATE,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(texts: Iterable[str], catalogue: Catalog) -> list[str]:
    """The texts that the catalogue lacks or leaves empty."""
    missing = []
    for text in texts:
        message = catalogue.get(text)
        if message is None or not message.string or message.fuzzy:
            missing.append(text)
    return missing


def updated(texts: Mapping[str, Iterable[str]], catalogue: Catalog) -> Catalog:
    """A catalogue with exactly ``texts``, the known translations kept and the unused ones marked obsolete."""
    template = Catalog(creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False)
    for text, files in texts.items():
        template.add(text, locations=[(file, 1) for file in files])
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue in an order that does not change between runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, include_lineno=False, omit_header=False)


def main(arguments: list[str]) -> int:
    """Update the catalogues of one app; exit code 1 when texts remain to be translated."""
    parser = argparse.ArgumentParser(description="Update the translation catalogues of an app.")
    parser.add_argument("package", type=Path, help="folder of the app's Python package")
    parser.add_argument("doctypes", type=Path, nargs="*", help="folders with declarations")
    parser.add_argument("--languages", nargs="+", default=["fr", "ru"])
    options = parser.parse_args(arguments)
    texts = collect(options.package, options.doctypes)
    remaining = 0
    for language in options.languages:
        path = options.package / "locale" / f"{language}.po"
        catalogue = updated(texts, read_catalogue(path, language))
        write_catalogue(path, catalogue)
        missing = untranslated(texts, catalogue)
        remaining += len(missing)
        sys.stdout.write(f"{path}: {len(texts)} texts, {len(missing)} to translate\n")
    return 1 if remaining else 0


def _texts(row: Mapping[str, Any], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        text = row.get(key)
        if isinstance(text, str) and any(char.isalpha() for char in text):
            yield text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
