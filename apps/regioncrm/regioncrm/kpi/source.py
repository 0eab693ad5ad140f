"""What an indicator counts: reads and checks the filters and fields a rule names, against the metadata.

Invariant: a rule refers only to stored fields of its source that everybody who reads the records may read
(level 0); anything else is refused with a sentence, before a query is made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

STANDARD = {
    "name": "Data", "owner": "Link", "creation": "Datetime", "modified": "Datetime", "modified_by": "Link",
    "docstatus": "Int", "idx": "Int",
}  # fmt: skip
DATES = frozenset({"Date", "Datetime"})
NUMBERS = frozenset({"Int", "Float", "Currency", "Percent", "Duration", "Rating", "Check"})
NOT_STORED = frozenset(
    {"Section Break", "Column Break", "Tab Break", "Fold", "Heading", "HTML", "Button", "Image", "Table",
     "Table MultiSelect", "Password"}
)  # fmt: skip


@dataclass(frozen=True)
class SourceField:
    """A field of the counted records: its name, type and, for links, target."""

    fieldname: str
    fieldtype: str
    target: str | None = None


def check_source(doctype: str) -> None:
    """Refuse child tables and single documents: neither has records of its own to count."""
    meta = frappe.get_meta(doctype)
    if meta.istable or meta.issingle:
        frappe.throw(
            _("{0} has no records of its own, so nothing can be counted. Choose another one.").format(
                _(doctype)
            )
        )


def source_field(doctype: str, fieldname: str) -> SourceField:
    """The named field, or a sentence for a name that is unknown, not stored or protected."""
    if fieldname in STANDARD:
        target = "User" if fieldname in ("owner", "modified_by") else None
        return SourceField(fieldname, STANDARD[fieldname], target)
    field = next((f for f in frappe.get_meta(doctype).fields if f.fieldname == fieldname), None)
    if field is None or field.fieldtype in NOT_STORED:
        frappe.throw(
            _("{0} has no field {1} to count by. Check the spelling of the field's name.").format(
                _(doctype), fieldname
            )
        )
    if field.permlevel:
        frappe.throw(
            _("The field {0} of {1} is protected and cannot be used in an indicator.").format(
                fieldname, _(doctype)
            )
        )
    return SourceField(fieldname, field.fieldtype, field.options if field.fieldtype == "Link" else None)


def read_filters(doctype: str, text: str | list[Any] | dict[str, Any] | None, label: str) -> list[list[Any]]:
    """The filters written in a rule as `[field, operator, value]` rows, every field checked."""
    filters = parse_filters(text, label)
    for fieldname, _operator, _value in filters:
        source_field(doctype, fieldname)
    return filters


def parse_filters(text: str | list[Any] | dict[str, Any] | None, label: str) -> list[list[Any]]:
    """JSON text, a list or a mapping as `[field, operator, value]` rows."""
    value: Any = text
    if isinstance(text, str):
        try:
            value = json.loads(text) if text.strip() else []
        except json.JSONDecodeError as error:
            frappe.throw(
                _("“{0}” is not valid JSON at character {1}. Write a list such as {2}.").format(
                    label, error.pos, '[["status", "=", "Won"]]'
                )
            )
    if isinstance(value, dict):
        value = [
            [key, *(wanted if _is_condition(wanted) else ("=", wanted))] for key, wanted in value.items()
        ]
    rows = value or []
    if not isinstance(rows, list):
        rows = [rows]
    return [_row(row, label) for row in rows]


def _is_condition(wanted: object) -> bool:
    return isinstance(wanted, list) and len(wanted) == 2 and isinstance(wanted[0], str)


def _row(row: object, label: str) -> list[Any]:
    parts = list(row) if isinstance(row, list) else []
    if len(parts) == 4:
        parts = parts[1:]
    if len(parts) != 3 or not isinstance(parts[0], str) or not isinstance(parts[1], str):
        frappe.throw(
            _("“{0}” has a row that is not field, operator and value. Write it like {1}.").format(
                label, '["status", "=", "Won"]'
            )
        )
    return parts
