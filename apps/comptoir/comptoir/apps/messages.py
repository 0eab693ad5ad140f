"""The texts of an app that people read, collected from its declarations and its code, and kept in ``.po`` files.

A text is whatever the Desk or an error shows: names, labels, choices, help, messages and roles of doctypes, and in
Python and templates the literal arguments of ``_("...")``, in scripts for the Desk those of ``t("...")``, in Python also
those of ``_n("...", "...")`` and the default messages of errors (the first line of each docstring in ``errors.py``).
Invariant: updating a catalogue never loses a translation; a text that is no longer used is kept as obsolete.

``python -m comptoir.apps.messages <package folder> <folder>... --languages fr ru`` updates the catalogues in
``<package folder>/locale``.
"""

from __future__ import annotations

import argparse
import ast
import json
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from comptoir.meta.actions import read_action
from comptoir.meta.load import field_to_json

FIELD_TEXTS = ("label", "description", "placeholder", "pattern_message")
ACTION_TEXTS = ("label", "group", "confirm", "message")
TextId = str | tuple[str, str]
"""A text, or the two forms of one that counts."""
ENGINE = Path(__file__).parents[1]
BY_THE_WORLD = frozenset({"Country"})
"""Doctypes whose documents are called as babel calls them."""
ROWS_TEXTS = {"shortcuts": ("label",), "quick_lists": ("label",), "steps": ("title", "description")}
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
    for permission in declaration.get("permissions") or ():
        yield from _texts(permission, ("role",))


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


def of_python(source: str, filename: str = "<source>") -> Iterator[TextId]:
    """The literal texts given to ``_()`` and ``_n()``. Texts computed at run time come from declarations."""
    for node in ast.walk(ast.parse(source, filename)):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if called == "_" and isinstance(node.args[0], ast.Constant) and texts:
                yield texts[0]
            elif called == "_n" and len(texts) == 2:
                yield texts[0], texts[1]


def of_template(source: str) -> Iterator[TextId]:
    """The literal texts given to ``_()`` in a Jinja template."""
    for _line, _function, text in extract_from_ast(Environment().parse(source), ("_",)):  # noqa: S701 - only read
        if isinstance(text, str):
            yield text


def of_script(path: Path) -> Iterator[str]:
    """The literal texts given to ``t()`` in a script that an app brings for the Desk."""
    with path.open("rb") as file:
        for _line, text, _comments, _context in extract("javascript", file, keywords={"t": None}):
            if isinstance(text, str):
                yield text


def of_errors(source: str, filename: str = "errors.py") -> Iterator[str]:
    """The default messages of the errors a module declares."""
    for node in ast.parse(source, filename).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Expired")):
            yield (ast.get_docstring(node) or "").split("\n")[0]


def of_record(record: Any, said: Mapping[str, str]) -> Iterator[str]:
    """The texts of a set-up record that screens show in the reader's language; ``said`` as :func:`said_fields` finds it."""
    field = said.get(str(record.get("doctype"))) if isinstance(record, dict) else None
    if field is not None:
        yield from _texts(record, (field,))
        for table, texts in ROWS_TEXTS.items():
            for row in record.get(table, ()):
                yield from _texts(row, texts)


def said_fields(folders: Iterable[Path]) -> dict[str, str]:
    """The field by which documents are called, by the name of each declared doctype whose documents have names that are words."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in folder.rglob("*.json"):
            declared = json.loads(path.read_text(encoding="utf-8"))
            kind = declared.get("doctype") if isinstance(declared, dict) else None
            if kind == "DocType" and declared.get("translated_doctype"):
                named = str(declared.get("autoname") or "").partition("field:")[2]
                found[declared["name"]] = declared.get("title_field") or named or "name"
    return {doctype: field for doctype, field in found.items() if doctype not in BY_THE_WORLD}


def collect(package: Path, folders: Iterable[Path]) -> dict[TextId, list[str]]:
    """Every text of an app with the files it comes from, relative to the folder they were found in.

    Args:
        package: the folder of the app's Python package.
        folders: further folders with declarations or Python, searched with their sub-folders.
    """
    found: dict[TextId, set[str]] = {}
    folders = (package, *folders)
    said = said_fields({ENGINE, *folders})
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            texts: set[TextId] = set(of_python(source, str(path)))
            if path == package / "errors.py":
                texts |= set(of_errors(source, str(path)))
            for text in texts:
                found.setdefault(text, set()).add(str(path.relative_to(folder.parent)))
        for path, text in _declared(folder, said):
            found.setdefault(text, set()).add(str(path.relative_to(folder.parent)))
    return {
        text: sorted(found[text])
        for text in sorted(found, key=lambda text: (text, "") if isinstance(text, str) else text)
    }


def _declared(folder: Path, said: Mapping[str, str]) -> Iterator[tuple[Path, TextId]]:
    """What declarations, print formats, templates and scripts for the Desk say."""
    for path in sorted(folder.rglob("*.json")):
        declaration = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(declaration, list):
            yield from ((path, text) for record in declaration for text in of_record(record, said))
            continue
        kind = declaration.get("doctype") if isinstance(declaration, dict) else None
        if kind == "DocType":
            yield from ((path, text) for text in of_doctype(declaration))
        elif kind == "Print Format":
            yield from ((path, text) for text in _texts(declaration, ("name",)))
    for path in sorted(folder.rglob("*.html")):
        yield from ((path, text) for text in of_template(path.read_text(encoding="utf-8")))
    for path in sorted(folder.rglob("public/**/*.js")):
        yield from ((path, text) for text in of_script(path))


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


def untranslated(texts: Iterable[TextId], catalogue: Catalog) -> list[str]:
    """The texts that the catalogue lacks or leaves empty, in any of their forms."""
    missing = []
    for text in texts:
        message = catalogue.get(text)
        if (
            message is None
            or message.fuzzy
            or not all(_forms(message))
            or message.pluralizable != (not isinstance(text, str))
        ):
            missing.append(text if isinstance(text, str) else text[0])
    return missing


def misfilled(catalogue: Catalog) -> list[str]:
    """The texts whose translation has other placeholders than they have."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and any(
            _placeholders(form)
            != _placeholders(message.id if isinstance(message.id, str) else message.id[-1])
            for form in _forms(message)
        )
    ]


def updated(texts: Mapping[TextId, Iterable[str]], catalogue: Catalog) -> Catalog:
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
    parser.add_argument("folders", type=Path, nargs="*", help="further folders with declarations or Python")
    parser.add_argument("--languages", nargs="+", default=["fr", "ru"])
    options = parser.parse_args(arguments)
    texts = collect(options.package, options.folders)
    remaining = 0
    for language in options.languages:
        path = options.package / "locale" / f"{language}.po"
        catalogue = updated(texts, read_catalogue(path, language))
        write_catalogue(path, catalogue)
        missing = untranslated(texts, catalogue)
        remaining += len(missing)
        sys.stdout.write(f"{path}: {len(texts)} texts, {len(missing)} to translate\n")
    return 1 if remaining else 0


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def _placeholders(text: str) -> set[str]:
    try:
        return {
            name
            for _, name, _, _ in string.Formatter().parse(text)
            if name and name.replace("_", "").isalnum()
        }
    except ValueError:
        return set()


def _texts(row: Mapping[str, Any], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        text = row.get(key)
        if isinstance(text, str) and any(char.isalpha() for char in text):
            yield text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
