"""What a stock Frappe 15 or 16 asks of an app's tree, as far as its loader can be outwitted by a wrong one.

``problems`` reads a tree the way ``bench get-app``, ``install-app`` and ``migrate`` do, without Frappe: facts about its formats
are written down here, and everything is held against them.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FIELD_TYPES = frozenset({
    "Attach", "Attach Image", "Autocomplete", "Barcode", "Button", "Check", "Code", "Color", "Column Break", "Currency", "Data",
    "Date", "Datetime", "Duration", "Dynamic Link", "Float", "Fold", "Geolocation", "Heading", "HTML", "HTML Editor", "Icon",
    "Image", "Int", "JSON", "Link", "Long Text", "Markdown Editor", "Password", "Percent", "Phone", "Rating", "Read Only",
    "Section Break", "Select", "Signature", "Small Text", "Tab Break", "Table", "Table MultiSelect", "Text", "Text Editor", "Time",
})  # fmt: skip
DATA_OPTIONS = frozenset({"", "Barcode", "Email", "IBAN", "Name", "Phone", "URL"})
OF_FRAPPE = frozenset(
    {
        "Country",
        "Currency",
        "Dashboard",
        "Dashboard Chart",
        "DocType",
        "Form Tour",
        "Gender",
        "Language",
        "Letter Head",
        "Module Def",
        "Number Card",
        "Role",
        "Salutation",
        "User",
        "Workspace",
    }
)
REQUIRED = (
    "creation", "custom", "doctype", "engine", "field_order", "fields", "modified", "module", "name", "owner", "permissions",
    "sort_field", "sort_order",
)  # fmt: skip
HOOKS = ("app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license")
_PYTHON_WORD = re.compile(r"\b(?:and|or|not|in|None|True|False)\b")
_STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")
_TABLES = ("fields", "permissions", "actions", "links", "states")


class Reader:
    """Reads the tree in ``root``; ``problems`` yields every sentence about what would not load."""

    def __init__(self, root: Path):
        self.root = root
        self.project = tomllib.loads((root / "pyproject.toml").read_text())
        self.name = str(self.project["project"]["name"])
        self.package = root / self.name
        self.doctypes: dict[str, dict[str, Any]] = {}

    def problems(self) -> list[str]:
        found = [*self.project_files(), *self.python(), *self.hooks(), *self.modules()]
        return [*found, *self.declarations(), *self.fixtures(), *self.translations()]

    def project_files(self) -> Iterator[str]:
        if self.project["build-system"]["build-backend"] != "flit_core.buildapi":
            yield "bench builds apps with flit"
        if "version" not in self.project["project"].get("dynamic", ()) or not self._names(
            self.package / "__init__.py", "__version__"
        ):
            yield "flit takes the version from __version__"
        for name in ("README.md", "license.txt", f"{self.name}/patches.txt", f"{self.name}/modules.txt"):
            if not (self.root / name).is_file():
                yield f"{name} is missing"

    def python(self) -> Iterator[str]:
        for path in sorted(self.root.rglob("*.py")):
            compile(path.read_text(), str(path), "exec")
            if not (path.parent / "__init__.py").exists():
                yield f"{path.parent} is no package"

    def hooks(self) -> Iterator[str]:
        values: dict[str, Any] = {}
        for node in ast.parse((self.package / "hooks.py").read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                values[node.targets[0].id] = ast.literal_eval(node.value)
        yield from (f"hooks.py lacks {name}" for name in HOOKS if not values.get(name))
        for entry in values.get("fixtures", ()):
            if not (isinstance(entry, str) or (isinstance(entry, dict) and "dt" in entry)):
                yield f"fixtures holds {entry!r}"
        for dotted in self._dotted(values):
            module, _, function = dotted.rpartition(".")
            path = self.root.joinpath(*module.split("."))
            file = next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)
            if file is None or not self._names(file, function):
                yield f"hooks.py names {dotted}, which is nowhere"

    def modules(self) -> Iterator[str]:
        for title in (self.package / "modules.txt").read_text().split("\n"):
            if title and not (self.package / self._scrub(title) / "__init__.py").is_file():
                yield f"the module {title} has no package"

    def declarations(self) -> Iterator[str]:
        for path in sorted(self.package.glob("*/doctype/*/*.json")):
            data = json.loads(path.read_text())
            self.doctypes[data["name"]] = data
            stem = self._scrub(data["name"])
            if path != self.package / self._scrub(data["module"]) / "doctype" / stem / f"{stem}.json":
                yield f"{path} is not where Frappe looks for {data['name']}"
            class_name = data["name"].replace(" ", "").replace("-", "")
            if not path.with_suffix(".py").is_file() or not self._names(path.with_suffix(".py"), class_name):
                yield f"{path.with_suffix('.py')} has no class {class_name}"
        titles = (self.package / "modules.txt").read_text().split("\n")
        for data in self.doctypes.values():
            yield from (f"{data['name']}: {problem}" for problem in self.declaration(data, titles))

    def declaration(self, data: Mapping[str, Any], titles: list[str]) -> Iterator[str]:
        yield from (f"{key} is missing" for key in REQUIRED if key not in data)
        if data["module"] not in titles:
            yield f"the module {data['module']} is not in modules.txt"
        names = [field["fieldname"] for field in data["fields"]]
        if data["field_order"] != names or len(set(names)) != len(names):
            yield "field_order and fields differ"
        for key, value in data.items():
            if isinstance(value, list | dict) and key not in (*_TABLES, "field_order"):
                yield f"{key} holds a list, which Frappe takes for rows"
        for table in _TABLES:
            for row in data.get(table, ()):
                yield from (
                    f"a row of {table} holds a list in {k}"
                    for k, v in row.items()
                    if isinstance(v, list | dict)
                )
                yield from (
                    f"{k} means something else in Frappe"
                    for k in row
                    if k in ("mask", "pattern", "normalise")
                )
        for field in data["fields"]:
            yield from (f"{field['fieldname']}: {problem}" for problem in self.field(field))
        for action in data.get("actions", ()):
            if action.get("action_type") == "Server Action" and "." not in action["action"]:
                yield f"the action {action['label']} is no dotted name"

    def field(self, field: Mapping[str, Any]) -> Iterator[str]:
        kind, options = field["fieldtype"], str(field.get("options") or "")
        if kind not in FIELD_TYPES:
            yield f"there is no type {kind}"
        if kind == "Data" and options not in DATA_OPTIONS and "{" not in options:
            yield f"Data has no options {options}"
        if kind == "Link" and options not in OF_FRAPPE | self.doctypes.keys():
            yield f"links to {options}, which is nowhere"
        if kind in ("Table", "Table MultiSelect") and not self.doctypes.get(options, {}).get("istable"):
            yield f"{options} is no child table"
        if "precision" in field and not isinstance(field["precision"], str):
            yield "precision is a Select, so a text"
        for key in ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on"):
            source = str(field.get(key) or "")
            if _PYTHON_WORD.search(_STRINGS.sub("", source)):
                yield f"{key} is no JavaScript: {source}"
            if source and not source.startswith("eval:") and not source.isidentifier():
                yield f"{key} is neither a fieldname nor eval: {source}"

    def fixtures(self) -> Iterator[str]:
        for path in sorted((self.package / "fixtures").glob("*.json")):
            for record in json.loads(path.read_text()):
                if not record.get("name") or record["doctype"] not in OF_FRAPPE | self.doctypes.keys():
                    yield f"{path.name}: Frappe cannot load {record['doctype']} {record.get('name')}"

    def translations(self) -> Iterator[str]:
        for path in sorted((self.package / "translations").glob("*.csv")):
            with path.open(newline="", encoding="utf-8") as file:
                yield from (f"{path.name}: {row}" for row in csv.reader(file) if len(row) not in (2, 3))

    @staticmethod
    def _scrub(name: str) -> str:
        return name.replace(" ", "_").replace("-", "_").lower()

    @staticmethod
    def _names(path: Path, name: str) -> bool:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case (
                    ast.ClassDef(name=found)
                    | ast.FunctionDef(name=found)
                    | ast.Name(id=found, ctx=ast.Store())
                ) if found == name:
                    return True
                case ast.alias(name=found, asname=other) if name == (other or found):
                    return True
        return False

    def _dotted(self, value: Any) -> Iterator[str]:
        if isinstance(value, str) and re.fullmatch(rf"{self.name}(\.\w+)+", value):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from self._dotted(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from self._dotted(inner)
