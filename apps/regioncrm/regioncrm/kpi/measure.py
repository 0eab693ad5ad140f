"""Measuring an indicator: from a rule and a span of days to a number, in one or two queries over the source.

The reader decides whose records are counted: those of the actor in a preview, and in the stored value, which must not
depend on who pressed the button, those of whoever said what is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, flt

from regioncrm.kpi.periods import Span
from regioncrm.kpi.source import read_filters, source_field
from regioncrm.org.tree import parents_of, with_descendants

Reader = Callable[..., list[Any]]


@dataclass(frozen=True)
class Measured:
    """A number and how many records made it; no value where there is nothing to divide by."""

    value: float | None
    records: int


def measure(rule: Any, span: Span, reader: Reader) -> Measured:
    """The value of `rule` over `span`.

    Args:
        rule: a KPI Rule document, saved or not.
        span: the days to count.
        reader: takes what `frappe.get_list` takes.
    """
    filters = [
        *read_filters(rule.source_doctype, rule.filters, _("Filter")),
        [rule.date_field, ">=", str(span.start)],
        [rule.date_field, "<", str(span.after)],
        *subject_filters(rule),
    ]
    records = _number(reader, rule.source_doctype, filters, "count(name)")
    return Measured(_value(rule, filters, records, reader), cint(records))


def _value(rule: Any, filters: list[list[Any]], records: float, reader: Reader) -> float | None:
    if rule.aggregate == "Count":
        return float(records)
    if rule.aggregate == "Share":
        successes = read_filters(rule.source_doctype, rule.share_filters, _("Counted as success"))
        matching = _number(reader, rule.source_doctype, [*filters, *successes], "count(name)")
        return round(100 * matching / records, 4) if records else None
    if rule.aggregate == "Distinct":
        rows = reader(
            rule.source_doctype,
            filters=[*filters, [rule.value_field, "is", "set"]],
            fields=[rule.value_field],
            group_by=rule.value_field,
            order_by=f"{rule.value_field} asc",
            limit_page_length=0,
        )
        return float(len(rows))
    if rule.aggregate == "Average" and not records:
        return None
    function = {"Sum": "sum", "Average": "avg"}[rule.aggregate]
    return _number(reader, rule.source_doctype, filters, f"{function}({rule.value_field})")


def _number(reader: Reader, doctype: str, filters: list[list[Any]], expression: str) -> float:
    """One aggregate over all matching records."""
    rows = reader(
        doctype, filters=filters, fields=[f"{expression} as number"], order_by="", limit_page_length=1
    )
    return flt(rows[0]["number"]) if rows else 0.0


def subject_filters(rule: Any) -> list[list[Any]]:
    """The filters that keep only the records attributed to the rule's branch, department or employee."""
    if rule.scope == "Company":
        return []
    subject = rule.get(rule.scope.lower())
    if not subject:
        frappe.throw(_("Choose whom the indicator {0} is for.").format(rule.rule_name))
    target = source_field(rule.source_doctype, rule.attribution_field).target
    if target == rule.scope == "Employee":
        return [[rule.attribution_field, "=", subject]]
    if target == rule.scope:
        return [[rule.attribution_field, "in", units(rule.scope, subject)]]
    people = employees_of(rule.scope, subject)
    if target == "Employee":
        return [[rule.attribution_field, "in", [row["name"] for row in people] or [""]]]
    if target == "User":
        return [[rule.attribution_field, "in", [row["user"] for row in people if row["user"]] or [""]]]
    frappe.throw(
        _(
            "{0} does not say which record belongs to which {1}. Name a link to an employee, a user or a {1}."
        ).format(rule.attribution_field, _(rule.scope))
    )
    raise AssertionError("frappe.throw returned")


def units(scope: str, subject: str) -> list[str]:
    """A branch or department with everything below it."""
    parent_field = {"Branch": "parent_branch", "Department": "parent_department"}[scope]
    return with_descendants(parents_of(scope, parent_field), subject)


def employees_of(scope: str, subject: str) -> list[dict[str, Any]]:
    """The people of the subject, those who have left included: their past work still counts."""
    wanted = ["name", "=", subject] if scope == "Employee" else [scope.lower(), "in", units(scope, subject)]
    rows: list[dict[str, Any]] = frappe.get_all(
        "Employee", filters=[wanted], fields=["name", "user"], limit_page_length=0
    )
    return rows
