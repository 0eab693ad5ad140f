"""Links of a doctype to those that point at its documents, and what a new one of those takes over.

``link_doctype``, ``link_fieldname``, ``group``, ``hidden`` and, where rows of a table point here, ``is_child_table``,
``parent_doctype`` and ``table_fieldname`` are Frappe's; ``field_map`` and ``dashboard`` are ours, and
a stock Frappe leaves them aside. Both are JSON text: ``{"target": "source"}``, and what stands above the form,
``{"cards": ["Open deals"], "charts": ["Open deals by stage"]}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.errors import DeclarationError
from comptoir.meta.model import Field
from comptoir.sentences import _

NAME = "name"
_TEXTS = frozenset({"Data", "Small Text", "Text", "Long Text", "Select", "Phone", "Autocomplete"})
_NUMBERS = frozenset({"Int", "Float", "Currency", "Percent", "Duration"})
_UNMAPPED = frozenset({"Password", "Table", "Table MultiSelect", "Dynamic Link"})


@dataclass(frozen=True, slots=True)
class Linked:
    """One doctype whose documents point here by a field."""

    doctype: str
    fieldname: str
    group: str = ""
    hidden: bool = False
    child: str = ""
    """The doctype of the rows that hold the field; none where the documents hold it themselves."""
    table: str = ""
    """The table of these rows."""
    field_map: Mapping[str, str] = field(default_factory=dict)
    """Fields of a new document there, and the fields of this doctype they are filled from."""


def read_linked(row: Mapping[str, Any]) -> Linked:
    """What ``row`` of ``links`` declares. Raises ``DeclarationError`` where its field map cannot be read."""
    doctype = str(row.get("link_doctype") or "")
    of_rows = bool(row.get("is_child_table"))
    return Linked(
        str(row.get("parent_doctype") or "") if of_rows else doctype,
        str(row.get("link_fieldname") or ""),
        str(row.get("group") or ""),
        bool(row.get("hidden")),
        doctype if of_rows else "",
        str(row.get("table_fieldname") or "") if of_rows else "",
        _field_map(row.get("field_map"), doctype),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is said on a form about the documents of one doctype that point at it by a field."""

    doctype: str
    fieldname: str
    cards: tuple[str, ...] = ()
    """Names of Number Cards about that doctype."""
    charts: tuple[str, ...] = ()
    """Names of Dashboard Charts about it."""


def read_numbers(row: Mapping[str, Any]) -> Numbers:
    """What ``row`` of ``links`` declares. Raises ``DeclarationError`` where its dashboard cannot be read."""
    doctype = str(row.get("link_doctype") or "")
    value = row.get("dashboard") or {}
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, Mapping) or not found.keys() <= {"cards", "charts"}:
        raise DeclarationError(_unreadable(doctype))
    lists = [found.get(key) or [] for key in ("cards", "charts")]
    if not all(isinstance(each, list) and all(isinstance(name, str) for name in each) for each in lists):
        raise DeclarationError(_unreadable(doctype))
    return Numbers(doctype, str(row.get("link_fieldname") or ""), *map(tuple, lists))


def _unreadable(doctype: str) -> str:
    return _("The dashboard of the link to {doctype} must name lists of cards and charts.", doctype=doctype)


def takes(target: Field, source: Field) -> bool:
    """Whether a value of ``source`` is one of ``target`` as well."""
    if target.fieldtype in _UNMAPPED or source.fieldtype in _UNMAPPED:
        return False
    if target.fieldtype == "Link":
        return source.fieldtype == "Link" and source.options == target.options
    families = (_TEXTS, _NUMBERS)
    alike = any({target.fieldtype, source.fieldtype} <= family for family in families)
    return target.fieldtype == source.fieldtype or alike


def _field_map(value: Any, doctype: str) -> dict[str, str]:
    if not value:
        return {}
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise DeclarationError(
            _(
                "The field map of the link to {doctype} is not valid JSON: {error}.",
                doctype=doctype,
                error=error,
            )
        ) from error
    if not isinstance(found, Mapping) or not all(
        isinstance(key, str) and isinstance(one, str) for key, one in found.items()
    ):
        raise DeclarationError(
            _("The field map of the link to {doctype} must name a field for each field.", doctype=doctype)
        )
    return dict(found)
