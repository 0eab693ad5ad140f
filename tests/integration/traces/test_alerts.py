"""Alert rules: who reads, exports or fails more than a rule allows is told of, once in its time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.errors import ValidationError
from comptoir.sites import Site
from comptoir.traces import counting, operations

from .conftest import Trail

RULE = "Lists of the test"


class Call:
    address = "203.0.113.5"


@pytest.fixture
def asking(ctx: Context, trail: Trail) -> Context:
    """A request of Administrator, on a site with a rule of five rows in ten minutes."""
    counting.flush()
    rule = {
        "doctype": "Access Alert Rule",
        "title": RULE,
        "activity": "Rows listed",
        "at_least": 5,
        "minutes": 10,
    }
    frappe.get_doc(rule | {"roles": [{"role": "System Manager"}]}).insert()
    for number in range(3):
        frappe.get_doc({"doctype": "Client", "client_name": f"Client {number}"}).insert()
    ctx.db.commit()
    trail.forget()
    return replace(ctx, request=Call())


def read(asking: Context, times: int) -> None:
    for _ in range(times):
        get_list(asking, "Client")
    counting.flush()


def told() -> list[Any]:
    return frappe.get_all(
        "ToDo", filters={"description": ["like", f"%{RULE}%"]}, fields=["allocated_to", "priority"]
    )


class TestAlerts:
    def test_below_its_number_a_rule_is_silent(self, asking: Context, trail: Trail) -> None:
        read(asking, 1)
        assert ([], []) == (told(), trail.fresh())

    def test_who_crosses_it_is_told_of_once(self, asking: Context, trail: Trail) -> None:
        read(asking, 1)
        read(asking, 1)
        read(asking, 3)
        assert [("Administrator", "High")] == [(row.allocated_to, row.priority) for row in told()]
        alerts = [row for row in trail.fresh() if row["operation"] == operations.ALERT]
        assert [("Administrator", RULE)] == [(row["user"], row["reference_name"]) for row in alerts]

    def test_another_window_tells_again(self, asking: Context, site: Site) -> None:
        read(asking, 2)
        site.cache.delete(f"alert:{RULE}:Administrator")
        read(asking, 2)
        assert 2 == len(told())

    def test_a_rule_that_is_disabled_is_silent(self, asking: Context, ctx: Context) -> None:
        read(asking, 1)
        rule = frappe.get_doc("Access Alert Rule", RULE)
        rule.enabled = 0
        rule.save()
        ctx.db.commit()
        read(asking, 5)
        assert [] == told()

    def test_what_jobs_and_commands_read_is_not_counted(self, asking: Context, ctx: Context) -> None:
        read(ctx, 5)
        assert [] == told()


class TestRules:
    def test_a_new_site_has_a_rule_for_each_activity(self, ctx: Context) -> None:
        assert set(counting.ACTIVITIES) == set(frappe.get_all("Access Alert Rule", pluck="activity"))

    def test_a_rule_needs_numbers(self, ctx: Context) -> None:
        rule = frappe.get_doc("Access Alert Rule", "Many rows listed")
        rule.minutes = 0
        with pytest.raises(ValidationError):
            rule.save()
