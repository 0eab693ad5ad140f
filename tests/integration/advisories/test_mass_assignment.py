"""Values nobody was asked for: of the system, of higher levels, of one's own account, masks written back."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import LILLE, LYON, Company, user_of

FORGED: dict[str, Any] = {
    "owner": user_of("boris"), "creation": "2001-01-01 00:00:00", "modified_by": user_of("boris"), "name": "MINE", "idx": 7,
    "parent": "somewhere", "parentfield": "roles", "_user_tags": ",forged", "_assign": '["boris@example.com"]', "_comments": "[]",
    "_liked_by": '["boris@example.com"]', "_new": 0, "_parent": "x", "_meta": "x", "_ctx": "x", "flags": {"ignore_permissions": 1},
    "save": "x", "ignore_permissions": 1, "__islocal": 0, "__unsaved": 0, "__class__": "x", "__dict__": {},
}  # fmt: skip
IBAN = "FR7630006000011234567890189"
KEPT = ("owner", "creation", "idx", "name")


def made_by(company: Company, way: str, values: dict[str, Any]) -> str:
    """A client that Anna makes, in one of the ways there are; its name."""
    sent = values | {"client_name": "made", "branch": LYON}
    if way in ("/api/resource/Client", "/api/v2/document/Client"):
        answer = company.ask("anna", "POST", way, json=sent)
    elif way.endswith("savedocs"):
        answer = company.call(
            "anna",
            way,
            doc=sent | {"doctype": "Client", "__islocal": 1, "name": "new-client-1"},
            action="Save",
        )
    else:
        answer = company.call("anna", way, doc=sent | {"doctype": "Client"})
    assert 200 == answer.status, answer.text
    if way.endswith("savedocs"):
        return str(answer.body["docs"][0]["name"])
    return str(answer.data["name"])


WAYS = (
    "/api/resource/Client",
    "/api/v2/document/Client",
    "frappe.client.insert",
    "frappe.desk.form.save.savedocs",
)


@pytest.mark.parametrize("way", WAYS)
def test_a_new_document_belongs_to_its_maker(company: Company, way: str) -> None:
    stored = company.read("Client", made_by(company, way, FORGED))
    assert (user_of("anna"), user_of("anna"), 0, 0) == tuple(
        stored[key] for key in ("owner", "modified_by", "docstatus", "idx")
    )
    assert not stored["creation"].startswith("2001")
    assert stored["name"].startswith("CLI-")
    assert [] == [key for key in ("_user_tags", "_assign", "_liked_by") if stored.get(key)]


@pytest.mark.parametrize("way", WAYS)
def test_a_field_above_ones_level_stays_empty(company: Company, way: str) -> None:
    assert not company.read("Client", made_by(company, way, {"bank_account": IBAN})).get("bank_account")


@pytest.fixture
def client(company: Company) -> str:
    """A client of Lyon with a bank account."""
    return company.make("Client", client_name="kept", branch=LYON, bank_account=IBAN, phone="+33184800123")


def change(company: Company, way: str, name: str, values: dict[str, Any]) -> None:
    """Anna changes a client, in one of the ways there are."""
    about = {"doctype": "Client", "name": name}
    if way.startswith("/"):
        company.ask("anna", "PUT", f"{way}/{name}", json=values)
    elif way.endswith("set_value"):
        company.call("anna", way, **about, fieldname=values)
    elif way.endswith("bulk_update"):
        company.call("anna", way, docs=[values | {"doctype": "Client", "docname": name}])
    elif way == "run_doc_method":
        modified = company.read("Client", name)["modified"]
        company.call(
            "anna",
            way,
            docs=values | about | {"modified": modified},
            method="transfer",
            args={"to_employee": "x"},
        )
    else:
        company.call(
            "anna", way, doc=values | about, **({"action": "Save"} if way.endswith("savedocs") else {})
        )


CHANGES = (
    "/api/resource/Client", "/api/v2/document/Client", "frappe.client.set_value", "frappe.client.save", "frappe.client.bulk_update",
    "frappe.desk.form.save.savedocs", "run_doc_method",
)  # fmt: skip


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_keeps_what_the_system_keeps(company: Company, client: str, way: str) -> None:
    before = company.read("Client", client)
    forged = {key: value for key, value in FORGED.items() if key != "name"}
    change(company, way, client, forged | {"city": "changed"})
    after = company.read("Client", client)
    assert [before[key] for key in KEPT] == [after[key] for key in KEPT]
    assert after["modified_by"] in ("Administrator", user_of("anna"))
    assert [] == [key for key in ("_user_tags", "_assign", "_liked_by") if after.get(key)]


@pytest.mark.parametrize("way", CHANGES)
@pytest.mark.parametrize("value", ["DE89370400440532013000", "", None, "•••• 0189", "**** 0189", [], {}, 0])
def test_a_value_above_ones_level_is_not_changed(company: Company, client: str, way: str, value: Any) -> None:
    change(company, way, client, {"bank_account": value})
    assert IBAN == company.read("Client", client)["bank_account"]


@pytest.mark.parametrize("way", CHANGES)
def test_a_mask_that_is_sent_back_is_not_stored(company: Company, client: str, way: str) -> None:
    shown = company.ask("anna", "GET", f"/api/resource/Client/{client}").data
    assert shown["bank_account"].endswith("0189")
    assert IBAN != shown["bank_account"]
    change(company, way, client, shown | {"city": "changed"})
    assert IBAN == company.read("Client", client)["bank_account"]


@pytest.mark.parametrize("person", ["anna", "driver", "manager"])
@pytest.mark.parametrize(
    "change_",
    [
        {"roles": [{"role": "System Manager"}]}, {"role_profile_name": "x"}, {"user_type": "System User"}, {"enabled": 1},
        {"api_key": "x", "api_secret": "y"}, {"new_password": "a-long-word-and-Another-1"}, {"scopes": []}, {"email": "x@example.com"},
        {"reset_password_key": "x"}, {"social_logins": []}, {"first_name": "x"},
    ],
    ids=lambda change_: next(iter(change_)),
)  # fmt: skip
def test_nobody_makes_more_of_themselves(company: Company, person: str, change_: dict[str, Any]) -> None:
    user, before = user_of(person), company.read("User", user_of(person))
    about = {"doctype": "User", "name": user}
    answers = [
        company.ask(person, "PUT", f"/api/resource/User/{user}", json=change_),
        company.ask(person, "PATCH", f"/api/v2/document/User/{user}", json=change_),
        company.call(person, "frappe.client.set_value", **about, fieldname=change_),
        company.call(person, "frappe.client.save", doc=about | change_),
        company.call(person, "frappe.desk.form.save.savedocs", doc=about | change_, action="Save"),
        company.call(person, "run_doc_method", docs=about | change_, method="generate_keys"),
        company.call(person, "comptoir.desk.personal.change_me", values=change_ | {"enabled": 0}),
    ]
    assert [] == [answer.text for answer in answers if not answer.refused]
    assert before == company.read("User", user)


@pytest.mark.parametrize(
    "field",
    ["roles", "user_type", "enabled", "email", "name", "new_password", "language", "api_secret", "__class__"],
)
def test_a_profile_takes_what_it_shows(company: Company, field: str) -> None:
    before = company.read("User", user_of("anna"))
    answer = company.call("anna", "comptoir.desk.personal.change_me", values={field: "x"})
    assert (400, "BadRequestError") == (answer.status, answer.kind)
    assert before == company.read("User", user_of("anna"))


@pytest.mark.parametrize("doctype", ["User", "Role", "Has Role", "Custom DocPerm", "API Key", "User Permission", "Row Rule", "Custom Field",
                                     "Property Setter", "DocType", "DocShare", "System Settings", "Social Login Key", "Deleted Document",
                                     "Version", "Activity Log", "Access Log", "Email Queue", "Error Log"])  # fmt: skip
def test_the_machinery_takes_no_documents_from_others(company: Company, doctype: str) -> None:
    values = {
        "email": "new@example.com", "first_name": "x", "role_name": "x", "role": "System Manager", "parent": user_of("anna"),
        "parenttype": "User", "parentfield": "roles", "title": "x", "user": user_of("keeper"), "name": "x", "dt": "Client",
    }  # fmt: skip
    for answer in (
        company.ask("manager", "POST", f"/api/resource/{doctype}", json=values),
        company.call("manager", "frappe.client.insert", doc=values | {"doctype": doctype}),
        company.call("manager", "frappe.client.insert_many", docs=[values | {"doctype": doctype}]),
    ):
        assert answer.refused, answer.text


@pytest.mark.parametrize("docstatus", [1, 2, "1", True])
def test_no_new_document_is_further_than_a_draft(company: Company, docstatus: Any) -> None:
    sent = {"client_name": "x", "branch": LYON, "docstatus": docstatus}
    assert company.ask("anna", "POST", "/api/resource/Client", json=sent).refused


def test_nothing_is_made_in_another_branch(company: Company) -> None:
    before, sent = company.count("Client"), {"client_name": "made", "branch": LILLE}
    for answer in (
        company.ask("anna", "POST", "/api/resource/Client", json=sent),
        company.call("anna", "frappe.client.insert", doc=sent | {"doctype": "Client"}),
        company.call("anna", "frappe.client.insert_many", docs=[sent | {"doctype": "Client"}]),
    ):
        assert "PermissionError" == answer.kind, answer.text
    assert before == company.count("Client")
