"""Submitting and cancelling as a way around what a submitted document keeps, and around the rights to write."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import LILLE, LYON, Company


@pytest.fixture(scope="module")
def goods(company: Company) -> dict[str, str]:
    """What a proposal is made of, and a client of each branch."""
    company.make("Item Group", item_group_name="Everything", default_tax_percent=20)
    company.make(
        "Item", item_code="PRINTER", item_name="Printer", item_group="Everything", unit="Piece", cost=60
    )
    company.make("Price List", price_list_name="Prices", currency="EUR", selling=1, is_default=1)
    return {branch: company.make("Client", client_name=branch, branch=branch) for branch in (LYON, LILLE)}


def proposed(company: Company, client: str, docstatus: int = 0) -> str:
    items = [{"item": "PRINTER", "qty": 1, "rate": 100}]
    name = company.make("Proposal", client=client, items=items)
    if docstatus:
        answer = company.ask("admin", "PUT", f"/api/resource/Proposal/{name}", json={"docstatus": 1})
        assert 200 == answer.status, answer.text
    return name


WAYS = ("resource", "v2", "set_value", "save", "savedocs")


def send(company: Company, person: str, way: str, name: str, values: dict[str, Any]) -> Any:
    about = {"doctype": "Proposal", "name": name}
    match way:
        case "resource":
            return company.ask(person, "PUT", f"/api/resource/Proposal/{name}", json=values)
        case "v2":
            return company.ask(person, "PATCH", f"/api/v2/document/Proposal/{name}", json=values)
        case "set_value":
            return company.call(person, "frappe.client.set_value", **about, fieldname=values)
        case "save":
            return company.call(person, "frappe.client.save", doc=about | values)
    action = {1: "Submit", 2: "Cancel"}.get(values.get("docstatus", 0), "Update")
    return company.call(person, "frappe.desk.form.save.savedocs", doc=about | values, action=action)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "change",
    [{"client_name": "somebody else"}, {"items": []}, {"currency": "USD"}, {"grand_total": 1, "title": "x"}],
    ids=str,
)
def test_cancelling_changes_nothing_else(
    company: Company, goods: dict[str, str], way: str, change: dict[str, Any]
) -> None:
    name = proposed(company, goods[LYON], 1)
    before = company.read("Proposal", name)
    answer = send(company, "manager", way, name, change | {"docstatus": 2})
    after = company.read("Proposal", name)
    assert answer.refused or way == "savedocs", answer.text  # Frappe's form cancels what is stored
    assert [told(before[key]) for key in change] == [told(after[key]) for key in change]


def told(value: Any) -> Any:
    """A value, of rows what somebody entered."""
    return [(row["item"], row["qty"], row["rate"]) for row in value] if isinstance(value, list) else value


@pytest.mark.parametrize("way", WAYS)
def test_cancelling_alone_is_done(company: Company, goods: dict[str, str], way: str) -> None:
    name = proposed(company, goods[LYON], 1)
    answer = send(company, "manager", way, name, {"docstatus": 2})
    assert (200, 2) == (answer.status, company.read("Proposal", name)["docstatus"]), answer.text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("docstatus", [0, 1, 2])
def test_who_may_not_cancel_or_submit_does_not(
    company: Company, goods: dict[str, str], way: str, docstatus: int
) -> None:
    for person, client in (("anna", goods[LILLE]), ("driver", goods[LYON]), ("guest", goods[LYON])):
        name = proposed(company, client, 1)
        before = company.read("Proposal", name)
        answer = send(company, person, way, name, {"docstatus": docstatus, "internal_notes": "x"})
        assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
        assert before == company.read("Proposal", name)


def test_who_may_submit_but_not_cancel_does_not_cancel(company: Company, goods: dict[str, str]) -> None:
    name = proposed(company, goods[LYON], 1)
    for way in WAYS:
        answer = send(company, "anna", way, name, {"docstatus": 2})
        assert answer.refused, answer.text
    for method in ("frappe.client.cancel", "frappe.desk.form.save.cancel"):
        assert company.call("anna", method, doctype="Proposal", name=name).refused
    answer = company.call("anna", "run_doc_method", dt="Proposal", dn=name, method="cancel")
    assert (403, 1) == (answer.status, company.read("Proposal", name)["docstatus"])


@pytest.mark.parametrize("way", WAYS)
def test_a_submitted_document_goes_back_nowhere(company: Company, goods: dict[str, str], way: str) -> None:
    name = proposed(company, goods[LYON], 1)
    assert send(company, "manager", way, name, {"docstatus": 0, "client_name": "x"}).refused
    assert company.ask("manager", "DELETE", f"/api/resource/Proposal/{name}").refused
    company.call("manager", "frappe.client.cancel", doctype="Proposal", name=name)
    for docstatus in (0, 1, 2):
        assert send(company, "manager", way, name, {"docstatus": docstatus, "title": "x"}).refused
    assert 2 == company.read("Proposal", name)["docstatus"]


def test_a_document_of_another_branch_is_not_amended(company: Company, goods: dict[str, str]) -> None:
    name = proposed(company, goods[LILLE], 1)
    company.call("admin", "frappe.client.cancel", doctype="Proposal", name=name)
    values = {"client": goods[LYON], "amended_from": name, "items": [{"item": "PRINTER", "qty": 1}]}
    for answer in (
        company.ask("anna", "POST", "/api/resource/Proposal", json=values),
        company.call("anna", "frappe.client.insert", doc=values | {"doctype": "Proposal"}),
        company.ask(
            "anna", "GET", "/api/method/comptoir.desk.api.amend", params={"doctype": "Proposal", "name": name}
        ),
        company.ask("anna", "GET", f"/api/v2/document/Proposal/{name}/copy"),
    ):
        assert answer.refused, answer.text
