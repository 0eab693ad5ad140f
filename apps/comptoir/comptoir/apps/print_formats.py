"""The print formats that apps bring: ``print_formats/<module>/<name>.json``, with the HTML in a file beside it.

They are stored as standard formats and follow their files at each migration; only whether one is disabled is the
site's to say. A format of the same name that somebody made on the site is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from comptoir.apps.loader import App, select_apps
from comptoir.context import Context
from comptoir.documents import get_document, new_document
from comptoir.errors import ConfigurationError, DoesNotExistError
from comptoir.sites import Site
from comptoir.text import unscrub

FOLDER = "print_formats"
DOCTYPE = "Print Format"
FROM_APP = "from_app"
"""The flag of a document that a migration stores."""


def load_print_formats(site: Site, name: str) -> int:
    """Bring the standard formats of the app called ``name`` to its files; how many were written."""
    (app,) = select_apps(site.root, [name])
    written = 0
    with site.context() as ctx:
        for record in _records(site.root, app):
            written += _store(ctx, record)
    return written


def _store(ctx: Context, record: Mapping[str, Any]) -> int:
    try:
        doc = get_document(ctx, DOCTYPE, record["name"], for_update=True)
    except DoesNotExistError:
        doc = new_document(ctx, record).set_defaults()
        doc.flags.name_set = True
        doc.flags[FROM_APP] = True
        doc.insert(ignore_permissions=True)
        return 1
    if doc.get("standard") != "Yes" or all(doc.get(key) == value for key, value in record.items()):
        return 0
    doc.update(record)
    doc.flags[FROM_APP] = True
    doc.save(ignore_permissions=True)
    return 1


def _records(root: Path, app: App) -> Iterator[Mapping[str, Any]]:
    for folder in (root / FOLDER, app.path / FOLDER):
        for path in sorted(folder.glob("*/*.json")):
            if path.parent.name in app.modules:
                yield _record(path)


def _record(path: Path) -> Mapping[str, Any]:
    record = orjson.loads(path.read_bytes())
    if not isinstance(record, dict) or not record.get("doc_type"):
        raise ConfigurationError(f"{path} must be a Print Format that names its doc_type.")
    page = path.with_suffix(".html")
    if page.exists():
        record |= {"html": page.read_text(encoding="utf-8"), "custom_format": 1}
    return record | {
        "doctype": DOCTYPE,
        "name": record.get("name") or unscrub(path.stem),
        "standard": "Yes",
    }
