"""Boards: what stands in which column, counted and summed over everything that matches."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.boards import board
from comptoir.errors import BadRequestError, PermissionError

DEALS = (
    ("Roof", "New", 100, "EUR"),
    ("Cellar", "New", 50.5, "EUR"),
    ("Garden", "New", 70, "USD"),
    ("Kitchen", "Won", 10, "EUR"),
)


@pytest.fixture
def deals(ctx: Context) -> Context:
    for stage, position, kind in (("Won", 3, "Won"), ("New", 1, "Open"), ("Talks", 2, "Open")):
        if not frappe.db.exists("Deal Stage", stage):
            frappe.get_doc(doctype="Deal Stage", stage_name=stage, position=position, kind=kind).insert()
    client = frappe.get_doc(doctype="Client", client_name="Dupont").insert().name
    for title, stage, amount, currency in DEALS:
        frappe.get_doc(
            doctype="Deal", deal_title=title, client=client, stage=stage, amount=amount, currency=currency
        ).insert()
    return ctx


def asked(ctx: Context, **about: Any) -> dict[str, Any]:
    return board(ctx, "Deal", **{"by": "stage", "fields": ["deal_title"], **about})


def column(answer: dict[str, Any], value: str | None) -> dict[str, Any]:
    return next(each for each in answer["columns"] if each["value"] == value)


class TestTheColumns:
    def test_follow_the_order_of_what_is_linked_to(self, deals: Context) -> None:
        stages = [each["value"] for each in asked(deals)["columns"]]
        wanted = frappe.get_all(
            "Deal Stage", filters={"disabled": 0}, order_by="position, name", pluck="name"
        )
        assert wanted == stages

    def test_follow_the_choices_of_a_select(self, deals: Context) -> None:
        assert ["Open", "Won", "Lost"] == [each["value"] for each in asked(deals, by="status")["columns"]]

    def test_leave_out_what_is_no_longer_used_unless_documents_stand_there(self, deals: Context) -> None:
        for stage in ("Talks", "New"):
            frappe.db.set_value("Deal Stage", stage, "disabled", 1)
        stages = [each["value"] for each in asked(deals)["columns"]]
        assert "Talks" not in stages
        assert "New" == stages[-1]

    def test_begin_with_the_documents_that_have_none(self, deals: Context) -> None:
        answer = asked(deals, by="responsible")
        assert (None, 4) == (answer["columns"][0]["value"], answer["columns"][0]["count"])

    def test_of_too_many_links_are_those_with_documents(self, deals: Context) -> None:
        for number in range(61):
            frappe.get_doc(doctype="Client", client_name=f"Other {number}").insert()
        assert [4] == [each["count"] for each in asked(deals, by="client")["columns"]]


class TestAColumn:
    def test_counts_everything_and_shows_a_page(self, deals: Context) -> None:
        new = column(asked(deals, page_length=2, order_by="amount desc"), "New")
        assert ["Roof", "Garden"] == [row["deal_title"] for row in new["rows"]]
        assert (3, True) == (new["count"], new["has_more"])

    def test_sums_each_currency_apart(self, deals: Context) -> None:
        sums = column(asked(deals, total="amount"), "New")["sums"]
        assert {"EUR": 150.5, "USD": 70} == {each["currency"]: float(each["total"]) for each in sums}

    def test_holds_what_the_filters_leave(self, deals: Context) -> None:
        answer = asked(
            deals, total="amount", filters=[["amount", ">", 60]], or_filters=[["deal_title", "like", "%oo%"]]
        )
        new = column(answer, "New")
        assert (1, ["Roof"]) == (new["count"], [row["deal_title"] for row in new["rows"]])
        assert [100] == [float(each["total"]) for each in new["sums"]]

    def test_is_empty_where_nothing_stands(self, deals: Context) -> None:
        talks = column(asked(deals, total="amount"), "Talks")
        assert {"count": 0, "sums": [], "rows": [], "has_more": False}.items() <= talks.items()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "about",
        [
            {"by": "deal_title"},
            {"by": "nothing"},
            {"total": "deal_title"},
            {"page_length": 0},
            {"page_length": 101},
        ],
    )
    def test_is_what_makes_no_board(self, deals: Context, about: dict[str, Any]) -> None:
        with pytest.raises(BadRequestError):
            asked(deals, **about)

    def test_is_who_may_not_read(self, deals: Context) -> None:
        frappe.get_doc(
            doctype="User", email="driver@example.com", first_name="D", roles=[{"role": "Driver"}]
        ).insert()
        frappe.set_user("driver@example.com")
        with pytest.raises(PermissionError):
            asked(deals)
