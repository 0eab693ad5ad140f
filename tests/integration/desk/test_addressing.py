"""To whom an e-mail about a document goes by itself."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.desk.addressing import recipients
from comptoir.errors import PermissionError

ANNA = "anna@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def deal(ctx: Context) -> Any:
    """A deal of a client with a contact, for which an employee of a branch with an address answers."""
    new("Branch", branch_name="Lyon", email="lyon@ours.example")
    new("User", email=ANNA, first_name="Anna", roles=[{"role": "Sales User"}])
    employee = new("Employee", first_name="Anna", user=ANNA, branch="Lyon", email="anna@ours.example")
    client = new("Client", client_name="Aster", email="office@aster.example", branch="Lyon")
    contact = new("Contact", first_name="Paul", client=client.name, email="paul@aster.example")
    return new(
        "Deal", deal_title="Roof", client=client.name, contact=contact.name, responsible=employee.name, branch="Lyon"
    )  # fmt: skip


def test_are_the_people_it_names_before_their_company_and_nobody_of_ours(ctx: Context, deal: Any) -> None:
    assert ["paul@aster.example", "office@aster.example"] == recipients(ctx, "Deal", deal.name)


def test_are_its_own_address_first(ctx: Context, deal: Any) -> None:
    assert ["office@aster.example"] == recipients(ctx, "Client", deal.client)


def test_are_none_that_the_reader_may_not_see(ctx: Context, deal: Any) -> None:
    frappe.get_doc(
        {
            "doctype": "User",
            "email": "boris@example.com",
            "first_name": "Boris",
            "roles": [{"role": "Driver"}],
        }
    ).insert()
    with use(ctx.acting_as("boris@example.com")) as other, pytest.raises(PermissionError):
        recipients(other, "Deal", deal.name)
