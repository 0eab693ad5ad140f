"""Buttons of a form over REST: what the Desk is told of them, and who may run what."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.sites import Site

from .conftest import Browser, Caller, key_of, make_user


@pytest.fixture
def task(site: Site) -> str:
    with site.context():
        branch = frappe.get_doc(doctype="Branch", branch_name="North", code="N").insert().name
        nora = frappe.get_doc(doctype="Employee", first_name="Nora", branch=branch).insert().name
        values: dict[str, Any] = {"doctype": "Task", "subject": "Count the shelves", "assigned_to": nora}
        return str(frappe.get_doc({**values, "needs_acceptance": 1}).insert().name)


def method(name: str, method: str, doctype: str = "Task") -> str:
    return f"/api/v2/document/{doctype}/{name}/method/{method}"


class TestTheDesk:
    def test_is_told_of_the_buttons_and_what_they_ask_for(self, admin: Caller) -> None:
        meta = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=Task").json()["message"]["doctype"]
        back = next(action for action in meta["actions"] if action["action"] == "reject")
        assert {
            "label": "Send back",
            "action_type": "Server Action",
            "action": "reject",
            "depends_on": 'eval:doc.status == "Waiting for Acceptance"',
            "message": "The task is sent back.",
            "arguments": [
                {"fieldname": "reason", "fieldtype": "Small Text", "label": "What has to be corrected",
                 "reqd": 1, "widget": "textarea", "can_write": True}
            ],
        } == back  # fmt: skip

    def test_is_told_in_the_language_of_the_user(self, admin: Caller) -> None:
        meta = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=Task&_lang=fr").json()["message"]
        back = next(action for action in meta["doctype"]["actions"] if action["action"] == "reject")
        assert ("Renvoyer", "Ce qui est à corriger") == (back["label"], back["arguments"][0]["label"])

    @pytest.mark.parametrize(
        ("role", "told"),
        [
            ("Accountant", ["Make act", "Payments of the client", "Record payment"]),
            ("Sales Manager", ["Make act", "Payments of the client"]),
            ("Service Engineer", ["Make act"]),
            ("Director", ["Payments of the client"]),
        ],
    )
    def test_is_told_of_no_button_that_leads_to_what_one_may_not_do(
        self, site: Site, client: Browser, role: str, told: list[str]
    ) -> None:
        someone = Caller(client, key_of(site, make_user(site, "someone@example.com", role)))
        meta = someone("GET", "/api/method/comptoir.desk.api.meta?doctype=Invoice").json()["message"]
        assert told == [action["label"] for action in meta["doctype"]["actions"]]


class TestAMethod:
    def test_runs_with_its_arguments_and_answers(self, admin: Caller, site: Site, task: str) -> None:
        answer = admin("POST", method(task, "complete"), json={"result": "412 boxes"})
        assert (200, {"data": "Done"}) == (answer.status_code, answer.json())
        with site.context():
            assert ("Done", "412 boxes") == frappe.db.get_value("Task", task, ["status", "result"])

    def test_that_refuses_says_why(self, admin: Caller, task: str) -> None:
        answer = admin("POST", method(task, "accept"))
        error = answer.json()["errors"][0]
        assert (417, "ValidationError") == (answer.status_code, error["type"])
        assert (
            "“Count the shelves” has not been handed in, so there is nothing to accept." == error["message"]
        )

    @pytest.mark.parametrize(
        ("name", "arguments", "status"),
        [
            ("follow_status", {}, 403),
            ("save", {}, 403),
            ("delete", {}, 403),
            ("__init__", {}, 404),
            ("nothing", {}, 404),
            ("complete", {"results": "x"}, 400),
            ("reject", {}, 417),
        ],
    )
    def test_that_may_not_be_called_so_is_refused(
        self, admin: Caller, task: str, name: str, arguments: dict[str, Any], status: int
    ) -> None:
        assert status == admin("POST", method(task, name), json=arguments).status_code

    def test_is_refused_without_the_right_to_write(self, site: Site, driver: Caller) -> None:
        with site.context():
            client = str(frappe.get_doc(doctype="Client", client_name="Kept").insert().name)
        arguments = {"to_employee": "EMP-0001"}
        answer = driver("POST", method(client, "transfer", "Client"), json=arguments)
        assert (403, "PermissionError") == (answer.status_code, answer.json()["errors"][0]["type"])

    def test_is_refused_to_guests(self, guest: Caller, task: str) -> None:
        assert 403 == guest("POST", method(task, "complete")).status_code


class TestAFunction:
    def test_is_given_the_document_as_the_form_holds_it(self, admin: Caller) -> None:
        rule = {
            "rule_name": "Clients", "source_doctype": "Client", "date_field": "creation", "aggregate": "Count",
            "scope": "Company", "period": "Month", "direction": "Higher", "plan": 10, "max_score": 100,
        }  # fmt: skip
        found = admin("POST", "/api/method/regioncrm.kpi.kpi_rule.preview", json={"doc": rule}).json()[
            "message"
        ]
        assert (0, 0) == (found["value"], found["records"])

    def test_asks_for_rights_itself(self, site: Site, driver: Caller) -> None:
        make_user(site, "other@example.com")
        answer = driver(
            "POST", "/api/method/regioncrm.kpi.kpi_rule.preview", json={"doc": {"rule_name": "x"}}
        )
        assert 403 == answer.status_code
