"""Passing on more than one has: to others, to oneself, to everyone, for longer, or with what a share does not give."""

from __future__ import annotations

from typing import Any

import pytest

from .attacks import Answer
from .conftest import LILLE, SECRET, Company, user_of

METHODS = ("add", "set_permission")


@pytest.fixture
def shared(company: Company) -> str:
    """A client of Lille that the driver of Lyon was shown, with the right to show it to others."""
    name = company.make("Client", client_name=SECRET, branch=LILLE)
    given = share(company, "admin", name, user=user_of("driver"), read=1, share=1)
    assert 200 == given.status, given.text
    return name


def share(company: Company, person: str, name: str, method: str = "add", **values: Any) -> Answer:
    return company.call(person, f"frappe.share.{method}", doctype="Client", name=name, **values)


def shares_of(company: Company, name: str) -> list[dict[str, Any]]:
    sent = {
        "fields": '["user", "everyone", "read", "write", "submit", "share"]',
        "filters": f'{{"share_name": "{name}"}}',
    }
    rows: list[dict[str, Any]] = company.ask("admin", "GET", "/api/resource/DocShare", params=sent).data
    return rows


@pytest.mark.parametrize(
    "to", [{"user": user_of("driver")}, {"user": user_of("producer")}, {"everyone": 1}], ids=str
)
@pytest.mark.parametrize("rights", [{"write": 1}, {"write": 1, "share": 1}, {"submit": 1}], ids=str)
def test_a_right_that_one_lacks_is_not_passed_on(
    company: Company, shared: str, to: dict[str, Any], rights: dict[str, int]
) -> None:
    before = shares_of(company, shared)
    answer = share(company, "driver", shared, **to, **rights)
    assert answer.kind in ("PermissionError", "DataError"), answer.text
    assert before == shares_of(company, shared)
    assert (
        "PermissionError"
        == company.ask("driver", "PUT", f"/api/resource/Client/{shared}", json={"city": "x"}).kind
    )


@pytest.mark.parametrize(
    "right", ["write", "submit", "delete", "export", "cancel", "owner", "expires_on", "read; --"]
)
def test_a_single_right_that_one_lacks_is_not_passed_on(company: Company, shared: str, right: str) -> None:
    for user in ("driver", "producer"):
        to = {"user": user_of(user), "permission_to": right, "value": 1}
        assert share(company, "driver", shared, "set_permission", **to).refused


def test_what_was_shared_may_be_shown_to_others(company: Company, shared: str) -> None:
    assert 200 == share(company, "driver", shared, user=user_of("producer"), read=1).status
    assert SECRET in company.ask("producer", "GET", f"/api/resource/Client/{shared}").text


@pytest.mark.parametrize("person", ["anna", "guest", "producer"])
def test_who_may_not_read_shares_nothing(company: Company, shared: str, person: str) -> None:
    before = shares_of(company, shared)
    for to in ({"user": user_of("anna")}, {"everyone": 1}):
        answer = share(company, person, shared, **to)
        assert ("PermissionError", False) == (answer.kind, SECRET in answer.text), answer.text
    assert share(company, person, shared, "remove", user=user_of("driver")).refused
    assert before == shares_of(company, shared)


class TestAShareThatEnded:
    @pytest.fixture
    def ended(self, company: Company, shared: str) -> str:
        """A share with the producer that let them write, and has ended."""
        share(company, "admin", shared, user=user_of("producer"), write=1, share=1)
        about = {"filters": f'{{"share_name": "{shared}", "user": "{user_of("producer")}"}}'}
        name = str(company.ask("admin", "GET", "/api/resource/DocShare", params=about).data[0]["name"])
        changed = company.ask(
            "admin", "PUT", f"/api/resource/DocShare/{name}", json={"expires_on": "2020-01-01 00:00:00"}
        )
        assert 200 == changed.status, changed.text
        return name

    def test_opens_nothing(self, company: Company, shared: str, ended: str) -> None:
        path = f"/api/resource/Client/{shared}"
        assert ["PermissionError"] * 2 == [
            company.ask("producer", method, path, json={"city": "x"}).kind for method in ("GET", "PUT")
        ]
        assert share(company, "producer", shared, user=user_of("producer"), read=1).refused
        assert share(company, "producer", shared, user=user_of("anna"), read=1).refused

    def test_is_not_given_anew_by_somebody_with_less(self, company: Company, shared: str, ended: str) -> None:
        answer = share(company, "driver", shared, user=user_of("producer"), write=1)
        assert "PermissionError" == answer.kind, answer.text
        changed = company.ask(
            "producer", "PUT", f"/api/resource/Client/{shared}", json={"city": "taken over"}
        )
        assert "PermissionError" == changed.kind

    def test_is_given_anew_with_what_the_giver_has(self, company: Company, shared: str, ended: str) -> None:
        assert 200 == share(company, "driver", shared, user=user_of("producer"), read=1).status
        rows = [row for row in shares_of(company, shared) if row["user"] == user_of("producer")]
        assert [(1, 0, 0)] == [(row["read"], row["write"], row["share"]) for row in rows]

    def test_is_not_prolonged_by_who_has_it(self, company: Company, ended: str) -> None:
        for change in ({"expires_on": None}, {"expires_on": "2099-01-01"}, {"everyone": 1}):
            assert company.ask("producer", "PUT", f"/api/resource/DocShare/{ended}", json=change).refused


@pytest.mark.parametrize("person", ["driver", "anna", "producer"])
def test_shares_are_not_documents_for_everybody(company: Company, shared: str, person: str) -> None:
    values = {"share_doctype": "Client", "share_name": shared, "user": user_of(person), "read": 1, "write": 1}
    assert company.ask(person, "POST", "/api/resource/DocShare", json=values).refused
    assert company.call(person, "frappe.client.insert", doc={"doctype": "DocShare"} | values).refused
    assert company.ask(person, "GET", "/api/resource/DocShare").refused


@pytest.mark.parametrize(
    "doctype", ["DocType", "User", "Role", "Has Role", "System Settings", "DocShare", "Nope"]
)
def test_the_machinery_of_the_site_is_not_shared_by_others(company: Company, doctype: str) -> None:
    for name in ("Client", "Administrator", user_of("anna"), "System Manager", doctype):
        answer = company.call(
            "anna", "frappe.share.add", doctype=doctype, name=name, user=user_of("anna"), write=1
        )
        assert answer.refused, answer.text


@pytest.mark.parametrize("user", ["Guest", "nobody@example.com", "", "' or 1=1 -- ", "Administrator\x00"])
def test_a_share_is_with_somebody(company: Company, shared: str, user: str) -> None:
    assert share(company, "driver", shared, user=user).refused
