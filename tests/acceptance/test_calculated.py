"""What a form shows before it is saved: what the server would make of it, of which nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import httpx
import pytest
from comptoir.context import ADMINISTRATOR, use
from comptoir.sites import Site
from regioncrm.sales.proposal import Proposal

from .conftest import Caller, key_of, make_user

CALCULATED = "/api/method/comptoir.desk.calculating.calculated"
Ask = Callable[..., httpx.Response]


@pytest.fixture
def shop(site: Site) -> dict[str, str]:
    """A client with a standing discount, and a printer that costs 60 and is sold for 100."""
    with use(site.open(ADMINISTRATOR)) as ctx:
        for values in (
            {"doctype": "Branch", "branch_name": "Lyon"},
            {"doctype": "Item Group", "item_group_name": "Everything", "default_tax_percent": 20},
            {"doctype": "Item", "item_code": "PRINTER", "item_name": "Printer", "item_group": "Everything", "unit": "Piece", "cost": 60},
            {"doctype": "Item", "item_code": "CABLE", "item_name": "Cable", "item_group": "Everything", "unit": "Piece", "cost": 2},
            {"doctype": "Price List", "price_list_name": "Euro Prices", "currency": "EUR", "selling": 1, "is_default": 1},
            {"doctype": "Item Price", "item": "PRINTER", "price_list": "Euro Prices", "rate": 100, "valid_from": "2020-01-01"},
        ):  # fmt: skip
            frappe.get_doc(values).insert()
        client = frappe.get_doc(doctype="Client", client_name="Alpha", branch="Lyon", discount_percent=5)
        names = {"client": str(client.insert().name)}
        ctx.db.commit()
        ctx.db.close()
    return names


@pytest.fixture
def ask(admin: Caller) -> Ask:
    return lambda doc, caller=admin: caller("POST", CALCULATED, json={"doc": doc})


def proposal(*rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {
        "doctype": "Proposal",
        "__islocal": 1,
        "docstatus": 0,
        "currency": "EUR",
        "items": [*rows],
    } | values


class TestADraft:
    def test_is_told_as_a_save_would_store_it(self, admin: Caller, ask: Ask, shop: dict[str, str]) -> None:
        sent = proposal({"item": "PRINTER", "qty": 3}, {"item": "CABLE", "qty": 2, "rate": 7}, **shop)
        told = ask(sent).json()["message"]
        stored = admin("POST", "/api/resource/Proposal", json=sent).json()["data"]
        assert 298.3 == told["values"]["net_total"]
        assert {name: stored.get(name, value) for name, value in told["values"].items()} == told["values"]
        for row, kept in zip(told["rows"]["items"], stored["items"], strict=True):
            assert {name: kept.get(name, value) for name, value in row.items()} == row
        assert {"rate", "unit", "tax_percent", "price_source", "total"} <= set(told["rows"]["items"][0])
        assert "rate" not in told["rows"]["items"][1]

    def test_needs_not_be_complete(self, ask: Ask, shop: dict[str, str]) -> None:
        told = ask(proposal({"item": "PRINTER", "qty": 2})).json()["message"]
        assert (200, 240) == (told["values"]["net_total"], told["values"]["grand_total"])

    def test_that_is_stored_is_told_with_its_changes(
        self, admin: Caller, ask: Ask, shop: dict[str, str]
    ) -> None:
        sent = proposal({"item": "PRINTER", "qty": 1}, **shop)
        stored = admin("POST", "/api/resource/Proposal", json=sent).json()["data"]
        stored["items"][0]["qty"] = 4
        stored["items"].insert(0, {"item": "CABLE", "qty": 1, "rate": 10})
        told = ask(stored).json()["message"]
        assert 389.5 == told["values"]["net_total"]
        assert (10, 400) == tuple(row["amount"] for row in told["rows"]["items"])
        again = admin("GET", f"/api/resource/Proposal/{stored['name']}").json()["data"]
        assert (1, 95) == (len(again["items"]), again["net_total"])

    def test_leaves_nothing_behind(self, admin: Caller, ask: Ask, shop: dict[str, str]) -> None:
        assert 200 == ask(proposal({"item": "PRINTER", "qty": 3}, **shop)).status_code
        for doctype in ("Proposal", "Version", "Error Log"):
            assert [] == admin("GET", f"/api/resource/{doctype}").json()["data"]

    def test_brings_the_titles_of_what_it_links_to(self, ask: Ask, shop: dict[str, str]) -> None:
        told = ask(proposal({"item": "PRINTER", "qty": 1}, **shop)).json()["message"]
        assert "Euro Prices" == told["values"]["price_list"]
        assert "Piece" == told["rows"]["items"][0]["unit"]


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"items": [{"item": "NOTHING", "qty": 1}]}, "LinkValidationError"),
            ({"items": [{"item": "PRINTER", "qty": "many"}]}, "InvalidNumberError"),
            ({"items": [{"item": "PRINTER", "qty": 1}], "discount_type": "Amount", "discount_amount": 1e6}, "ValidationError"),
            ({"name": "PROP-404", "__islocal": 0}, "DoesNotExistError"),
            ({"docstatus": 1}, "ValidationError"),
            ({"doctype": "Client"}, "ValidationError"),
            ({"doctype": "Nothing"}, "DoesNotExistError"),
            ({"doctype": None}, "DataError"),
            ({"items": "many"}, "DataError"),
            ({"items": [["PRINTER"]]}, "DataError"),
        ],
    )  # fmt: skip
    def test_is_what_a_save_would_refuse(
        self, ask: Ask, shop: dict[str, str], changes: dict[str, Any], error: str
    ) -> None:
        answer = ask(proposal({"item": "PRINTER", "qty": 1}) | changes)
        assert (answer.status_code < 500, answer.json()["exc_type"]) == (True, error)

    def test_is_whoever_may_not_make_one(
        self, ask: Ask, driver: Caller, guest: Caller, shop: dict[str, str]
    ) -> None:
        assert [403, 403] == [ask(proposal(), caller).status_code for caller in (driver, guest)]

    def test_is_what_somebody_may_not_change(
        self, site: Site, admin: Caller, ask: Ask, shop: dict[str, str], client: Any
    ) -> None:
        sent = proposal({"item": "PRINTER", "qty": 1}, **shop)
        stored = admin("POST", "/api/resource/Proposal", json=sent).json()["data"]
        make_user(site, "auditor@example.com", "Accountant")
        auditor = Caller(client, key_of(site, "auditor@example.com"))
        assert 403 == ask(stored, auditor).status_code

    def test_is_a_controller_that_writes(
        self, ask: Ask, shop: dict[str, str], monkeypatch: pytest.MonkeyPatch, admin: Caller
    ) -> None:
        def validate(self: Proposal) -> None:
            frappe.get_doc(doctype="Unit", unit_name="Written").insert()

        monkeypatch.setattr(Proposal, "validate", validate)
        answer = ask(proposal({"item": "PRINTER", "qty": 1}))
        assert (417, True) == (answer.status_code, "writes while it is validated" in answer.text)
        assert 404 == admin("GET", "/api/resource/Unit/Written").status_code


class TestCosts:
    def test_are_told_to_whom_they_are_shown(
        self, site: Site, ask: Ask, shop: dict[str, str], client: Any
    ) -> None:
        make_user(site, "seller@example.com", "Sales User")
        seller = Caller(client, key_of(site, "seller@example.com"))
        told = ask(proposal({"item": "PRINTER", "qty": 1}), seller).json()["message"]
        assert 120 == told["values"]["grand_total"]
        assert not {"cost_total", "margin", "margin_percent"} & set(told["values"])
        assert not {"cost", "cost_amount", "markup_percent"} & set(told["rows"]["items"][0])


@pytest.mark.parametrize(
    "doctype", ["Deal", "Proposal", "Invoice", "Act", "Warehouse Entry", "Bill of Materials"]
)
def test_each_declared_form_says_so(admin: Caller, doctype: str) -> None:
    found = admin("GET", f"/api/method/comptoir.desk.api.meta?doctype={doctype}").json()["message"]
    assert found["doctype"]["is_calculated"] is True


def test_other_forms_do_not(admin: Caller) -> None:
    found = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=Client").json()["message"]
    assert found["doctype"]["is_calculated"] is False
