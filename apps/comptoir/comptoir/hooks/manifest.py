"""The typed reading of an app's ``hooks.py``.

The ``hooks.py`` of an imported app is not run: the names it gives literal values are read from its text.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from comptoir.errors import ConfigurationError

IMPORT_NOTE = "imported.json"
"""Beside an app's package: ``import-app`` brought it."""


def is_imported(package: Path) -> bool:
    """Whether the app with the Python package ``package`` was imported."""
    return (package.parent / IMPORT_NOTE).exists()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an app declares. Unknown names stay in ``raw`` for ``frappe.get_hooks``."""

    app: str
    title: str
    path: Path
    """Folder of the app's Python package."""
    doc_events: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scheduler_events: Mapping[str, Any] = field(default_factory=dict)
    fixtures: tuple[Any, ...] = ()
    after_install: tuple[str, ...] = ()
    after_migrate: tuple[str, ...] = ()
    demo: str | None = None
    override_whitelisted_methods: Mapping[str, Any] = field(default_factory=dict)
    desk_include_js: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)
    imported: bool = False

    @property
    def public(self) -> Path:
        """The folder whose files are served below ``/assets/<app>/``."""
        return self.path / "public"

    def replaced(self, method: str) -> str:
        """The dotted name that answers for the whitelisted ``method``: another one where the app says so."""
        found = _names(self.override_whitelisted_methods.get(method))
        return found[-1] if found else method

    def handlers(self, doctype: str, method: str) -> tuple[str, ...]:
        """Dotted names that ``doc_events`` gives for ``method`` of ``doctype``, the general ones last."""
        if not self.doc_events:
            return ()
        found: list[str] = []
        for key in (doctype, "*"):
            found.extend(_names(self.doc_events.get(key, {}).get(method)))
        return tuple(found)


@lru_cache(maxsize=256)
def read_manifest(app: str) -> Manifest:
    """The manifest of ``app``. Raises ``ConfigurationError`` where the app has no ``hooks.py``."""
    path = _folder(app)
    imported = is_imported(path)
    raw = dict(literals(path / "hooks.py")) if imported else _executed(app)
    return Manifest(
        app=app,
        title=str(raw.get("app_title", app)),
        path=path,
        doc_events=dict(_events(raw.get("doc_events", {}))),
        scheduler_events=raw.get("scheduler_events", {}),
        fixtures=tuple(raw.get("fixtures", ())),
        after_install=_names(raw.get("after_install")),
        after_migrate=_names(raw.get("after_migrate")),
        demo=raw.get("demo"),
        override_whitelisted_methods=raw.get("override_whitelisted_methods", {}),
        desk_include_js=_names(raw.get("desk_include_js")),
        raw=raw,
        imported=imported,
    )


def merged(manifests: Iterable[Manifest], hook: str) -> dict[str, Any]:
    """What the apps declare under a hook that is a mapping, together; the later app wins."""
    found: dict[str, Any] = {}
    for manifest in manifests:
        found |= manifest.raw.get(hook, {})
    return found


def literals(path: Path) -> Iterator[tuple[str, Any]]:
    """The names that a module gives a literal value, without running it; later ones win."""
    try:
        body = ast.parse(path.read_text(encoding="utf-8")).body
    except (OSError, SyntaxError, ValueError):
        return
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if not name.startswith("_"):
                try:
                    yield name, ast.literal_eval(value)
                except ValueError:
                    continue


def _executed(app: str) -> dict[str, Any]:
    try:
        module = importlib.import_module(f"{app}.hooks")
    except ModuleNotFoundError as error:
        if error.name == f"{app}.hooks":
            raise ConfigurationError(
                f"The app {app} is not installed here: it has no module {error.name}."
            ) from error
        raise
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def _folder(app: str) -> Path:
    spec = importlib.util.find_spec(app)
    if spec is None:
        raise ConfigurationError(f"The app {app} is not installed here: it has no module {app}.")
    if spec.origin is None:
        raise ConfigurationError(f"The app {app} has no __init__.py.")
    return Path(spec.origin).parent


def _events(declared: Mapping[Any, Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """``doc_events`` by doctype; Frappe lets one entry name several."""
    merged: dict[str, dict[str, Any]] = {}
    for key, methods in declared.items():
        for doctype in (key,) if isinstance(key, str) else key:
            handlers = merged.setdefault(doctype, {})
            for method, value in methods.items():
                handlers[method] = (*handlers.get(method, ()), *_names(value))
    yield from merged.items()


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
