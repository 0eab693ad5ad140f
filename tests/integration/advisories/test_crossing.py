"""What belongs to others than documents do: answers kept for another user, descriptions of the interface, other sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from comptoir.sites import Bench, Site

from ...acceptance.conftest import PASSWORD, key_of
from ...site_templates import SiteTemplates
from .attacks import answered
from .conftest import LILLE, LYON, SECRET, Company, user_of

KEY = {"Idempotency-Key": "order-4711"}
PEOPLE = ("anna", "driver", "producer", "manager", "keeper")


class TestAKeyOfAnotherUser:
    def test_is_a_key_of_its_own(self, company: Company) -> None:
        sent = {"client_name": f"{SECRET} first", "branch": LILLE}
        first = company.ask("boris", "POST", "/api/resource/Client", json=sent, headers=KEY)
        assert 200 == first.status, first.text
        for person in ("anna", "driver", "guest"):
            answer = company.ask(person, "POST", "/api/resource/Client", json=sent, headers=KEY)
            assert (None, False) == (
                answer.headers.get("idempotency-replayed"),
                first.data["name"] in answer.text,
            )
        again = company.ask("boris", "POST", "/api/resource/Client", json=sent, headers=KEY)
        assert ("true", first.data) == (again.headers.get("idempotency-replayed"), again.data)

    @pytest.mark.parametrize("person", ["anna", "driver", "guest"])
    def test_tells_not_even_that_it_was_used(self, company: Company, person: str) -> None:
        key = {"Idempotency-Key": f"taken for {person}".replace(" ", "-")}
        company.ask(
            "boris", "POST", "/api/resource/Client", json={"client_name": "x", "branch": LILLE}, headers=key
        )
        used, fresh = (
            company.ask(person, "POST", "/api/resource/Client", json={"client_name": ""}, headers=headers)
            for headers in (key, {"Idempotency-Key": "never-seen"})
        )
        assert (used.status, used.kind) == (fresh.status, fresh.kind)

    def test_is_no_way_around_a_right_that_was_taken(self, company: Company) -> None:
        key = {"Idempotency-Key": "before-it-moved"}
        name = company.make("Client", client_name="x", branch=LYON)
        path, sent = f"/api/resource/Client/{name}", {"city": "x"}
        company.ask("anna", "PUT", path, json=sent, headers=key)
        company.ask("admin", "PUT", path, json={"branch": LILLE, "city": f"{SECRET} city"})
        again = company.ask("anna", "PUT", path, json=sent, headers=key)
        assert SECRET not in again.text


@pytest.fixture(scope="module")
def described(company: Company) -> dict[str, dict[str, Any]]:
    """What each of them is told of the interface."""
    people = (*PEOPLE, "guest", "admin")
    return {person: company.ask(person, "GET", "/api/openapi.json").body for person in people}


class TestTheDescription:
    @pytest.mark.parametrize("person", [*PEOPLE, "guest"])
    def test_names_the_doctypes_that_one_may_list_and_no_others(
        self, company: Company, described: dict[str, dict[str, Any]], person: str
    ) -> None:
        everything = lists_in(described["admin"])
        may = {
            path for path in everything if company.ask(person, "GET", path, params={"limit": 1}).status == 200
        }
        assert may == lists_in(described[person]) & everything

    @pytest.mark.parametrize("person", PEOPLE)
    def test_names_the_fields_that_one_is_shown_and_no_others(
        self, company: Company, described: dict[str, dict[str, Any]], person: str
    ) -> None:
        for doctype in ("Client", "Item", "Employee", "Proposal", "User"):
            shown = company.ask(
                person, "GET", "/api/method/comptoir.desk.api.meta", params={"doctype": doctype}
            )
            told = described[person]["components"]["schemas"].get(doctype)
            if told is None or shown.refused:
                continue
            names = {field["fieldname"] for field in shown.data["doctype"]["fields"]}
            whole = described["admin"]["components"]["schemas"][doctype]["properties"]
            hidden = (set(whole) - names) & {field for field in whole if field in levelled(company, doctype)}
            assert set() == hidden & set(told.get("properties", {}))

    def test_tells_a_guest_of_no_document(self, described: dict[str, dict[str, Any]]) -> None:
        assert not any(
            word in json.dumps(described["guest"])
            for word in ("bank_account", "resource/Client", "personal_phone")
        )


def lists_in(description: dict[str, Any]) -> set[str]:
    """The addresses of lists of documents."""
    return {
        path for path, verbs in description["paths"].items()
        if path.startswith("/api/resource/") and "{" not in path and "get" in verbs
    }  # fmt: skip


def levelled(company: Company, doctype: str) -> set[str]:
    """Fields above level 0."""
    return {field.fieldname for field in company.site.registry.get(doctype).fields if field.permlevel}


class TestAnotherSite:
    @pytest.fixture
    def neighbour(self, bench: Bench, site_templates: SiteTemplates, company: Company) -> Iterator[Site]:
        """Another company on the same installation."""
        made = site_templates.restore(bench, company.site.config.raw.get("db_type") or "sqlite")
        yield made
        bench.forget(made.name)

    def ask(
        self, company: Company, site: Site, path: str, method: str = "GET", **options: Any
    ) -> httpx.Response:
        headers = {"Host": site.name} | options.pop("headers", {})
        return company.browser.request(method, path, headers=headers, **options)

    def test_knows_no_key_of_ours(self, company: Company, neighbour: Site) -> None:
        company.browser.cookies.clear()
        for user in ("Administrator", user_of("anna")):
            answer = answered(
                self.ask(company, neighbour, "/api/resource/Client", headers=key_of(company.site, user))
            )
            assert (401, "AuthenticationError") == (answer.status, answer.kind)
        company.hand_out_keys()

    def test_knows_no_session_of_ours(self, company: Company, neighbour: Site) -> None:
        company.browser.cookies.clear()
        signed = company.browser.post("/api/method/login", json={"usr": user_of("anna"), "pwd": PASSWORD})
        cookie = {"Cookie": f"sid={signed.cookies['sid']}"}
        company.browser.cookies.clear()
        assert 200 == company.browser.get("/api/resource/Client", headers=cookie).status_code
        answer = answered(self.ask(company, neighbour, "/api/resource/Client", headers=cookie))
        assert answer.refused, answer.text

    def test_has_no_document_or_file_of_ours(self, company: Company, neighbour: Site) -> None:
        name = company.make("Client", client_name=SECRET, branch=LYON)
        filed = {
            private: company.call("admin", "frappe.client.attach_file", filename="x.txt", filedata=f"{SECRET} {private}",
                                  is_private=private).data["file_url"]
            for private in (0, 1)
        }  # fmt: skip
        admin = key_of(neighbour, "Administrator")
        for path in (
            "/api/resource/Client", f"/api/resource/Client/{name}", f"/api/resource/Client/{name}?_site={company.site.name}",
            f"/api/method/frappe.desk.search.search_link?doctype=Client&txt={SECRET}", "/api/resource/File", *filed.values(),
        ):  # fmt: skip
            for header in (
                {},
                {"X-Frappe-Site-Name": company.site.name},
                {"X-Forwarded-Host": company.site.name},
            ):
                answer = self.ask(company, neighbour, path, headers=admin | header)
                assert (True, False) == (answer.status_code < 500, SECRET in answer.text), answer.text[:200]

    def test_keeps_keys_of_requests_apart(self, company: Company, neighbour: Site) -> None:
        sent = {"client_name": f"{SECRET} mine", "branch": LYON}
        company.ask("admin", "POST", "/api/resource/Client", json=sent, headers=KEY)
        headers = key_of(neighbour, "Administrator") | KEY
        answer = answered(
            self.ask(
                company,
                neighbour,
                "/api/resource/Client",
                "POST",
                json=sent | {"branch": None},
                headers=headers,
            )
        )
        assert (200, None) == (answer.status, answer.headers.get("idempotency-replayed")), answer.text
