"""Actions on many documents as a way around the rights on one, and a click that is sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import LILLE, LYON, Company

BEGIN = "comptoir.desk.bulk.begin"


def begin(company: Company, person: str, action: str, names: Any, **detail: Any) -> Any:
    return company.call(person, BEGIN, doctype="Client", action=action, chosen=names, detail=detail)


@pytest.mark.parametrize(
    ("action", "detail"),
    [
        ("edit", {"values": {"city": "forged"}}),
        ("delete", {}),
        ("assign", {"users": ["anna@example.com"]}),
        ("tag", {"add": ["forged"]}),
    ],
)
@pytest.mark.parametrize("person", ["anna", "manager", "driver", "producer", "guest"])
def test_another_branch_stays_as_it_is(
    company: Company, clients: dict[str, str], person: str, action: str, detail: dict[str, Any]
) -> None:
    before = company.read("Client", clients[LILLE])
    for names in ([clients[LILLE]], None):
        answer = company.call(
            person, BEGIN, doctype="Client", action=action, chosen=names, detail=detail,
            filters=[["branch", "=", LILLE]],
        )  # fmt: skip
        assert answer.refused or answer.data["done"] == 0, answer.text
        assert "zephyrine" not in answer.text
    assert before == company.read("Client", clients[LILLE])


@pytest.mark.parametrize(
    "values",
    [{"bank_account": "1"}, {"owner": "anna@example.com"}, {"docstatus": 1}, {"flags": {"ignore_permissions": 1}},
     {"phones": []}, {"name": "x"}, {"lead": "x"}, {"city": "x", "last_contact_on": "2020-01-01"}, [], "city", {}],
)  # fmt: skip
def test_fields_are_those_of_the_actor(company: Company, clients: dict[str, str], values: Any) -> None:
    before = company.read("Client", clients[LYON])
    assert begin(company, "anna", "edit", [clients[LYON]], values=values).refused
    assert before == company.read("Client", clients[LYON])


@pytest.mark.parametrize("names", [[], [{}], [["x"]], "all", {"name": "x"}, [True], ["x"] * 10_001, [None]])
def test_names_are_names(company: Company, names: Any) -> None:
    answer = begin(company, "anna", "edit", names, values={"city": "x"})
    assert answer.refused or (answer.data["done"], answer.data["refused"]) == (0, 1)


def test_a_click_that_is_sent_twice_counts_once(company: Company) -> None:
    client = company.make("Client", client_name="clicked", branch=LYON)
    sent = {
        "doctype": "Client",
        "action": "edit",
        "detail": {"values": {"city": "Once"}},
        "chosen": [client],
    }
    path, headers = f"/api/method/{BEGIN}", {"Idempotency-Key": "one-click"}
    first, second = (company.ask("anna", "POST", path, json=sent, headers=headers) for _ in range(2))
    assert ("true", first.data) == (second.headers.get("idempotency-replayed"), second.data)
    versions = company.ask(
        "admin", "GET", "/api/resource/Version", params={"filters": f'{{"docname": "{client}"}}'}
    )
    assert 1 == len(versions.data)


def test_another_ones_action_is_not_theirs(company: Company, clients: dict[str, str]) -> None:
    mine = begin(company, "manager", "edit", [clients[LYON]], values={"city": "Mine"}).data["bulk"]
    for method in ("standing", "stop", "go_on", "undo"):
        for person in ("anna", "boris", "guest"):
            assert company.call(person, f"comptoir.desk.bulk.{method}", bulk=mine).refused
    assert "Mine" == company.read("Client", clients[LYON])["city"]
