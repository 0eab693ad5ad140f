"""Set-up records: what a new site starts with. Loading them again adds what is missing and changes nothing else.

``fixtures`` of an app's ``hooks.py`` names the files in order: ``fixtures/<name>.json`` at the top of the repository,
or in the app's own package. Each file is a list of documents. A record an administrator changed stays as it is; one
they deleted comes back only where the app asks for it by a patch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from comptoir.apps.progress import Step, quiet
from comptoir.context import Context
from comptoir.documents import Document, new_document
from comptoir.documents.storage import load_row
from comptoir.errors import ConfigurationError
from comptoir.hooks import read_manifest
from comptoir.sites import Site

FOLDER = "fixtures"


def load_fixtures(site: Site, app: str, step: Step = quiet) -> int:
    """Insert the missing records of ``app``; how many there were."""
    records = list(_records(site.root, app))
    inserted = 0
    with site.context() as ctx:
        for done, record in enumerate(records, 1):
            inserted += _insert(ctx, record)
            step("Loading set-up records", done, len(records))
    return inserted


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
