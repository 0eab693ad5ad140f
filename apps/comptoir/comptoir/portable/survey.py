"""What of a Frappe app has no effect in this installation, found without running any of it."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.apps.loader import App, imported_files
from comptoir.errors import DeclarationError
from comptoir.hooks.manifest import literals
from comptoir.meta import foreign
from comptoir.portable.imports import Resolver, dotted_name
from comptoir.text import class_name

SUPPORTED_HOOKS = frozenset({
    "after_install", "after_migrate", "desk_include_js", "doc_events", "fixtures", "override_whitelisted_methods", "required_apps",
    "scheduler_events",
})  # fmt: skip
_ABOUT_THE_APP = re.compile(
    r"app_(?:name|title|publisher|description|icon|color|email|license|version|logo_url|home)|source_link|develop_version|docs_app|export_python_type_annotations"
)
_FOLDERS = {
    "www": "pages of a web site are not served",
    "public": "scripts and styles for Frappe's Desk are not loaded",
    "templates": "templates of a web site are not rendered",
    "custom": "customisations kept as files are not read; export them as fixtures",
}
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True, order=True)
class Unsupported:
    """One thing of an app that has no effect here."""

    kind: str
    name: str
    why: str


def survey(app: App) -> Iterator[Unsupported]:
    """Everything of ``app`` besides its declarations that has no effect here."""
    yield from _controllers(app)
    yield from _hooks(app)
    yield from _requirements(app.path.parent / "pyproject.toml")
    yield from _folders(app)
    yield from _scripts(app)
    patches = app.patches()
    if patches:
        why = f"the {len(patches)} listed changes of data are taken as done; those added later run"
        yield Unsupported("patches", "patches.txt", why)


def _controllers(app: App) -> Iterator[Unsupported]:
    resolver = Resolver(app.path)
    for file in imported_files(app):
        module = file.with_suffix(".py")
        if not module.exists():
            continue
        try:
            name = foreign.read_file(file).name
        except DeclarationError:
            continue
        obstacle = resolver.obstacle(dotted_name(module, app.path))
        if obstacle is None and not _has_class(module, class_name(name)):
            continue
        if obstacle is not None:
            yield Unsupported("controller", name, f"{obstacle}; the doctype works without its hooks")


def _has_class(module: Path, name: str) -> bool:
    body = ast.parse(module.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.ClassDef) and node.name == name for node in body)


def _hooks(app: App) -> Iterator[Unsupported]:
    hooks = app.path / "hooks.py"
    values: Mapping[str, Any] = dict(literals(hooks))
    try:
        body = ast.parse(hooks.read_text(encoding="utf-8")).body
    except (SyntaxError, UnicodeDecodeError) as error:
        yield Unsupported("hook", "hooks.py", f"the file cannot be read: {error}")
        return
    named = {target.id for node in body for target in _targets(node)}
    for name in sorted(named):
        if name.startswith("_") or _ABOUT_THE_APP.fullmatch(name):
            continue
        if name not in values:
            yield Unsupported("hook", name, "the value is computed by code, which is not run to read it")
        elif name not in SUPPORTED_HOOKS and values[name]:
            yield Unsupported("hook", name, "it has no effect here")
    for required in values.get("required_apps", ()):
        package = str(required).rpartition("/")[2]
        if importlib.util.find_spec(package) is None:
            yield Unsupported("app", package, "the app builds on it, and it is not here")
    resolver = Resolver(app.path)
    for method in sorted(set(_functions(values))):
        module = method.rpartition(".")[0]
        obstacle = resolver.obstacle(module) if module.partition(".")[0] == app.name else None
        if obstacle is not None:
            yield Unsupported("hook function", method, f"{obstacle}; it is not called")
    for method in _strings(values.get("after_install")):
        yield Unsupported("hook function", method, "not called by the import; ./bench execute runs it")


def _functions(hooks: Mapping[str, Any]) -> Iterator[str]:
    for name in ("doc_events", "scheduler_events", "after_migrate"):
        yield from (text for text in _strings(hooks.get(name)) if "." in text and " " not in text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _targets(node: ast.stmt) -> Iterator[ast.Name]:
    if isinstance(node, ast.Assign):
        yield from (target for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target


def _requirements(path: Path) -> Iterator[Unsupported]:
    for name in declared_requirements(path):
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            yield Unsupported("requirement", name, "the Python package is not installed; add it with pip")


def declared_requirements(path: Path) -> list[str]:
    """The names of the packages that ``pyproject.toml`` lists as dependencies."""
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
    except (OSError, tomllib.TOMLDecodeError):
        return []
    found = (_REQUIREMENT.match(str(line)) for line in project.get("dependencies", ()))
    return [match[1] for match in found if match and match[1].lower() != "frappe"]


def _folders(app: App) -> Iterator[Unsupported]:
    hooks = dict(literals(app.path / "hooks.py"))
    for folder, why in _FOLDERS.items():
        if folder == "public" and hooks.get("desk_include_js"):
            continue
        for path in sorted(app.path.rglob(folder)):
            if path.is_dir() and any(file.name != "__init__.py" for file in path.rglob("*") if _counts(file)):
                yield Unsupported("folder", str(path.relative_to(app.path)), why)


def _counts(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _scripts(app: App) -> Iterator[Unsupported]:
    for file in imported_files(app):
        script = file.with_suffix(".js")
        if script.exists() and _does_something(script.read_text(encoding="utf-8", errors="replace")):
            yield Unsupported("client script", script.name, "scripts for Frappe's form are not run")


def _does_something(script: str) -> bool:
    """Whether a form script has more than comments and an empty handler."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", script, flags=re.DOTALL)
    text = re.sub(
        r"frappe\.ui\.form\.on\([^{]*\{\s*(?:refresh\s*(?::\s*function)?\s*\([^)]*\)\s*\{\s*\},?)?\s*\}\s*\)",
        "",
        text,
    )
    return bool(re.sub(r"[\s;]|[\"']use strict[\"']", "", text))
