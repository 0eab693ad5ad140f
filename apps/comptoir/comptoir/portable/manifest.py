"""The files of an exported app that are not doctypes: manifest, project, set-up records, translations."""

from __future__ import annotations

import ast
import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from comptoir.apps.loader import App
from comptoir.apps.messages import TextId, of_python
from comptoir.errors import ConfigurationError
from comptoir.hooks.manifest import literals
from comptoir.i18n import ENGINE
from comptoir.meta.model import DocType
from comptoir.portable.rendering import STAMP

Files = dict[str, bytes]
Records = dict[str, list[dict[str, Any]]]


_PROJECT = """\
[project]
name = {name}
authors = [
    {{ name = {publisher}, email = {email} }}
]
description = {description}
requires-python = ">=3.11"
readme = "README.md"
dynamic = ["version"]
dependencies = [
    # Frappe itself is installed by bench.
{requirements}]

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"

[tool.bench.frappe-dependencies]
frappe = ">=15.0.0,<17.0.0"
"""
_README = """\
# {title}

{description}.

Install it on a Frappe bench of version 15 or 16:

```
bench get-app /path/to/this/folder
bench --site SITE install-app {name}
```

This tree is made by `bench export-app`; change the app where it comes from. Rules of fields that Frappe does not know are kept by
`{name}/_checks.py`.
"""


def files(
    root: Path, app: App, titles: Iterable[str], requirements: Sequence[str], records: Records
) -> Files:
    """The files around the package, and ``hooks.py``, ``modules.txt`` and ``patches.txt`` within."""
    hooks = dict(literals(app.path / "hooks.py"))
    about = {
        "name": app.name,
        "title": str(hooks.get("app_title", app.name)),
        "publisher": str(hooks.get("app_publisher", app.name)),
        "email": str(hooks.get("app_email", "")),
        "description": str(hooks.get("app_description", app.name)).rstrip("."),
    }
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in about.items()}
    lines = "".join(f"    {json.dumps(name)},\n" for name in requirements)
    patches = app.path / "patches.txt"
    found = {
        "pyproject.toml": _PROJECT.format(**quoted, requirements=lines),
        "README.md": _README.format(**about),
        "license.txt": _license(root, app),
        f"{app.name}/hooks.py": hooks_source(app, records),
        f"{app.name}/modules.txt": "".join(f"{title}\n" for title in titles),
        f"{app.name}/patches.txt": patches.read_text()
        if patches.exists()
        else "[pre_model_sync]\n\n[post_model_sync]\n",
    }
    tomllib.loads(found["pyproject.toml"])
    return {path: text.encode() for path, text in found.items()}


def _license(root: Path, app: App) -> str:
    for path in (app.path.parent / "license.txt", app.path.parent / "LICENSE", root / "LICENSE"):
        if path.exists():
            return path.read_text(encoding="utf-8")
    return f"{dict(literals(app.path / 'hooks.py')).get('app_license', 'Proprietary')}\n"


def hooks_source(app: App, records: Records) -> str:
    """``hooks.py`` with ``fixtures`` as Frappe means them: which records ``bench export-fixtures`` writes."""
    source = (app.path / "hooks.py").read_text(encoding="utf-8")
    named: dict[str, list[str]] = {}
    for rows in records.values():
        for row in rows:
            named.setdefault(str(row["doctype"]), []).append(str(row["name"]))
    wanted = [{"dt": doctype, "filters": [["name", "in", sorted(names)]]} for doctype, names in named.items()]
    text = f"fixtures = {json.dumps(wanted, indent=4, ensure_ascii=False)}"
    lines = source.splitlines()
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="fixtures")], end_lineno=int(end)):
                lines[node.lineno - 1 : end] = text.splitlines()
    return "\n".join(lines) + "\n"


def records(root: Path, app: App, doctypes: Mapping[str, DocType]) -> Records:
    """The set-up records of the app by the name of their file, in order, each with its own name."""
    found: Records = {}
    for name in dict(literals(app.path / "hooks.py")).get("fixtures", ()):
        paths = (root / "fixtures" / f"{name}.json", app.path / "fixtures" / f"{name}.json")
        path = next((path for path in paths if path.exists()), None)
        if path is None:
            raise ConfigurationError(
                f"The app {app.name} names the fixture {name}, but there is no {name}.json."
            )
        rows = json.loads(path.read_text(encoding="utf-8"))
        found[name] = [row | {"name": _name(row, doctypes)} for row in rows]
    return found


def _name(row: Mapping[str, Any], doctypes: Mapping[str, DocType]) -> str:
    doctype = doctypes.get(str(row.get("doctype")))
    kind, _, fieldname = ((doctype.autoname if doctype else None) or "").partition(":")
    name = row.get("name") or (row.get(fieldname.strip()) if kind.lower() == "field" else None)
    if not name:
        raise ConfigurationError(
            f"A set-up record of {row.get('doctype')} has no name, which Frappe needs to load it."
        )
    return str(name)


def fixtures(records: Records) -> Files:
    """The set-up records, numbered so that Frappe, which loads files by name, keeps their order."""
    return {
        f"fixtures/{number:02d}_{name}.json": as_json([STAMP | {"docstatus": 0} | row for row in rows])
        for number, (name, rows) in enumerate(records.items(), 1)
    }


def translations(app: App, guard: Path | None) -> Files:
    """The catalogues twice: as version 16 reads them, and as version 15 does."""
    found: Files = {}
    for path in sorted((app.path / "locale").glob("*.po")):
        catalogue = _catalogue(path)
        if guard is not None:
            _add_sentences(catalogue, of_python(guard.read_text(encoding="utf-8")), path.name)
        found[f"locale/{path.name}"] = _as_po(catalogue)
        found[f"translations/{path.stem}.csv"] = _as_csv(catalogue)
    return found


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def _add_sentences(catalogue: Catalog, texts: Iterable[TextId], name: str) -> None:
    """Add what the engine knows of sentences that the exported checks say."""
    path = ENGINE / name
    known = _catalogue(path) if path.exists() else Catalog()
    for text in sorted(text for text in set(texts) if isinstance(text, str)):
        message = known.get(text)
        if message is not None and message.string and catalogue.get(text) is None:
            catalogue.add(text, message.string)


def _as_po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def _as_csv(catalogue: Catalog) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for message in sorted(
        (m for m in catalogue if isinstance(m.id, str) and m.id and m.string), key=lambda m: str(m.id)
    ):
        writer.writerow([message.id, message.string, message.context or ""])
    return buffer.getvalue().encode()


def as_json(value: Any) -> bytes:
    """A JSON file as Frappe writes it."""
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
