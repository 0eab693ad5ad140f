"""Indicators: what is counted, for whom, and what it is worth."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate
from regioncrm.kpi.kpi_rule import preview
from regioncrm.kpi.schedule import compute_enabled_rules

New = Callable[..., Any]
ActingAs = Callable[[str], AbstractContextManager[None]]
WON = json.dumps([["status", "=", "Won"]])


def rule_values(**values: Any) -> dict[str, Any]:
    return {
        "rule_name": "Test indicator",
        "source_doctype": "Deal",
        "date_field": "closed_on",
        "filters": json.dumps([["deal_title", "like", "KPI %"]]),
        "period": "Month",
        "scope": "Company",
        "aggregate": "Count",
        **values,
    }


@pytest.fixture
def deals(new: New, company: Any) -> None:
    """In this month: two won (100 and 50) by Anna, one lost (30) by Boris; one won (1000) long ago by Boris."""
    client = new("Client", client_name="Alpha").name
    other = new("Client", client_name="Omega").name
    long_ago = add_days(nowdate(), -400)
    for title, stage, amount, person, of, closed in (
        ("KPI 1", "Won", 100, company.anna, client, None),
        ("KPI 2", "Won", 50, company.anna, client, None),
        ("KPI 3", "Lost", 30, company.boris, other, None),
        ("KPI 4", "Won", 1000, company.boris, other, long_ago),
    ):
        reason = "Price" if stage == "Lost" else None
        new(
            "Deal", deal_title=title, client=of, stage=stage, amount=amount, responsible=person.employee,
            lost_reason=reason, closed_on=closed, branch=frappe.db.get_value("Employee", person.employee, "branch"),
        )  # fmt: skip


@pytest.mark.usefixtures("deals")
class TestMeasures:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"aggregate": "Count"}, 3),
            ({"aggregate": "Sum", "value_field": "amount"}, 180),
            ({"aggregate": "Average", "value_field": "amount"}, 60),
            ({"aggregate": "Distinct", "value_field": "client"}, 2),
            ({"aggregate": "Share", "share_filters": WON}, 66.67),
            ({"aggregate": "Count", "period": "Rolling", "rolling_days": 800}, 4),
            ({"aggregate": "Count", "date_field": "creation"}, 4),
        ],
        ids=["count", "sum", "average", "distinct", "share", "rolling", "datetime"],
    )
    def test_value_over_the_period(self, new: New, values: dict[str, Any], expected: float) -> None:
        assert expected == new("KPI Rule", **rule_values(**values)).last_value

    def test_the_number_of_records_is_kept(self, new: New) -> None:
        rule = new("KPI Rule", **rule_values(aggregate="Sum", value_field="amount"))
        assert 3 == rule.last_records

    def test_nothing_to_average_is_no_value(self) -> None:
        values = rule_values(aggregate="Average", value_field="amount")
        assert preview(values, day="2001-01-01")["value"] is None


def test_tasks_are_overdue_alike_as_an_indicator_and_on_a_card(new: New) -> None:
    for days in (1, 60, 400, 1000):
        new("Task", subject=f"Late by {days}", due_on=add_days(nowdate(), -days))
    new("Task", subject="In time", due_on=add_days(nowdate(), 1))
    card = frappe.get_doc("Number Card", "Overdue tasks")
    late = frappe.db.count(card.document_type, json.loads(card.filters_json))
    assert (4, 4) == (late, preview("Overdue tasks")["value"])


@pytest.mark.usefixtures("deals")
class TestScope:
    @pytest.mark.parametrize(
        ("scope", "field", "expected"),
        [("Employee", "responsible", 150), ("Branch", "responsible", 150), ("Branch", "branch", 150)],
    )
    def test_only_what_belongs_to_the_subject(
        self, new: New, company: Any, scope: str, field: str, expected: float
    ) -> None:
        subject = {"Employee": company.anna.employee, "Branch": company.branch}[scope]
        values = rule_values(
            aggregate="Sum",
            value_field="amount",
            scope=scope,
            attribution_field=field,
            **{scope.lower(): subject},
        )
        assert expected == new("KPI Rule", **values).last_value

    def test_a_branch_counts_the_branches_below_it(self, new: New, company: Any) -> None:
        values = rule_values(scope="Branch", attribution_field="branch", branch=company.head_office)
        assert 3 == new("KPI Rule", **values).last_value

    def test_a_user_field_attributes_to_the_employee(self, new: New, company: Any) -> None:
        values = rule_values(scope="Employee", attribution_field="owner", employee=company.anna.employee)
        assert 0 == new("KPI Rule", **values).last_value

    def test_a_field_that_names_nobody_is_refused(self, new: New, company: Any) -> None:
        values = rule_values(scope="Employee", attribution_field="stage", employee=company.anna.employee)
        with pytest.raises(frappe.ValidationError, match="which record belongs"):
            new("KPI Rule", **values)


@pytest.mark.usefixtures("deals")
class TestScore:
    def test_the_achievement_is_judged_by_the_thresholds(self, new: New) -> None:
        steps = [
            {"from_percent": 0, "score": 0, "label": "Low"},
            {"from_percent": 70, "score": 50, "label": "Close"},
        ]
        rule = new("KPI Rule", **rule_values(plan=4, thresholds=steps))
        assert (75, 50, "Close") == (rule.last_achievement, rule.last_score, rule.last_level)

    def test_two_thresholds_at_the_same_place_are_refused(self, new: New) -> None:
        steps = [{"from_percent": 70, "score": 0}, {"from_percent": 70, "score": 50}]
        with pytest.raises(frappe.ValidationError, match="Two thresholds"):
            new("KPI Rule", **rule_values(thresholds=steps))


class TestRuleThatCannotBeComputed:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"date_field": "deal_title"}, "not a date"),
            ({"date_field": "closed"}, "no field closed"),
            ({"aggregate": "Sum", "value_field": "stage"}, "not a number"),
            ({"filters": '[["colour", "=", "red"]]'}, "no field colour"),
            ({"filters": '[["status", "Won"]]'}, "not field, operator and value"),
            ({"aggregate": "Share", "share_filters": "[]"}, "success"),
            ({"source_doctype": "Deal Item", "date_field": "creation"}, "no records of its own"),
            ({"source_doctype": "Employee", "date_field": "birthday", "filters": "[]"}, "protected"),
        ],
        ids=[
            "no date",
            "unknown date",
            "no number",
            "unknown filter",
            "bad filter",
            "no success",
            "child",
            "level",
        ],
    )
    def test_is_refused_with_a_sentence(self, new: New, values: dict[str, Any], sentence: str) -> None:
        with pytest.raises(frappe.ValidationError, match=sentence):
            new("KPI Rule", **rule_values(**values))


@pytest.mark.usefixtures("deals")
class TestPreview:
    def test_shows_the_number_without_saving(self) -> None:
        value = preview(json.dumps(rule_values()))["value"]
        assert (3, None) == (value, frappe.db.exists("KPI Rule", "Test indicator"))

    def test_is_refused_to_those_who_may_not_read_the_source(self, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.diane.user), pytest.raises(frappe.PermissionError):
            preview(rule_values(source_doctype="Has Role", date_field="creation", filters="[]"))

    def test_is_refused_to_those_without_rights_to_indicators(
        self, company: Any, acting_as: ActingAs
    ) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.PermissionError):
            preview(rule_values())


@pytest.mark.usefixtures("deals")
class TestNightlyRun:
    def test_brings_the_stored_value_up_to_date(self, new: New) -> None:
        rule = new("KPI Rule", **rule_values())
        frappe.db.set_value("KPI Rule", rule.name, "last_value", 77)
        compute_enabled_rules()
        assert 3 == frappe.db.get_value("KPI Rule", rule.name, "last_value")

    def test_one_broken_rule_does_not_stop_the_others(self, new: New) -> None:
        rule = new("KPI Rule", **rule_values())
        broken = new("KPI Rule", **rule_values(rule_name="Broken indicator"))
        frappe.db.set_value("KPI Rule", broken.name, "date_field", "gone")
        frappe.db.set_value("KPI Rule", rule.name, "last_value", 77)
        counts = compute_enabled_rules()
        assert (1, 3) == (counts["failed"], frappe.db.get_value("KPI Rule", rule.name, "last_value"))
