"""Controllers by name: ``Warehouse Entry`` of module ``Stock`` is ``WarehouseEntry`` in
``regioncrm.stock.warehouse_entry`` (or Frappe's ``regioncrm.stock.doctype.warehouse_entry.warehouse_entry``).

A doctype without a module of its own is a plain ``Document``; so is one of an imported app whose module needs what
this installation has not.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from comptoir.errors import ConfigurationError
from comptoir.hooks import importable, read_manifest
from comptoir.meta.model import DocType
from comptoir.text import class_name, scrub

if TYPE_CHECKING:
    from comptoir.documents.document import Document
    from comptoir.sites.registry import Registry

_default: list[type[Document]] = []


def set_default(cls: type[Document]) -> None:
    """Name the class of documents without a controller (called once, by ``documents.document``)."""
    _default[:] = [cls]


def controller_for(registry: Registry, meta: DocType) -> type[Document]:
    """The class of documents of ``meta``."""
    app = registry.app_of(meta.name)
    return _find(app, scrub(meta.module), meta.name) if app else _default[0]


def module_of(app: str, module: str, doctype: str) -> ModuleType | None:
    """The Python module that holds a controller, or None."""
    name = scrub(doctype)
    in_frappe = f"{app}.{module}.doctype.{name}.{name}"
    if read_manifest(app).imported:
        return importable(in_frappe)
    for dotted in (f"{app}.{module}.{name}", in_frappe):
        if _exists(dotted):
            return importlib.import_module(dotted)
    return None


def forget() -> None:
    """Look for controllers again: the apps have changed."""
    _find.cache_clear()


@lru_cache(maxsize=4096)
def _find(app: str, module: str, doctype: str) -> type[Document]:
    python = module_of(app, module, doctype)
    if python is None:
        return _default[0]
    found = getattr(python, class_name(doctype), None)
    if found is None:
        return _default[0]
    if not (isinstance(found, type) and issubclass(found, _default[0])):
        if read_manifest(app).imported:
            return _default[0]
        raise ConfigurationError(f"{python.__name__}.{class_name(doctype)} must be a subclass of Document.")
    return found


def _exists(dotted: str) -> bool:
    try:
        return importlib.util.find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False
