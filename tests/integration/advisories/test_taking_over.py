"""Becoming Administrator, who may do everything, with the rights of a System Manager, who may not."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Company, user_of

ADMINISTRATOR = "/api/resource/User/Administrator"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/document/User/Administrator/method/generate_keys", {}),
        ("/api/method/frappe.core.doctype.user.user.generate_keys", {"user": "Administrator"}),
        ("/api/method/run_doc_method", {"dt": "User", "dn": "Administrator", "method": "generate_keys"}),
        (
            "/api/method/run_doc_method",
            {"docs": {"doctype": "User", "name": "Administrator", "__islocal": 1}, "method": "generate_keys"},
        ),
        ("/api/v2/document/User/Administrator/method/invite", {}),
        ("/api/v2/document/User/Administrator/method/reset_second_factor", {}),
        ("/api/resource/API Key", {"title": "x", "user": "Administrator"}),
    ],
)
def test_nobody_else_makes_a_key_of_administrator(company: Company, path: str, body: dict[str, Any]) -> None:
    before = company.read("User", "Administrator")
    for person in ("keeper", "anna"):
        answer = company.ask(person, "POST", path, json=body)
        assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
    assert before == company.read("User", "Administrator")


@pytest.mark.parametrize(
    "change",
    [
        {"new_password": "a-long-word-and-Another-1"},
        {"username": "keeper"},
        {"api_key": "0123456789abcdef"},
        {"api_secret": "0123456789abcdef0123456789abcdef"},
        {
            "reset_password_key": "0123456789abcdef",
            "last_reset_password_key_generated_on": "2099-01-01 00:00:00",
        },
    ],
    ids=lambda change: next(iter(change)),
)
def test_nobody_else_changes_how_administrator_signs_in(company: Company, change: dict[str, str]) -> None:
    before = company.read("User", "Administrator")
    answer = company.ask("keeper", "PUT", ADMINISTRATOR, json=change)
    assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
    assert before == company.read("User", "Administrator")


def test_nobody_else_links_administrator_to_an_identity(company: Company) -> None:
    company.make(
        "Social Login Key", provider_name="Desk", base_url="https://id.example.com", client_id="x", client_secret="y",
        enabled=0,
    )  # fmt: skip
    links = {"social_logins": [{"provider": "Desk", "userid": "somebody"}]}
    answer = company.ask("keeper", "PUT", ADMINISTRATOR, json=links)
    assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
    assert [] == company.read("User", "Administrator").get("social_logins", [])


def test_nobody_else_reads_the_secret_of_administrator(company: Company) -> None:
    asked = {"doctype": "User", "name": "Administrator", "fieldname": "api_secret"}
    for person in ("keeper", "anna"):
        answer = company.call(person, "frappe.client.get_password", **asked)
        assert (403, "PermissionError") == (answer.status, answer.kind), answer.text


@pytest.mark.parametrize(
    ("old", "new", "merge"),
    [
        ("Administrator", "somebody@example.com", 0),
        ("Administrator", user_of("keeper"), 1),
        (user_of("keeper"), "Administrator", 1),
        (user_of("keeper"), "administrator", 1),
        (user_of("driver"), "ADMINISTRATOR", 0),
        ("Guest", "somebody@example.com", 0),
        (user_of("driver"), "Guest", 1),
    ],
)
@pytest.mark.parametrize("person", ["keeper", "admin"])
def test_the_standard_users_keep_their_names(
    company: Company, person: str, old: str, new: str, merge: int
) -> None:
    names = {"old_name": old, "new_name": new, "merge": merge}
    answer = company.call(person, "frappe.client.rename_doc", doctype="User", **names)
    assert answer.refused, answer.text
    for user in ("Administrator", "Guest", user_of("driver"), user_of("keeper")):
        assert 1 == company.read("User", user)["enabled"]


def test_a_key_of_somebody_merged_away_does_not_become_administrators(company: Company) -> None:
    made = company.call("keeper", "comptoir.desk.profile.create_api_key", title="mine")
    assert 200 == made.status, made.text
    merge = {"doctype": "User", "old_name": user_of("keeper"), "new_name": "Administrator", "merge": 1}
    assert company.call("keeper", "frappe.client.rename_doc", **merge).refused
    keys = company.ask("admin", "GET", "/api/resource/API Key", params={"fields": '["user"]'}).data
    assert [{"user": user_of("keeper")}] == keys


@pytest.mark.parametrize("role", ["Administrator", "All", "Guest"])
def test_roles_that_come_by_themselves_are_not_given(company: Company, role: str) -> None:
    user = f"/api/resource/User/{user_of('driver')}"
    answer = company.ask("keeper", "PUT", user, json={"roles": [{"role": "Driver"}, {"role": role}]})
    assert ["Driver"] == [row["role"] for row in answer.data["roles"]]


@pytest.mark.parametrize("role", ["Administrator", "System Manager", "All", "Guest", "Desk User"])
def test_the_roles_the_site_stands_on_keep_their_names(company: Company, role: str) -> None:
    for person in ("keeper", "admin"):
        for names in (
            {"old_name": role, "new_name": "Nobody"},
            {"old_name": role, "new_name": "Driver", "merge": 1},
            {"old_name": "Driver", "new_name": role, "merge": 1},
        ):
            answer = company.call(person, "frappe.client.rename_doc", doctype="Role", **names)
            assert answer.refused, answer.text
        assert company.ask(person, "DELETE", f"/api/resource/Role/{role}").refused


@pytest.mark.parametrize("person", ["keeper", "anna"])
@pytest.mark.parametrize("user", ["Administrator", "Guest", "nobody@example.com"])
def test_nobody_views_as_administrator(company: Company, person: str, user: str) -> None:
    answer = company.call(person, "comptoir.desk.access.view_as", user=user)
    assert answer.refused, answer.text
