"""KPI Rule: an indicator. Which records are counted, for whom, over what time, against which plan.

Invariant: a saved rule can be computed; what it refers to exists. `last_value` is what the records that
`counted_as` may read gave at `last_computed_on`, whoever had it computed; a preview counts what the actor may read.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate, now_datetime, nowdate

from regioncrm.kpi.measure import Measured, Reader, measure, subject_filters
from regioncrm.kpi.periods import Span, span
from regioncrm.kpi.scoring import Step, Verdict, achievement, verdict
from regioncrm.kpi.source import DATES, NUMBERS, check_source, read_filters, source_field


class KPIRule(Document):
    """Checks what the rule refers to and keeps the latest value beside it."""

    def validate(self) -> None:
        self.counted_as = self.counter()
        self.check_definition()
        if self.enabled:
            self.remember(*self.evaluate(self.span_of(), self.reader()))

    def counter(self) -> str:
        """Whoever last changed what is counted: nobody learns from an indicator what they may not read."""
        before = self.get_doc_before_save()
        if before is None or any(self.has_value_changed(fieldname) for fieldname in DEFINITION):
            return str(frappe.session.user)
        return str(before.counted_as or before.owner)

    def reader(self) -> Reader:
        """Lists what `counted_as` may read."""
        return partial(frappe.get_list, user=self.counted_as)

    def check_definition(self) -> None:
        """Refuse a rule that could not be computed, saying what to correct."""
        frappe.has_permission(self.source_doctype, "read", throw=True)
        if self.counted_as and not frappe.has_permission(self.source_doctype, "read", user=self.counted_as):
            frappe.throw(
                _(
                    "{0}, as whom {1} is counted, may not read {2}. Change what it counts, to count it as yourself."
                ).format(self.counted_as, self.rule_name, _(self.source_doctype))
            )
        check_source(self.source_doctype)
        if source_field(self.source_doctype, self.date_field or "").fieldtype not in DATES:
            frappe.throw(
                _("{0} is not a date, so it cannot put a record into a period.").format(self.date_field)
            )
        read_filters(self.source_doctype, self.filters, _("Filter"))
        self.check_measure()
        subject_filters(self)
        self.check_thresholds()

    def check_measure(self) -> None:
        if self.aggregate in ("Sum", "Average"):
            if source_field(self.source_doctype, self.value_field or "").fieldtype not in NUMBERS:
                frappe.throw(
                    _(
                        "{0} is not a number, so it cannot be summed or averaged. Choose another value field."
                    ).format(self.value_field)
                )
        elif self.aggregate == "Distinct":
            source_field(self.source_doctype, self.value_field or "")
        elif self.aggregate == "Share" and not read_filters(
            self.source_doctype, self.share_filters, _("Counted as success")
        ):
            frappe.throw(
                _("Say which records of {0} count as success, otherwise the share is always 100 %.").format(
                    self.rule_name
                )
            )

    def check_thresholds(self) -> None:
        limits = [flt(row.from_percent) for row in self.get("thresholds")]
        if len(limits) != len(set(limits)):
            frappe.throw(
                _("Two thresholds of {0} begin at the same achievement. Remove one of them.").format(
                    self.rule_name
                )
            )

    def span_of(self, day: str | None = None) -> Span:
        """The rule's period that holds `day`, by default today."""
        return span(self.period, getdate(day or nowdate()), cint(self.rolling_days))

    def evaluate(self, days: Span, reader: Reader) -> tuple[Span, Measured, Verdict]:
        """Measure the rule over `days` and compare it with the plan."""
        measured = measure(self, days, reader)
        percent = achievement(measured.value, flt(self.plan), self.direction)
        steps = [Step(flt(row.from_percent), flt(row.score), row.label) for row in self.get("thresholds")]
        return days, measured, verdict(percent, steps, flt(self.max_score))

    def remember(self, days: Span, measured: Measured, judged: Verdict) -> None:
        """Put a result into the fields shown on the form."""
        self.update(stored_result(days, measured, judged))

    @frappe.whitelist()
    def compute(self) -> dict[str, Any]:
        """Compute the rule now, store the result and return it."""
        self.save()
        return {fieldname: self.get(fieldname) for fieldname in RESULT_FIELDS}


DEFINITION = (
    "source_doctype", "date_field", "filters", "aggregate", "value_field", "share_filters", "scope", "branch",
    "department", "employee", "attribution_field", "period", "rolling_days",
)  # fmt: skip
"""What decides which records are counted."""
RESULT_FIELDS = (
    "last_value", "last_records", "last_achievement", "last_score", "last_level", "last_period_start",
    "last_period_end", "last_computed_on",
)  # fmt: skip


def stored_result(days: Span, measured: Measured, judged: Verdict) -> dict[str, Any]:
    """A result as the fields of the document; a column of numbers holds 0 where there is nothing."""
    return {
        "last_value": measured.value or 0,
        "last_records": measured.records,
        "last_achievement": judged.achievement or 0,
        "last_score": judged.score or 0,
        "last_level": judged.level,
        "last_period_start": days.start,
        "last_period_end": days.end,
        "last_computed_on": now_datetime(),
    }


@frappe.whitelist()
def preview(doc: str | dict[str, Any], day: str | None = None) -> dict[str, Any]:
    """What a rule gives on `day` for the actor, without saving anything.

    Args:
        doc: the name of a rule, or a rule as the form holds it (JSON text or a mapping).
        day: any day of the period; today when left out.
    """
    frappe.has_permission("KPI Rule", "read", throw=True)
    document = as_rule(doc)
    document.check_definition()
    days, measured, judged = document.evaluate(document.span_of(day), frappe.get_list)
    return {
        "value": measured.value,
        "records": measured.records,
        "achievement": judged.achievement,
        "score": judged.score,
        "level": judged.level,
        "period_start": str(days.start),
        "period_end": str(days.end),
    }


def as_rule(rule: str | dict[str, Any]) -> KPIRule:
    """The saved rule of that name, or an unsaved document from the given values."""
    values = frappe.parse_json(rule) if isinstance(rule, str) and rule.lstrip().startswith("{") else rule
    if isinstance(values, dict):
        document: KPIRule = frappe.get_doc({**values, "doctype": "KPI Rule"})
        return document
    document = frappe.get_doc("KPI Rule", values)
    document.check_permission("read")
    return document
