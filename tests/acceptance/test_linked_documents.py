"""What points at a document, and new documents made beside it with what the link takes over."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from comptoir.context import ADMINISTRATOR, use
from comptoir.sites import Site

from .conftest import Browser, Caller, key_of, make_user

OVERVIEW = "/api/method/comptoir.desk.linked.overview"
NEW = "/api/method/comptoir.desk.linked.new_from"
MAP = '{"subject": "title", "code": "code", "level": "title"}'


def rights(role: str, level: int = 0, *given: str) -> dict[str, Any]:
    return {"role": role, "permlevel": level, **dict.fromkeys(given, 1)}


def field(fieldname: str, **more: Any) -> dict[str, Any]:
    return {"fieldname": fieldname, "fieldtype": "Data", "label": fieldname.capitalize(), **more}


@pytest.fixture
def case(admin: Caller) -> str:
    """A document with a secret, and a doctype that points at it."""
    ticket = {
        "name": "Linked Ticket",
        "fields": [
            field("linked_case", fieldtype="Link", options="Linked Case"),
            field("subject"),
            field("code"),
            field("level", permlevel=1),
        ],
        "permissions": [
            rights("System Manager", 0, "read", "write", "create"),
            rights("System Manager", 1, "read", "write"),
            rights("Driver", 0, "read", "write", "create"),
        ],
    }
    case = {
        "name": "Linked Case",
        "title_field": "title",
        "show_title_field_in_link": 1,
        "fields": [field("title"), field("code", permlevel=1)],
        "permissions": [
            rights("System Manager", 0, "read", "write", "create"),
            rights("System Manager", 1, "read", "write"),
            rights("Driver", 0, "read"),
        ],
    }
    link = {"link_doctype": "Linked Ticket", "link_fieldname": "linked_case", "field_map": MAP}
    for declared in (case, ticket):
        base = {"module": "CRM", "custom": 1, "autoname": "hash"}
        answer = admin("POST", "/api/resource/DocType", json={**base, **declared})
        assert 200 == answer.status_code, answer.text
    answer = admin("PUT", "/api/resource/DocType/Linked Case", json={"links": [link]})
    assert 200 == answer.status_code, answer.text
    made = admin("POST", "/api/resource/Linked Case", json={"title": "Broken lock", "code": "4711"})
    return str(made.json()["data"]["name"])


def new_from(caller: Caller, name: str, **more: str) -> Any:
    asked = {
        "doctype": "Linked Case",
        "name": name,
        "link_doctype": "Linked Ticket",
        "link_fieldname": "linked_case",
    }
    return caller("GET", NEW, params=asked | more)


class TestANewDocument:
    def test_points_back_and_takes_over_what_the_link_declares(self, admin: Caller, case: str) -> None:
        made = new_from(admin, case).json()["message"]
        taken = {key: made[key] for key in ("linked_case", "subject", "code", "level", "name")}
        assert {f"Linked Case::{case}": "Broken lock"} == made["_link_titles"]
        assert {
            "linked_case": case, "subject": "Broken lock", "code": "4711", "level": "Broken lock", "name": None,
        } == taken  # fmt: skip

    def test_holds_nothing_its_maker_may_not_read_or_write(self, driver: Caller, case: str) -> None:
        answer = new_from(driver, case)
        made = answer.json()["message"]
        assert ("Broken lock", None, False) == (made["subject"], made.get("code"), "4711" in answer.text)
        assert not made.get("level")

    def test_is_refused_without_the_right_to_make_one(self, admin: Caller, driver: Caller, case: str) -> None:
        admin(
            "PUT",
            "/api/resource/DocType/Linked Ticket",
            json={"permissions": [rights("System Manager", 0, "read", "write", "create"), rights("Driver", 0, "read")]},
        )  # fmt: skip
        assert 403 == new_from(driver, case).status_code

    def test_is_refused_to_whom_does_not_read_the_other(
        self, admin: Caller, driver: Caller, guest: Caller, case: str
    ) -> None:
        admin(
            "PUT",
            "/api/resource/DocType/Linked Case",
            json={"permissions": [rights("System Manager", 0, "read", "write", "create")]},
        )
        answers = [
            new_from(driver, case),
            new_from(guest, case),
            driver("GET", OVERVIEW, params={"doctype": "Linked Case", "name": case}),
        ]
        assert {403} == {answer.status_code for answer in answers}
        assert not [answer for answer in answers if "Broken lock" in answer.text]

    def test_is_made_only_along_a_declared_link(self, admin: Caller, case: str) -> None:
        assert 417 == new_from(admin, case, link_doctype="User", link_fieldname="email").status_code


class TestTheOverview:
    def test_counts_what_points_here(self, admin: Caller, driver: Caller, case: str) -> None:
        admin("POST", "/api/resource/Linked Ticket", json={"linked_case": case})
        found = driver("GET", OVERVIEW, params={"doctype": "Linked Case", "name": case}).json()["message"]
        assert not found[0]["quick_entry"]
        assert [("Linked Ticket", "linked_case", 1, False, True)] == [
            (row["doctype"], row["fieldname"], row["count"], row["more"], row["can_create"]) for row in found
        ]

    def test_leaves_out_what_may_not_be_read(self, admin: Caller, driver: Caller, case: str) -> None:
        admin(
            "PUT",
            "/api/resource/DocType/Linked Ticket",
            json={"permissions": [rights("System Manager", 0, "read", "write", "create")]},
        )
        assert (
            [] == driver("GET", OVERVIEW, params={"doctype": "Linked Case", "name": case}).json()["message"]
        )


class TestRowsThatPointHere:
    """Payments point at an invoice by rows of theirs."""

    @pytest.fixture
    def invoice(self, admin: Caller, site: Site) -> str:
        with use(site.open(ADMINISTRATOR)) as ctx:
            client = frappe.get_doc(doctype="Client", client_name="Acme").insert().name
            row = {"item_name": "Work", "qty": 1, "rate": 100}
            made = frappe.get_doc(doctype="Invoice", client=client, currency="EUR", items=[row]).insert()
            made.submit()
            for amount in (30, 40):
                frappe.get_doc(
                    doctype="Payment", client=client, currency="EUR", amount=amount,
                    allocations=[{"invoice": made.name, "allocated": amount}],
                ).insert()  # fmt: skip
            ctx.db.commit()
            ctx.db.close()
        return str(made.name)

    def shown(self, caller: Caller, invoice: str) -> dict[str, Any]:
        told = caller("GET", OVERVIEW, params={"doctype": "Invoice", "name": invoice}).json()["message"]
        return {row["doctype"]: row for row in told}

    def test_are_counted_and_named(self, admin: Caller, invoice: str) -> None:
        found = self.shown(admin, invoice)
        stored = admin("GET", "/api/resource/Payment?order_by=modified desc").json()["data"]
        assert [row["name"] for row in stored] == found["Payment"]["names"]
        assert (2, False, False) == tuple(found["Payment"][key] for key in ("count", "more", "can_create"))
        assert "names" not in found["Act"]

    def test_are_left_out_for_whom_may_not_read_them(
        self, admin: Caller, client: Browser, site: Site, invoice: str
    ) -> None:
        make_user(site, "ned@example.com", "Service Engineer")
        shown = self.shown(Caller(client, key_of(site, "ned@example.com")), invoice)
        assert (["Act"], ["Act", "Payment"]) == (sorted(shown), sorted(self.shown(admin, invoice)))

    def test_of_nobody_lead_to_an_empty_list(self, admin: Caller, invoice: str) -> None:
        copy = admin("GET", f"/api/resource/Invoice/{invoice}").json()["data"]
        other = admin(
            "POST", "/api/resource/Invoice", json={"client": copy["client"], "items": copy["items"]}
        ).json()["data"]["name"]
        names = self.shown(admin, other)["Payment"]["names"]
        params = {"filters": json.dumps([["name", "in", names]])}
        assert ([], []) == (names, admin("GET", "/api/resource/Payment", params=params).json()["data"])

    def test_make_no_new_document(self, admin: Caller, invoice: str) -> None:
        asked = {
            "doctype": "Invoice",
            "name": invoice,
            "link_doctype": "Payment",
            "link_fieldname": "invoice",
        }
        assert 417 == admin("GET", NEW, params=asked).status_code

    def test_are_told_a_stock_desk(self, admin: Caller) -> None:
        path = "/api/method/frappe.desk.form.load.getdoctype?doctype=Invoice"
        board = admin("GET", path).json()["docs"][0]["__dashboard"]
        assert ["allocations", "invoice"] == board["internal_links"]["Payment"]
        assert "Payment" in board["transactions"][0]["items"]
