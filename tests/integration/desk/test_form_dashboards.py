"""The numbers above a form: of the documents that point at it, as far as the reader may report on them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.form_dashboards import numbers
from comptoir.errors import DoesNotExistError, PermissionError

from ...conftest import Acting
from .conftest import ANNA, new

DRIVER = "luc@example.com"


@pytest.fixture
def client(ctx: Context) -> str:
    """A client with two open deals, beside another one."""
    made = [str(frappe.get_doc(doctype="Client", client_name=name).insert().name) for name in ("A", "B")]
    for of, amount in ((made[0], 100), (made[0], 50), (made[1], 1000)):
        values = {"deal_title": f"Deal {amount}", "client": of, "amount": amount, "currency": "EUR"}
        frappe.get_doc(doctype="Deal", **values).insert()
    return made[0]


def card(found: dict[str, Any], name: str) -> list[Any]:
    return [each["values"] for each in found["cards"] if each["name"] == name]


def test_only_what_points_at_the_document_counts(ctx: Context, client: str) -> None:
    found = numbers(ctx, "Client", client)
    assert [[2]] == [list(values) for values in card(found, "Open deals")]
    assert ["Open deals", "Amount of open deals", "Unpaid invoices"] == [
        each["name"] for each in found["cards"]
    ]
    assert ["Deals by stage", "Payments by month"] == [each["name"] for each in found["charts"]]
    for each in (*found["cards"], *found["charts"]):
        assert ["client", "=", client] == each["filters"][-1]


def test_a_card_that_is_gone_or_about_others_is_left_out(ctx: Context, client: str) -> None:
    frappe.db.delete("Number Card", {"name": "Amount of open deals"})
    card = frappe.get_doc("Number Card", "Unpaid invoices")
    card.update({"document_type": "Task", "function": "Count", "aggregate_function_based_on": None})
    card.update({"filters_json": "[]"}).save()
    assert ["Open deals"] == [each["name"] for each in numbers(ctx, "Client", client)["cards"]]


def test_who_may_not_read_the_document_learns_nothing(
    ctx: Context, client: str, clients: list[str], acting: Acting
) -> None:
    with acting("Guest") as guest, pytest.raises((PermissionError, DoesNotExistError)):
        numbers(guest, "Client", client)
    with pytest.raises(DoesNotExistError):
        numbers(ctx, "Client", "CLI-nobody")
    with acting(ANNA) as anna, pytest.raises((PermissionError, DoesNotExistError)):
        numbers(anna, "Client", clients[-1])


def test_who_may_not_report_on_what_points_there_sees_none_of_it(
    ctx: Context, clients: list[str], acting: Acting
) -> None:
    new("Deal", deal_title="Roof", client=clients[0], branch="Lyon", amount=10, currency="EUR")
    new("User", email=DRIVER, first_name="Luc", roles=[{"role": "Driver"}], scopes=[{"scope": "Lyon"}])
    with acting(ANNA) as anna:
        assert [[1]] == [list(values) for values in card(numbers(anna, "Client", clients[0]), "Open deals")]
    with acting(DRIVER) as driver:
        assert {"cards": [], "charts": []} == numbers(driver, "Client", clients[0])
