"""Charts and number cards are reports that are kept: everybody sees them with their own numbers."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.desk import dashboards
from comptoir.errors import ComptoirError, PermissionError

ANNA, BORIS = "anna@example.com", "boris@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def tasks(ctx: Context) -> Context:
    for user in (ANNA, BORIS):
        new("User", email=user, first_name=user[:4], roles=[{"role": "Sales User"}])
    for branch, name in (("Nord", "One"), ("Nord", "Two"), ("Sud", "Three")):
        if not frappe.db.exists("Branch", branch):
            new("Branch", branch_name=branch)
        new("Client", client_name=name, branch=branch, credit_limit=100)
    new("User Permission", user=ANNA, allow="Branch", for_value="Nord")
    return ctx


def card(**values: Any) -> Any:
    return new("Number Card", label="Clients", document_type="Client", function="Count", **values)


def by_branch(**values: Any) -> Any:
    grouped = {"chart_type": "Group By", "group_by_based_on": "branch", "type": "Donut"}
    return new("Dashboard Chart", chart_name="By branch", document_type="Client", **grouped, **values)


def groups(told: dict[str, Any]) -> dict[str, Any]:
    return {group["keys"][0]: group["values"][0] for group in told["answer"]["levels"][0]["groups"]}


def test_a_chart_counts_for_its_reader(tasks: Context) -> None:
    name = by_branch(is_public=1).name
    told = dashboards.chart(tasks, name)
    assert ("donut", ("branch",), ("count",)) == (told["drawing"], told["rows"], told["numbers"])
    assert {"Nord": 2, "Sud": 1} == groups(told)
    with use(tasks.acting_as(ANNA)) as anna:
        assert {"Nord": 2} == groups(dashboards.chart(anna, name))


def test_a_chart_along_the_time_draws_its_span(tasks: Context) -> None:
    values = {"based_on": "creation", "time_interval": "Monthly", "value_based_on": "credit_limit"}
    name = new(
        "Dashboard Chart", chart_name="Along", document_type="Client", chart_type="Sum", **values
    ).name  # fmt: skip
    told = dashboards.chart(tasks, name)
    assert (("creation:month",), ("sum:credit_limit",)) == (told["rows"], told["numbers"])
    assert ["creation", "timespan", "last 12 months"] in told["filters"]
    assert [[(None, 300.0)]] == list(groups(told).values())


def test_a_custom_chart_is_any_report(tasks: Context) -> None:
    made = {"rows": ["city"], "columns": ["branch"], "numbers": ["count"], "drawing": "stacked"}
    name = new(
        "Dashboard Chart", chart_name="Pivot", document_type="Client", chart_type="Custom",
        custom_options=json.dumps(made),
    ).name  # fmt: skip
    told = dashboards.chart(tasks, name)
    assert ("stacked", ("branch",)) == (told["drawing"], told["columns"])


def test_a_custom_chart_may_show_the_time_before(tasks: Context) -> None:
    one, two = frappe.get_all("Client", filters={"branch": "Nord"}, pluck="name")
    for name, day in ((one, "2026-02-03"), (two, "2026-01-20")):
        frappe.db.set_value("Client", name, "first_contact_on", day)
    made = {"rows": ["branch"], "numbers": ["count"], "compare": True}
    values = {"document_type": "Client", "chart_type": "Custom", "custom_options": json.dumps(made)}
    filters = '[["first_contact_on", "between", ["2026-02-01", "2026-02-28"]]]'
    name = new("Dashboard Chart", chart_name="Beside", filters_json=filters, is_public=1, **values).name
    told = dashboards.chart(tasks, name)
    assert told["compare"]
    assert ("2026-01-01", "2026-01-31") == tuple(map(str, told["answer"]["period"]["before"]))
    assert [([1], [1])] == [(g["values"], g["before"]) for g in told["answer"]["levels"][0]["groups"]]
    assert [True] == [each["compare"] for each in dashboards.about(tasks, "Client")["charts"]]
    plain = dashboards.chart(tasks, by_branch().name)
    assert (False, None) == (plain["compare"], plain["answer"]["period"])
    with pytest.raises(ComptoirError, match="period"):
        new("Dashboard Chart", chart_name="Without", **values)


def test_a_card_tells_what_was_there_before(tasks: Context) -> None:
    first = frappe.get_all("Client", pluck="name")[0]
    frappe.db.set_value("Client", first, "creation", "2020-01-01 10:00:00")
    told = dashboards.card(tasks, card(is_public=1).name)
    assert ([3], [1]) == (told["values"], told["before"])
    assert [2] == dashboards.card(tasks, card(filters_json='{"branch": "Nord"}').name)["values"]
    assert "Clients 2" == frappe.get_all("Number Card", order_by="creation desc", pluck="name")[0]


def test_what_is_not_public_is_its_owners(tasks: Context) -> None:
    with use(tasks.acting_as(ANNA)) as anna:
        mine = card().name
        assert [2] == dashboards.card(anna, mine)["values"]
        with pytest.raises(PermissionError):
            card(is_public=1)
    with use(tasks.acting_as(BORIS)) as boris:
        assert mine not in frappe.get_list("Number Card", pluck="name", limit=0)
        with pytest.raises(ComptoirError):
            dashboards.card(boris, mine)


def test_who_may_not_report_sees_no_number(tasks: Context) -> None:
    name = new("Number Card", label="Users", document_type="User", function="Count", is_public=1).name
    with use(tasks.acting_as(ANNA)) as anna, pytest.raises(PermissionError):
        dashboards.card(anna, name)


def test_a_report_is_kept_on_a_dashboard(tasks: Context) -> None:
    with use(tasks.acting_as(ANNA)) as anna:
        values = {
            "chart_name": "Mine",
            "document_type": "Client",
            "chart_type": "Group By",
            "group_by_based_on": "city",
        }
        kept = dashboards.keep(anna, values, title="My board")
        told = dashboards.dashboard(anna, kept["dashboard"])
        assert ("My board", [{"name": kept["chart"], "width": "Half"}], True) == (
            told["title"],
            told["charts"],
            told["can_write"],
        )
        again = {**values, "chart_name": "Second"}
        assert kept["dashboard"] == dashboards.keep(anna, again, kept["dashboard"])["dashboard"]
    with use(tasks.acting_as(BORIS)) as boris:
        assert kept["dashboard"] not in [each["name"] for each in dashboards.dashboard(boris)["dashboards"]]
        with pytest.raises(ComptoirError):
            dashboards.dashboard(boris, kept["dashboard"])
        with pytest.raises(ComptoirError):
            dashboards.keep(boris, {**values, "chart_name": "Third"}, kept["dashboard"])


@pytest.mark.parametrize(
    "values",
    [
        {"group_by_based_on": "no_such_field"},
        {"group_by_based_on": "branch", "filters_json": "[["},
        {"group_by_based_on": "branch", "filters_json": '[["no_such_field", "=", 1]]'},
        {"group_by_based_on": "branch", "group_by_type": "Sum", "aggregate_function_based_on": "client_name"},
    ],
)
def test_a_chart_of_nothing_is_not_kept(tasks: Context, values: dict[str, Any]) -> None:
    with pytest.raises(ComptoirError):
        new("Dashboard Chart", chart_name="Wrong", document_type="Client", chart_type="Group By", **values)
