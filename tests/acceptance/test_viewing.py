"""Viewing as somebody else: their sight, nobody's writing, and back again."""

from __future__ import annotations

from typing import Any

import frappe
import httpx
import pytest
from comptoir.access.users import SYSTEM_MANAGER
from comptoir.db.tables import table_for
from comptoir.sites import Site
from comptoir.traces import operations
from comptoir.traces.entries import trace_table

from .conftest import PASSWORD, Browser, key_of, make_user

OLGA, ANNA = "olga@example.com", "anna@example.com"
VIEW, STOP = "/api/method/comptoir.desk.access.view_as", "/api/method/comptoir.desk.access.stop_viewing"
WHO = "/api/method/frappe.auth.get_logged_user"


class Administrating:
    """Olga's browser."""

    def __init__(self, client: Browser):
        self.client = client
        answer = client.post("/api/method/login", data={"usr": OLGA, "pwd": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.token = {"X-Frappe-CSRF-Token": self.boot()["csrf_token"]}

    def boot(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/api/method/comptoir.desk.api.boot").json()["message"]
        return found

    def send(self, method: str, path: str, **body: Any) -> httpx.Response:
        return self.client.request(method, path, json=body, headers=self.token)

    def who(self) -> str:
        return str(self.client.get(WHO).json()["message"])


@pytest.fixture
def olga(client: Browser, site: Site) -> Administrating:
    make_user(site, OLGA, SYSTEM_MANAGER)
    make_user(site, ANNA, "Sales Manager")
    return Administrating(client)


@pytest.fixture
def viewing(olga: Administrating) -> Administrating:
    answer = olga.send("POST", VIEW, user=ANNA)
    assert answer.status_code == 200, answer.text
    return olga


class TestViewing:
    def test_sees_as_the_other_and_says_so(self, viewing: Administrating) -> None:
        boot = viewing.boot()
        assert (ANNA, {"user": ANNA, "full_name": "Test"}) == (boot["user"], boot["viewing_as"])
        assert SYSTEM_MANAGER not in boot["roles"]
        assert 403 == viewing.client.get("/api/resource/Error Log").status_code

    def test_reads_by_post_as_well(self, viewing: Administrating) -> None:
        answer = viewing.send("POST", "/api/method/comptoir.desk.api.list", doctype="Client", fields=["name"])
        assert 200 == answer.status_code

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/api/resource/Client", {"client_name": "New"}),
            ("POST", "/api/v2/document/Client", {"client_name": "New"}),
            ("PUT", "/api/resource/Client/{client}", {"client_name": "New"}),
            ("DELETE", "/api/resource/Client/{client}", {}),
            ("POST", "/api/method/frappe.client.set_value",
             {"doctype": "Client", "name": "{client}", "fieldname": "client_name", "value": "New"}),
            ("POST", "/api/method/frappe.desk.form.assign_to.add",
             {"assign_to": [ANNA], "doctype": "Client", "name": "{client}"}),
            ("POST", "/api/method/comptoir.desk.api.set_lang", {"lang": "fr"}),
            ("POST", "/api/method/comptoir.desk.api_keys.create_api_key", {"title": "Mine"}),
        ],
    )  # fmt: skip
    def test_changes_nothing(
        self, olga: Administrating, site: Site, method: str, path: str, body: dict[str, Any]
    ) -> None:
        with site.context(ANNA):
            client = str(frappe.get_doc(doctype="Client", client_name="Acme").insert().name)
        assert 200 == olga.send("POST", VIEW, user=ANNA).status_code
        before = _everything(site)
        filled = {
            key: value.format(client=client) if isinstance(value, str) else value
            for key, value in body.items()
        }
        answer = olga.send(method, path.format(client=client), **filled)
        assert 403 == answer.status_code
        assert "You are viewing as" in answer.text
        assert before == _everything(site)

    def test_views_no_further(self, viewing: Administrating) -> None:
        assert 403 == viewing.send("POST", VIEW, user="Administrator").status_code
        assert ANNA == viewing.who()

    def test_ends_and_leaves_the_administrator(self, viewing: Administrating) -> None:
        assert {"user": OLGA} == viewing.send("POST", STOP).json()["message"]
        assert OLGA == viewing.who()
        assert viewing.boot()["viewing_as"] is None
        assert 200 == viewing.send("POST", "/api/resource/Client", client_name="New").status_code

    def test_ends_with_the_session(self, viewing: Administrating, client: Browser) -> None:
        assert 200 == viewing.send("POST", "/api/method/logout").status_code
        assert "Guest" == client.get(WHO).json().get("message", "Guest")
        assert OLGA == Administrating(client).who()

    def test_ends_where_the_other_comes_to_do_more(self, viewing: Administrating, site: Site) -> None:
        with site.context():
            user = frappe.get_doc("User", OLGA)
            user.roles = []
            user.append("roles", {"role": "Driver"})
            user.save()
        assert OLGA == viewing.who()

    def test_is_told_no_answer_that_the_other_was_given(self, olga: Administrating, site: Site) -> None:
        key, body = {"Idempotency-Key": "anna-1"}, {"title": "Mine"}
        path = "/api/method/comptoir.desk.api_keys.create_api_key"
        first = olga.client.post(path, json=body, headers=key | key_of(site, ANNA))
        assert 200 == first.status_code, first.text
        assert 200 == olga.send("POST", VIEW, user=ANNA).status_code
        answer = olga.client.post(path, json=body, headers=key | olga.token)
        assert 403 == answer.status_code
        assert "api_secret" not in answer.text

    def test_is_recorded_with_who_and_as_whom(self, viewing: Administrating, site: Site) -> None:
        viewing.send("POST", STOP)
        columns = trace_table.c
        with site.context() as ctx:
            rows = ctx.db.execute(
                trace_table.select().where(
                    columns.operation.in_((operations.VIEW_AS, operations.VIEW_AS_END))
                )
            ).mappings()
            found = sorted((row["operation"], row["owner"], row["user"]) for row in rows)
        assert [(operations.VIEW_AS, OLGA, ANNA), (operations.VIEW_AS_END, OLGA, ANNA)] == found


class TestRefusals:
    @pytest.mark.parametrize("user", ["Administrator", "Guest", OLGA])
    def test_of_whom_nobody_views_as(self, olga: Administrating, user: str) -> None:
        assert 403 == olga.send("POST", VIEW, user=user).status_code

    def test_of_somebody_who_is_not_there(self, olga: Administrating) -> None:
        assert 404 == olga.send("POST", VIEW, user="nobody@example.com").status_code

    def test_of_somebody_who_is_disabled(self, olga: Administrating, site: Site) -> None:
        with site.context():
            frappe.get_doc("User", ANNA).update({"enabled": 0}).save()
        answer = olga.send("POST", VIEW, user=ANNA)
        assert (403, True) == (answer.status_code, "is disabled" in answer.text)

    def test_of_who_may_do_more(self, olga: Administrating, site: Site) -> None:
        with site.context():
            rights = {"parent": "Client", "permlevel": 0, "select": 1, "read": 1}
            frappe.get_doc(doctype="Custom DocPerm", role=SYSTEM_MANAGER, **rights).insert()
            frappe.get_doc(doctype="Custom DocPerm", role="Sales Manager", write=1, **rights).insert()
        answer = olga.send("POST", VIEW, user=ANNA)
        assert (403, True) == (answer.status_code, "Client" in answer.text)
        assert OLGA == olga.who()

    def test_of_who_does_not_administer(self, client: Browser, site: Site, olga: Administrating) -> None:
        client.cookies.clear()
        assert 403 == client.post(VIEW, json={"user": OLGA}, headers=key_of(site, ANNA)).status_code

    def test_of_a_request_without_a_session(self, client: Browser, site: Site, olga: Administrating) -> None:
        answer = client.post(VIEW, json={"user": ANNA}, headers=key_of(site, OLGA))
        assert (403, True) == (answer.status_code, "needs a session" in answer.text)


def _everything(site: Site) -> dict[str, int]:
    """How many rows there are of what the requests above would have made or changed."""
    with site.context() as ctx:
        found = {name: frappe.db.count(name) for name in ("Client", "ToDo", "DocShare", "API Key", "Version")}
        table = table_for(ctx.site.registry.get("Client"))
        names = list(ctx.db.execute(table.select().with_only_columns(table.c.client_name)).scalars())
        language = frappe.db.get_value("User", ANNA, "language")
    return found | {f"client {name}": 1 for name in names} | {f"language {language}": 1}
