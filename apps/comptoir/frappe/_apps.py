"""Apps, their hooks, and the functions behind dotted names."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.errors import ConfigurationError, PermissionError
from comptoir.hooks import read_manifest, resolve, whitelisted
from comptoir.text import scrub

from frappe._messages import _, throw


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    """What the installed apps say under ``hook`` in their ``hooks.py``: one list, or one dictionary of lists."""
    manifests = [m for m in current().site.manifests if app_name in (None, m.app)]
    if hook is None:
        return AttrDict({key: value for m in manifests for key, value in m.raw.items()})
    found: list[Any] = []
    merged: dict[str, Any] = {}
    for manifest in manifests:
        value = manifest.raw.get(hook)
        if isinstance(value, Mapping):
            merged |= value
        elif isinstance(value, (list, tuple)):
            found.extend(value)
        elif value is not None:
            found.append(value)
    return merged or found or (default if default is not None else [])


def get_attr(method_string: str) -> Callable[..., Any]:
    """The function a dotted name leads to."""
    return resolve(method_string)


def get_module(modulename: str) -> ModuleType:
    """The Python module of this name."""
    return importlib.import_module(modulename)


def call(fn: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function (or the one a dotted name leads to) with those of ``kwargs`` it takes."""
    function = resolve(fn) if isinstance(fn, str) else fn
    return function(*args, **get_newargs(function, kwargs))


def get_newargs(fn: Callable[..., Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``kwargs`` that ``fn`` takes."""
    parameters = inspect.signature(fn).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return {key: value for key, value in kwargs.items() if key not in ("ignore_permissions", "flags")}
    return {key: value for key, value in kwargs.items() if key in parameters}


def is_whitelisted(method: Callable[..., Any]) -> None:
    """Raise ``PermissionError`` unless ``method`` may be called over REST by the user."""
    terms = whitelisted(method)
    if terms is None or (current().user == "Guest" and not terms.allow_guest):
        throw(_("You are not permitted to call {0}.").format(method.__qualname__), PermissionError)


def validate_and_sanitize_search_inputs(fn: Callable[..., Any]) -> Callable[..., Any]:
    """For query functions of links: ``start`` and ``page_len`` become numbers, an unknown doctype finds nothing."""

    @wraps(fn)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        bound = inspect.signature(fn).bind_partial(*args, **kwargs)
        values = bound.arguments
        for name in ("start", "page_len"):
            if name in values:
                values[name] = _whole(name, values[name])
        if "doctype" in values and not current().site.registry.has(str(values["doctype"])):
            return []
        return fn(*bound.args, **bound.kwargs)

    return wrapper


def read_only() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A mark on reports in Frappe; here reads and writes go to one database, so it changes nothing."""
    return lambda function: function


def get_installed_apps() -> list[str]:
    """The apps of the site in order of installation; the engine stands for Frappe's own app."""
    return ["frappe" if app == "comptoir" else app for app in current().site.config.installed_apps]


def get_app_path(app_name: str, *joins: str) -> str:
    """The folder of an app's package, or a path inside it."""
    return get_pymodule_path(app_name, *joins)


def get_module_path(module: str, *joins: str) -> str:
    """The folder of a module of an installed app, or a path inside it."""
    for manifest in current().site.manifests:
        folder = manifest.path / scrub(module)
        if folder.is_dir():
            return str(folder.joinpath(*joins))
    raise ConfigurationError(f"No installed app has a module {module}.")


def get_pymodule_path(modulename: str, *joins: str) -> str:
    """The folder of a Python package, or a path inside it."""
    name = "comptoir" if modulename == "frappe" else scrub(modulename)
    if "." not in name:
        return str(read_manifest(name).path.joinpath(*joins))
    module = importlib.import_module(name)
    return str(Path(module.__file__ or "").parent.joinpath(*joins))


def get_site_path(*joins: str) -> str:
    """The folder of the site, or a path inside it."""
    return str(current().site.path.joinpath(*joins))


def get_site_config(**_ignored: Any) -> AttrDict:
    """The configuration of the site."""
    return AttrDict(current().site.config.raw)


def get_doctype_app(doctype: str) -> str:
    """The app that declares a doctype."""
    app = current().site.registry.app_of(doctype)
    return "frappe" if app in ("comptoir", "") else app


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
    """Forget what is kept of metadata and documents, in every process; with ``user`` only their rights."""
    ctx = current()
    ctx.memo.clear()
    if user is None:
        ctx.site.registry.bump()


def _whole(name: str, value: Any) -> int:
    try:
        return max(0, int(value))
    except (TypeError, ValueError):
        throw(_("{0} must be a whole number.").format(name))
