"""What the start page tells: the workspace of a role, one's own arrangement, what needs somebody, what a site lacks."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.desk import dashboards, guidance, workspaces
from comptoir.errors import ComptoirError, PermissionError

ANNA, PIERRE = "anna@example.com", "pierre@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def people(ctx: Context) -> Context:
    for user, role in ((ANNA, "Sales User"), (PIERRE, "Storekeeper")):
        new("User", email=user, first_name=user[:4], roles=[{"role": role}])
    new("Branch", branch_name="Lyon")
    new("Employee", first_name="Anna", branch="Lyon", user=ANNA)
    return ctx


def offered(ctx: Context) -> list[str]:
    return [entry["name"] for entry in workspaces.workspace(ctx)["workspaces"]]


def test_a_role_sees_its_workspaces(people: Context) -> None:
    with use(people.acting_as(ANNA)) as anna:
        assert ["Selling", "Tasks and visits"] == offered(anna)
        assert "number_card" == workspaces.workspace(anna)["blocks"][0]["type"]
    with use(people.acting_as(PIERRE)) as pierre:
        assert ["Stock and purchase", "Tasks and visits"] == offered(pierre)
        with pytest.raises(ComptoirError):
            workspaces.workspace(pierre, "Selling")


def test_everything_that_ships_can_be_looked_at(people: Context) -> None:
    for name in frappe.get_all("Dashboard", pluck="name"):
        told = dashboards.dashboard(people, name)
        for chart in told["charts"]:
            assert dashboards.chart(people, chart["name"])["answer"]["levels"]
        for card in told["cards"]:
            assert dashboards.card(people, card)["values"]
    shown = {
        block["name"] for name in offered(people) for block in workspaces.workspace(people, name)["blocks"]
    }
    known = {*frappe.get_all("Number Card", pluck="name"), *frappe.get_all("Dashboard Chart", pluck="name")}
    assert {name for name in shown if not frappe.db.exists("DocType", name)} <= known


def test_lists_that_one_may_not_read_are_left_out(people: Context) -> None:
    new("User", email="book@example.com", first_name="Bea", roles=[{"role": "Accountant"}])
    with use(people.acting_as(ANNA)) as anna:
        assert "Lead" in {block["name"] for block in workspaces.workspace(anna, "Selling")["blocks"]}
    with use(people.acting_as("book@example.com")) as book:
        shown = {block["name"] for block in workspaces.workspace(book, "Selling")["blocks"]}
    assert ("Lead" not in shown, "Deal" in shown) == (True, True)


def blocks_of(ctx: Context, name: str) -> set[str]:
    return {block["name"] for block in workspaces.workspace(ctx, name)["blocks"]}


def test_numbers_that_one_may_not_report_on_are_left_out(people: Context) -> None:
    new("User", email="driver@example.com", first_name="Dan", roles=[{"role": "Driver"}])
    selling = frappe.get_doc("Workspace", "Selling")
    selling.append("roles", {"role": "Driver"})
    selling.save()
    with use(people.acting_as(ANNA)) as anna:
        assert {"Open deals", "Deals by stage"} <= blocks_of(anna, "Selling")
    with use(people.acting_as("driver@example.com")) as driver:
        assert not {"Open deals", "Deals by stage"} & blocks_of(driver, "Selling")


def test_dashboards_of_which_nothing_is_left_are_not_offered(people: Context) -> None:
    new("User", email="driver@example.com", first_name="Dan", roles=[{"role": "Driver"}])
    with use(people.acting_as("driver@example.com")) as driver:
        told = dashboards.dashboard(driver)
        assert ("Tasks overview", ["Tasks overview"]) == (
            told["name"],
            [each["name"] for each in told["dashboards"]],
        )
        assert all(dashboards.card(driver, card)["values"] for card in told["cards"])
        bare = dashboards.dashboard(driver, "Sales overview")
        assert ([], []) == (bare["cards"], bare["charts"])
    assert "Sales overview" == dashboards.dashboard(people)["name"]


def test_a_dashboard_is_offered_before_anything_stands_on_it(people: Context) -> None:
    new("Dashboard", dashboard_name="Empty yet")
    assert "Empty yet" in [each["name"] for each in dashboards.dashboard(people)["dashboards"]]


def test_an_own_arrangement_is_kept_and_forgotten(people: Context) -> None:
    with use(people.acting_as(ANNA)) as anna:
        blocks = workspaces.workspace(anna)["blocks"]
        workspaces.arrange(anna, "Selling", list(reversed(blocks)))
        workspaces.arrange(anna, "Selling", blocks[1:3])
        told = workspaces.workspace(anna)
        assert (True, [blocks[1], blocks[2]], ["Selling", "Tasks and visits"]) == (
            told["own"], told["blocks"], offered(anna)
        )  # fmt: skip
    assert workspaces.workspace(people, "Selling")["blocks"] == blocks
    with use(people.acting_as(ANNA)) as anna:
        workspaces.reset(anna, "Selling")
        assert (False, blocks) == (workspaces.workspace(anna)["own"], workspaces.workspace(anna)["blocks"])


def test_a_list_shows_its_own_fields_in_an_own_arrangement_too(people: Context) -> None:
    def shown(ctx: Context) -> list[Any]:
        blocks = workspaces.workspace(ctx, "Selling")["blocks"]
        return [block["fields"] for block in blocks if block["type"] == "quick_list"]

    with use(people.acting_as(ANNA)) as anna:
        assert [["expected_close", "amount"], []] == shown(anna)
        blocks = workspaces.workspace(anna, "Selling")["blocks"]
        workspaces.arrange(anna, "Selling", [{**block, "fields": [1, *block["fields"]]} for block in blocks])
        assert [["expected_close", "amount"], []] == shown(anna)


def test_nobody_arranges_for_others(people: Context) -> None:
    with use(people.acting_as(ANNA)) as anna:
        for values in ({"public": 1}, {"for_user": PIERRE}):
            with pytest.raises(PermissionError):
                new("Workspace", label="For all", title="For all", **values)
        for blocks in ([{"type": "script"}], ["x"], [{"type": "header"}] * 61):
            with pytest.raises(ComptoirError):
                workspaces.arrange(anna, "Selling", blocks)
        with pytest.raises(ComptoirError):
            workspaces.arrange(anna, "Stock and purchase", [])


def test_attention_tells_late_tasks_and_those_handed_in(people: Context) -> None:
    employee = frappe.db.get_value("Employee", {"user": ANNA}, "name")
    late = new("Task", subject="Late", assigned_to=employee, due_on="2020-01-01 10:00:00")
    with use(people.acting_as(ANNA)) as anna:
        told = {entry["title"]: entry for entry in workspaces.attention(anna)}
        assert (1, late.name) == (told["Overdue"]["count"], told["Overdue"]["rows"][0]["name"])
        assert 0 == told["Due today"]["count"]
    assert ["Waiting for your acceptance"] == [entry["title"] for entry in workspaces.attention(people)]


def test_attention_leaves_out_what_one_may_not_read(people: Context) -> None:
    driver = "driver@example.com"
    new("User", email=driver, first_name="Driver", roles=[{"role": "Driver"}])
    new("Employee", first_name="Driver", branch="Lyon", user=driver)
    with use(people.acting_as(driver)) as acting:
        assert {"Task", "Route Sheet"} == {entry["doctype"] for entry in workspaces.attention(acting)}


def test_attention_tells_the_route_of_today(people: Context) -> None:
    driver, other = (
        new("Employee", first_name=name, branch="Lyon", user=user).name
        for name, user in (("Pierre", PIERRE), ("Other", None))
    )
    stops = [{"address": "Post office"}]
    today = new("Route Sheet", driver=driver, stops=stops).submit()
    new("Route Sheet", driver=driver, stops=stops, route_date="2020-01-01")
    new("Route Sheet", driver=other, stops=stops)
    new("Route Sheet", driver=driver, stops=stops).submit().cancel()
    with use(people.acting_as(PIERRE)) as pierre:
        route = next(entry for entry in workspaces.attention(pierre) if entry["title"] == "My route today")
        assert (1, [(today.name, today.name)]) == (
            route["count"], [(row["name"], row["title"]) for row in route["rows"]]
        )  # fmt: skip


def test_first_steps_tick_themselves(people: Context) -> None:
    before = {step["title"]: step["done"] for step in workspaces.first_steps(people)}
    assert (True, False) == (before["Invite people"], before["Import your clients"])
    new("Client", client_name="First")
    after = {step["title"]: step["done"] for step in workspaces.first_steps(people)}
    assert after["Import your clients"]


def steps_of(ctx: Context, user: str) -> dict[str, bool]:
    with use(ctx.acting_as(user)) as acting:
        return {step["title"]: step["done"] for step in workspaces.first_steps(acting)}


def test_first_steps_of_people_tick_as_they_take_them(people: Context) -> None:
    before = steps_of(people, ANNA)
    assert {"Enter your first client", "Plan your first task", "Have a look around"} < before.keys()
    assert not any(before.values())
    assert "Enter your first client" not in steps_of(people, PIERRE)
    user = frappe.get_doc("User", ANNA)
    user.update({"language": "fr", "user_image": "/files/anna.png"})
    user.save()
    with use(people.acting_as(ANNA)) as anna:
        new("Client", client_name="First", branch="Lyon")
        new("Task", subject="Call them", branch="Lyon")
        guidance.remember(anna, "tour", "finished")
        guidance.remember(anna, "search", "used")
    after = steps_of(people, ANNA)
    assert before.keys() == after.keys()
    assert all(after.values())
    assert not any(steps_of(people, PIERRE).values())


def test_first_steps_are_put_away_for_one(people: Context) -> None:
    with use(people.acting_as(ANNA)) as anna:
        guidance.remember(anna, "first_steps", "put away")
    assert {} == steps_of(people, ANNA)
    assert steps_of(people, PIERRE)
