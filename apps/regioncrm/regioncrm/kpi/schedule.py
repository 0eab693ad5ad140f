"""The nightly run that keeps the stored values of indicators up to date."""

from __future__ import annotations

import frappe

from regioncrm.kpi.kpi_rule import stored_result


def compute_enabled_rules() -> dict[str, int]:
    """Compute every enabled rule. One that no longer fits its source is logged and does not stop the others.

    Writes only the result fields, and leaves `modified` alone: nobody edited the rules.
    """
    counts = {"computed": 0, "failed": 0}
    for name in frappe.get_all("KPI Rule", filters={"enabled": 1}, pluck="name", limit_page_length=0):
        rule = frappe.get_doc("KPI Rule", name)
        try:
            rule.counted_as = rule.counted_as or rule.owner
            rule.check_definition()
            result = rule.evaluate(rule.span_of(), rule.reader())
        except frappe.ValidationError as error:
            frappe.log_error(title=f"KPI Rule {name}", message=str(error))
            counts["failed"] += 1
            continue
        frappe.db.set_value("KPI Rule", name, stored_result(*result), update_modified=False)
        counts["computed"] += 1
    return counts
