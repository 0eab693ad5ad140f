"""Writes ``docs/reference/frappe-api.md`` from the names themselves: ``python -m frappe._reference docs/reference``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from comptoir.documents import Document

import frappe
import frappe.model.mapper
import frappe.model.naming
import frappe.model.utils
import frappe.tests
import frappe.tests.cases
import frappe.utils.background_jobs
import frappe.utils.caching
import frappe.utils.nestedset
from frappe import _unsupported, exceptions
from frappe._differences import DIFFERENCES
from frappe.custom.doctype.custom_field import custom_field
from frappe.custom.doctype.property_setter import property_setter

PAGE = "frappe-api.md"
_BEGINNING = """\
# The Python interface

<!-- Made by `python -m frappe._reference docs/reference`; change the modules in apps/comptoir/frappe instead. -->

What application code may use after `import frappe`. Every function works on the active context: a request, a job, or
`site.context()`. Names, arguments and results are Frappe's; the last column says where something differs. Arguments that
only steer Frappe's own logging (`debug`, `run`, `ignore`, ...) are accepted; any other unknown argument is refused.

A name that is not here raises `UnsupportedError` with a hint. It is an `AttributeError` too, so `hasattr(frappe, "qb")` and
`getattr` with a default work as for any missing name; an unsupported module raises an `ImportError` that says why.

- **Rights.** `frappe.get_list`, `frappe.client` and REST see the user's rights. `frappe.get_all`, `frappe.db` and
  `frappe.get_doc` do not: they serve the application, which asks `has_permission` or `check_permission` itself.
- **Types.** Values arrive as their field's type: numbers as numbers, dates as `date`. What is written is read as that type.
- **Transactions.** A request or job is one transaction. What follows it (jobs, events, mail) waits for its commit.
"""


def page() -> str:
    """The text of the page."""
    return "\n".join([_BEGINNING, *_sections(), *_exceptions(), *_missing()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    yield from _names("frappe", _of_frappe())
    yield from _names("frappe.db", _public(type(frappe.db)))
    yield from _names(
        "Document", _public(Document), "`frappe.model.document.Document`, what controllers subclass."
    )
    yield from _names("frappe.cache", _public(type(frappe.cache)))
    utils = {name: getattr(frappe.utils, name) for name in frappe.utils.__all__}
    yield from _names("frappe.utils", utils, "The same names are in `frappe.utils.data`.")
    for module in (
        frappe.utils.caching, frappe.utils.background_jobs, frappe.defaults, frappe.permissions, frappe.model.naming,
        frappe.model.mapper, frappe.model.utils, custom_field, property_setter,
    ):  # fmt: skip
        yield from _names(module.__name__, _of_module(module))
    yield from _names(
        "frappe.utils.nestedset",
        _of_module(frappe.utils.nestedset),
        "Trees follow their parent links: `lft` and `rgt` are not kept. `NestedSet` is a base of controllers as in Frappe.",
    )
    cases = {name: getattr(frappe.tests, name) for name in frappe.tests.__all__}
    yield from _names("frappe.tests", cases)
    yield from _names("IntegrationTestCase", _own(frappe.tests.cases.IntegrationTestCase))


def _names(owner: str, found: Mapping[str, Any], remark: str = "") -> Iterator[str]:
    yield f"## {owner}\n"
    if remark:
        yield f"{remark}\n"
    yield "| Name | Does | Differs from Frappe |"
    yield "|---|---|---|"
    for name in sorted(found, key=lambda key: (key.lower(), key)):
        value = found[name]
        differs = DIFFERENCES.get(f"{owner}.{name}", "")
        yield f"| `{name}{_signature(value)}` | {_sentence(value)} | {_cell(differs)} |"
    yield ""


def _of_frappe() -> dict[str, Any]:
    errors = set(exceptions.__all__)
    names = [name for name in frappe.__all__ if name not in errors]
    found = {name: getattr(frappe, name) for name in names}
    return {name: value for name, value in found.items() if not isinstance(value, ModuleType)}


def _of_module(module: ModuleType) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__.startswith("frappe")
        and (value.__module__ == module.__name__ or name in getattr(module, "__all__", (name,)))
        and value.__module__ not in _ELSEWHERE
    }  # fmt: skip


_ELSEWHERE = frozenset({"frappe._messages", "frappe._unsupported", "frappe._options"})


def _public(cls: type) -> dict[str, Any]:
    return {name: value for name, value in inspect.getmembers(cls, _told) if not name.startswith("_")}


def _own(cls: type) -> dict[str, Any]:
    inherited = set(dir(__import__("unittest").TestCase)) - {"run"}
    return {name: value for name, value in _public(cls).items() if name not in inherited}


def _told(value: Any) -> bool:
    return inspect.isfunction(value) or isinstance(value, property)


def _signature(value: Any) -> str:
    if not callable(value) or isinstance(value, (str, property)) or _is_view(value):
        return ""
    try:
        parameters = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):
        return ""
    shown = [p.replace(annotation=inspect.Parameter.empty) for p in parameters if p.name != "self"]
    shown = [p for p in shown if not p.name.startswith("_")]
    return _cell(str(inspect.Signature(shown)))


def _is_view(value: Any) -> bool:
    return not (inspect.isfunction(value) or inspect.isclass(value) or inspect.ismethod(value))


def _sentence(value: Any) -> str:
    text = inspect.getdoc(value.fget if isinstance(value, property) else value) or ""
    if isinstance(value, (int, str)) or text == inspect.getdoc(type(value)) == inspect.getdoc(dict):
        return ""
    return _cell(" ".join(text.replace("``", "`").split()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _exceptions() -> Iterable[str]:
    yield "## Exceptions\n"
    yield "All in `frappe.exceptions` and in `frappe`. `http_status_code` of an application's own classes is honoured.\n"
    yield "| Name | Status | Means |"
    yield "|---|---|---|"
    for name in sorted(exceptions.__all__):
        error = getattr(exceptions, name)
        yield f"| `{name}` | {error.http_status_code} | {_sentence(error)} |"
    yield ""


def _missing() -> Iterator[str]:
    yield "## Not supported\n"
    yield "| Name | Instead |"
    yield "|---|---|"
    tables: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("frappe.", _unsupported.FRAPPE), ("frappe.db.", _unsupported.DATABASE),
        ("frappe.utils.", frappe.utils.UNSUPPORTED), ("", _unsupported.MODULES),
    )  # fmt: skip
    for prefix, table in tables:
        for name in sorted(table):
            yield f"| `{prefix}{name}` | {_cell(table[name])} |"


PAGES: Mapping[str, Callable[[], str]] = {PAGE: page}


def main(folder: str) -> None:
    """Write the page into ``folder``."""
    for name, text in PAGES.items():
        (Path(folder) / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
