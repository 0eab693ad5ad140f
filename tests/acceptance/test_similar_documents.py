"""Whoever enters a company or a person is told who may be the same already."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Caller

SIMILAR = "/api/method/comptoir.desk.similar.similar"


def similar(caller: Caller, values: dict[str, Any], doctype: str = "Client") -> Any:
    return caller("POST", SIMILAR, json={"doctype": doctype, "values": values})


@pytest.fixture
def dupont(admin: Caller) -> str:
    """A company that is known already."""
    values = {"client_name": "Étoile du Nord", "email": "nord@example.com", "tax_id": "FR12345678"}
    made = admin("POST", "/api/resource/Client", json=values)
    assert 200 == made.status_code, made.text
    return str(made.json()["data"]["name"])


class TestSimilarDocuments:
    @pytest.mark.parametrize(
        ("values", "because"),
        [
            ({"client_name": "etoile du"}, ["Client name"]),
            ({"client_name": "Etoile du Nordd"}, ["Client name"]),
            ({"email": " Nord@Example.com "}, ["Email"]),
            ({"tax_id": "fr 123-456 78"}, ["Tax ID"]),
            ({"email": "nord@example.com", "client_name": "Étoile du Nord"}, ["Email", "Client name"]),
        ],
    )
    def test_are_known_by_title_contact_or_number(
        self, admin: Caller, dupont: str, values: dict[str, str], because: list[str]
    ) -> None:
        [found] = similar(admin, values).json()["message"]
        assert (dupont, "Étoile du Nord") == (found["name"], found["title"])
        assert [label.casefold() for label in because] == [
            label.casefold().replace("-", "") for label in found["because"]
        ]

    @pytest.mark.parametrize(
        "values", [{}, {"client_name": "Ét"}, {"client_name": "Something else"}, {"email": ""}]
    )
    def test_are_none_where_little_is_alike(self, admin: Caller, dupont: str, values: dict[str, str]) -> None:
        assert [] == similar(admin, values).json()["message"]

    def test_are_not_looked_for_where_nobody_is_described(self, admin: Caller) -> None:
        assert [] == similar(admin, {"subject": "Call"}, "Task").json()["message"]

    def test_are_told_only_to_who_reads_them(self, admin: Caller, driver: Caller, guest: Caller) -> None:
        values = {"lead_name": "Étoile du Sud", "email": "sud@example.com"}
        made = admin("POST", "/api/resource/Lead", json=values).json()["data"]["name"]
        assert made in similar(admin, values, "Lead").text
        assert 403 == driver("GET", f"/api/resource/Lead/{made}").status_code
        assert [] == similar(driver, values, "Lead").json()["message"]
        assert (403, False) == ((told := similar(guest, values, "Lead")).status_code, made in told.text)

    def test_are_compared_by_texts(self, admin: Caller) -> None:
        assert 400 == similar(admin, {"client_name": ["like", "%"]}).status_code
