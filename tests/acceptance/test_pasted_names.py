"""What a person pastes into a column of links: titles as the screens show them, or names."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.sites import Site

from .conftest import Caller


def meant(caller: Caller, texts: list[str], doctype: str = "Client", **more: Any) -> Any:
    body = {"doctype": doctype, "texts": texts, **more}
    return caller("POST", "/api/method/comptoir.desk.api.names_meant", json=body)


@pytest.fixture
def clients(site: Site) -> dict[str, str]:
    with site.context():
        made = {}
        for title, city in (
            ("Étoile du Nord", "Lille"),
            ("Kept Twice", "Lyon"),
            ("Kept Twice ", "Nice"),
            ("Plain", "Lyon"),
        ):
            values = {"client_name": title.strip(), "city": city, "allow_duplicate": 1}
            made[f"{title.strip()} {city}"] = str(frappe.get_doc(doctype="Client", **values).insert().name)
        return made


class TestAPastedText:
    def test_means_the_document_with_that_title(self, admin: Caller, clients: dict[str, str]) -> None:
        found = meant(admin, ["Étoile du Nord", " plain "]).json()["message"]
        assert {
            "Étoile du Nord": {"name": clients["Étoile du Nord Lille"], "title": "Étoile du Nord"},
            "plain": {"name": clients["Plain Lyon"], "title": "Plain"},
        } == found

    def test_may_be_a_name(self, admin: Caller, clients: dict[str, str]) -> None:
        name = clients["Plain Lyon"]
        assert {name: {"name": name, "title": "Plain"}} == meant(admin, [name]).json()["message"]

    def test_that_several_are_called_means_none(self, admin: Caller, clients: dict[str, str]) -> None:
        assert {} == meant(admin, ["Kept Twice", "Nobody", ""]).json()["message"]

    def test_is_looked_for_within_the_filters(self, admin: Caller, clients: dict[str, str]) -> None:
        found = meant(admin, ["Kept Twice"], filters=[["city", "=", "Nice"]]).json()["message"]
        assert clients["Kept Twice Nice"] == found["Kept Twice"]["name"]

    def test_tells_nothing_to_whom_may_not_read(self, guest: Caller, clients: dict[str, str]) -> None:
        answer = meant(guest, ["Plain"])
        assert (403, False) == (answer.status_code, clients["Plain Lyon"] in answer.text)

    @pytest.mark.parametrize("texts", [["x"] * 501, [1]])
    def test_is_one_of_a_few_texts(self, admin: Caller, texts: list[Any]) -> None:
        assert 400 == meant(admin, texts).status_code
