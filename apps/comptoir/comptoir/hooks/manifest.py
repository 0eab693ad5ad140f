"""The typed reading of an app's ``hooks.py``."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from comptoir.errors import ConfigurationError


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
    raw: Mapping[str, Any] = field(default_factory=dict)

    def handlers(self, doctype: str, method: str) -> tuple[str, ...]:
        """Dotted names that ``doc_events`` gives for ``method`` of ``doctype``, the general ones last."""
        found: list[str] = []
        for key in (doctype, "*"):
            found.extend(_names(self.doc_events.get(key, {}).get(method)))
        return tuple(found)


@lru_cache(maxsize=256)
def read_manifest(app: str) -> Manifest:
    """The manifest of ``app``. Raises ``ConfigurationError`` where the app has no ``hooks.py``."""
    try:
        package = importlib.import_module(app)
        module = importlib.import_module(f"{app}.hooks")
    except ModuleNotFoundError as error:
        if error.name in (app, f"{app}.hooks"):
            raise ConfigurationError(
                f"The app {app} is not installed here: it has no module {error.name}."
            ) from error
        raise
    raw = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return Manifest(
        app=app,
        title=str(raw.get("app_title", app)),
        path=_folder(package),
        doc_events=raw.get("doc_events", {}),
        scheduler_events=raw.get("scheduler_events", {}),
        fixtures=tuple(raw.get("fixtures", ())),
        after_install=_names(raw.get("after_install")),
        after_migrate=_names(raw.get("after_migrate")),
        demo=raw.get("demo"),
        override_whitelisted_methods=raw.get("override_whitelisted_methods", {}),
        raw=raw,
    )


def _folder(package: ModuleType) -> Path:
    if package.__file__ is None:
        raise ConfigurationError(f"The app {package.__name__} has no __init__.py.")
    return Path(package.__file__).parent


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
