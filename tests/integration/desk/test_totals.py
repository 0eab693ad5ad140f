"""Groups and totals of a list: what the actor sees, each currency for itself."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import totals
from comptoir.errors import ComptoirError, DataError, PermissionError

from ...conftest import Acting
from .conftest import ANNA, BORIS


@pytest.fixture
def owing(ctx: Context, clients: list[str]) -> list[str]:
    for name, limit, currency, day in zip(
        clients, (100, 20.5, 7), ("EUR", "USD", "EUR"), ("2026-01-31", "2026-02-01", None), strict=True
    ):
        frappe.get_doc("Client", name).update(
            {"credit_limit": limit, "currency": currency, "first_contact_on": day}
        ).save()
    return clients


def test_totals_keep_currencies_apart(ctx: Context, owing: list[str]) -> None:
    found = totals.totals(ctx, "Client", ["credit_limit", "payment_terms_days", "client_name", "nope"])
    assert found == {
        "value": None, "count": 3,
        "sums": {"credit_limit": [["EUR", 107], ["USD", 20.5]], "payment_terms_days": [[None, 0]]},
    }  # fmt: skip
    one = totals.totals(ctx, "Client", ["credit_limit"], filters=[["currency", "=", "USD"]])
    assert (1, [["USD", 20.5]]) == (one["count"], one["sums"]["credit_limit"])
    assert 0 == totals.totals(ctx, "Client", ["credit_limit"], filters={"city": "Nowhere"})["count"]


def test_groups_have_counts_and_sums(ctx: Context, owing: list[str]) -> None:
    found = totals.groups(ctx, "Client", "branch", ["credit_limit"])
    assert [
        {"value": "Lille", "count": 1, "sums": {"credit_limit": [["EUR", 7]]}},
        {"value": "Lyon", "count": 2, "sums": {"credit_limit": [["EUR", 100], ["USD", 20.5]]}},
    ] == found["groups"]
    assert not found["more"]
    assert [{"value": None, "count": 3, "sums": {}}] == totals.groups(ctx, "Client", "segment")["groups"]


def test_groups_come_to_a_total_of_all_of_them(
    ctx: Context, owing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = ["credit_limit", "payment_terms_days"]
    monkeypatch.setattr(totals, "MOST_GROUPS", 1)
    found = totals.groups(ctx, "Client", "branch", fields)
    assert (1, 2, True) == (len(found["groups"]), found["found"], found["more"])
    assert found["total"] == totals.totals(ctx, "Client", fields)
    assert [["EUR", 107], ["USD", 20.5]] == found["total"]["sums"]["credit_limit"]
    none = totals.groups(ctx, "Client", "branch", fields, filters={"city": "Nowhere"})
    assert (0, {"value": None, "count": 0, "sums": {"credit_limit": [], "payment_terms_days": [[None, 0]]}}) == (
        none["found"], none["total"],
    )  # fmt: skip


def test_dates_are_grouped_by_month(ctx: Context, owing: list[str]) -> None:
    found = totals.groups(ctx, "Client", "first_contact_on", filters={"city": "Old"})["groups"]
    assert [("2026-02-01", 1), ("2026-01-01", 1), (None, 1)] == [(g["value"], g["count"]) for g in found]
    (now,) = totals.groups(ctx, "Client", "creation", filters=[["city", "=", "Old"]])["groups"]
    assert (now["value"], now["count"]) == (f"{ctx.clock.now():%Y-%m-01}", 3)
    assert [] == totals.groups(ctx, "Client", "creation", filters=[["city", "=", "x"]])["groups"]


def test_are_those_of_the_branch_one_works_for(ctx: Context, owing: list[str], acting: Acting) -> None:
    with acting(BORIS) as boris:
        assert {"credit_limit": [["EUR", 7]]} == totals.totals(boris, "Client", ["credit_limit"])["sums"]
        grouped = totals.groups(boris, "Client", "branch", ["credit_limit"])
        assert ["Lille"] == [g["value"] for g in grouped["groups"]]
        assert (1, {"credit_limit": [["EUR", 7]]}) == (grouped["total"]["count"], grouped["total"]["sums"])
        assert 1 == len(totals.groups(boris, "Client", "first_contact_on")["groups"])


def test_tell_nothing_of_what_is_hidden(ctx: Context, owing: list[str], acting: Acting) -> None:
    frappe.get_doc(
        doctype="Property Setter", doctype_or_field="DocField", doc_type="Client", field_name="credit_limit",
        property="permlevel", value="2", property_type="Int",
    ).insert()  # fmt: skip
    frappe.get_doc(
        doctype="Property Setter", doctype_or_field="DocField", doc_type="Client", field_name="segment",
        property="permlevel", value="2", property_type="Int",
    ).insert()  # fmt: skip
    ctx.db.commit()
    with acting(ANNA) as anna:
        assert {} == totals.totals(anna, "Client", ["credit_limit"])["sums"]
        with pytest.raises(ComptoirError):
            totals.groups(anna, "Client", "segment")
        with pytest.raises(PermissionError):
            totals.totals(anna, "Access Alert Rule", [])


@pytest.mark.parametrize("by", ["client_name", "phones", "nope", "name", "sum(credit_limit)", "branch; drop"])
def test_groups_are_by_what_has_few_values(ctx: Context, clients: list[str], by: Any) -> None:
    with pytest.raises(DataError):
        totals.groups(ctx, "Client", by)
