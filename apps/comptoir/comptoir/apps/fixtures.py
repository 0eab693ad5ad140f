"""Set-up records: what a new site starts with. Loading them again adds what is missing and changes nothing else.

``fixtures`` of an app's ``hooks.py`` names the files in order: ``fixtures/<name>.json`` at the top of the repository,
or in the app's own package. Each file is a list of documents. A record an administrator changed stays as it is; one
they deleted comes back only where the app asks for it by a patch.

An imported app brings the modules and roles its doctypes name, the documents its modules hold, and every file of its
``fixtures`` folder as Frappe loads them, in the order of their names; what cannot be stored here is left out and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from comptoir.apps.progress import Step, quiet
from comptoir.context import Context
from comptoir.documents import Document, new_document
from comptoir.documents.storage import load_row
from comptoir.errors import ComptoirError, ConfigurationError
from comptoir.hooks import read_manifest
from comptoir.sites import Site

FOLDER = "fixtures"


Refused = Callable[[Mapping[str, Any], str], None]


def load_fixtures(site: Site, app: str, step: Step = quiet, refused: Refused | None = None) -> int:
    """Insert the missing records of ``app``; how many there were. ``refused`` hears of what cannot be stored."""
    if read_manifest(app).imported:
        return _load_imported(site, app, step, refused)
    records = list(_records(site.root, app))
    inserted = 0
    with site.context() as ctx:
        for done, record in enumerate(records, 1):
            inserted += _insert(ctx, record)
            step("Loading set-up records", done, len(records))
    return inserted


def _load_imported(site: Site, app: str, step: Step, refused: Refused | None) -> int:
    records = [*_named_by_doctypes(site, app), *standard_records(app), *_files_of_frappe(app)]
    inserted = 0
    for done, record in enumerate(records, 1):
        try:
            with site.context() as ctx:
                inserted += _insert(ctx, record)
        except ComptoirError as error:
            if refused is not None:
                refused(record, error.message)
        step("Loading set-up records", done, len(records))
    return inserted


def _named_by_doctypes(site: Site, app: str) -> Iterator[Mapping[str, Any]]:
    """The modules and roles that the doctypes of ``app`` name, as records."""
    doctypes = [meta for name, meta in site.registry.all().items() if site.registry.app_of(name) == app]
    for module in sorted({meta.module for meta in doctypes}):
        yield {"doctype": "Module Def", "module_name": module, "app_name": app}
    for role in sorted({row.role for meta in doctypes for row in meta.permissions}):
        yield {"doctype": "Role", "role_name": role}


def standard_records(app: str) -> Iterator[Mapping[str, Any]]:
    """The documents that an app in Frappe's layout keeps in ``<module>/<doctype>/<name>/<name>.json``."""
    for path in sorted(read_manifest(app).path.rglob("*/*/*.json")):
        if path.stem == path.parent.name and path.parent.parent.name not in ("doctype", FOLDER):
            yield from _documents(path)


def _files_of_frappe(app: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted((read_manifest(app).path / FOLDER).glob("*.json")):
        yield from _documents(path)


def _documents(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        records = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return
    for record in records if isinstance(records, list) else [records]:
        if isinstance(record, dict) and isinstance(record.get("doctype"), str):
            yield record


def _insert(ctx: Context, record: Mapping[str, Any]) -> int:
    doc = new_document(ctx, record)
    name = _known_name(doc)
    if name is not None and load_row(ctx, doc.meta, name) is not None:
        return 0
    if record.get("name"):
        doc.flags.name_set = True
    doc.insert(ignore_permissions=True)
    return 1


def _known_name(doc: Document) -> Any:
    """The name the record will have, as far as it can be told without naming it."""
    rule = doc.meta.autoname or ""
    if not doc.name and rule.lower().startswith("field:"):
        return doc.get(rule[len("field:") :].strip())
    if not doc.name:
        raise ConfigurationError(
            f"A set-up record of {doc.doctype} has no name, so loading it twice would make two of it."
        )
    return doc.name


def _records(root: Path, app: str) -> Iterator[Mapping[str, Any]]:
    manifest = read_manifest(app)
    for name in manifest.fixtures:
        paths = (root / FOLDER / f"{name}.json", manifest.path / FOLDER / f"{name}.json")
        path = next((path for path in paths if path.exists()), None)
        if path is None:
            raise ConfigurationError(
                f"The app {app} names the fixture {name}, but there is no {FOLDER}/{name}.json."
            )
        records = orjson.loads(path.read_bytes())
        if not isinstance(records, list):
            raise ConfigurationError(f"{path} must hold a list of documents.")
        yield from records
