"""Rows of a document that is not one's own: reading, changing, deleting them, and carrying them elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import LILLE, LYON, Company, user_of

ROW = "Client Phone"
THEIRS, OURS = "+33184800222", "+33184800111"


@pytest.fixture(scope="module")
def rows(company: Company) -> dict[str, dict[str, Any]]:
    """A row with a number of a client of each branch."""
    found = {}
    for branch, number in ((LYON, OURS), (LILLE, THEIRS)):
        name = company.make("Client", client_name=branch, branch=branch, phones=[{"phone": number}])
        found[branch] = company.read("Client", name)["phones"][0]
    return found


def stored(company: Company, row: dict[str, Any]) -> list[dict[str, Any]]:
    phones: list[dict[str, Any]] = company.read("Client", row["parent"])["phones"]
    return phones


@pytest.mark.parametrize("person", ["anna", "driver", "guest"])
def test_a_row_of_another_branch_is_not_read(company: Company, rows: dict[str, Any], person: str) -> None:
    row = rows[LILLE]
    filters = {"name": row["name"]}
    for answer in (
        company.ask(person, "GET", f"/api/resource/{ROW}/{row['name']}"),
        company.ask(person, "GET", f"/api/v2/document/{ROW}/{row['name']}"),
        company.ask(person, "GET", f"/api/resource/{ROW}", params={"parent": "Client", "fields": '["*"]'}),
        company.call(person, "frappe.client.get", doctype=ROW, name=row["name"], parent="Client"),
        company.call(person, "frappe.client.get", doctype=ROW, filters=filters, parent="Client"),
        company.call(
            person, "frappe.client.get_list", doctype=ROW, filters=filters, parent="Client", fields=["*"]
        ),
        company.call(
            person,
            "frappe.client.get_value",
            doctype=ROW,
            filters=filters,
            parent="Client",
            fieldname="phone",
        ),
        company.call(person, "frappe.client.get_count", doctype=ROW, filters=filters),
        company.call(person, "frappe.client.get_list", doctype="Client", fields=["name", "phones.phone"]),
        company.call(
            person, "frappe.client.get_list", doctype="Client", filters=[[ROW, "phone", "=", THEIRS]]
        ),
        company.call(
            person, "frappe.client.get_list", doctype="Client", filters={"phones.name": row["name"]}
        ),
        company.ask(person, "GET", "/api/resource/Client", params={"expand": '["phones"]'}),
        company.call(person, "frappe.desk.reportview.get", doctype=ROW, fields=["*"]),
        company.call(person, "frappe.desk.search.search_link", doctype=ROW, txt="+33"),
        company.call(
            person, "frappe.client.validate_link", doctype=ROW, docname=row["name"], fields=["phone"]
        ),
        company.ask(
            person,
            "GET",
            "/api/method/frappe.desk.form.load.getdoc",
            params={"doctype": ROW, "name": row["name"]},
        ),
    ):
        assert THEIRS not in answer.text, answer.text
        assert answer.refused or row["parent"] not in answer.text, answer.text


@pytest.mark.parametrize("parent", ["Lead", "User", "Client Phone", "Nope", "", "Client; --"])
def test_rows_are_not_read_in_the_name_of_another_parent(
    company: Company, rows: dict[str, Any], parent: str
) -> None:
    for asked in ({"parent": parent}, {"parent_doctype": parent}):
        answer = company.ask("anna", "GET", f"/api/resource/{ROW}", params=asked | {"fields": '["*"]'})
        assert answer.refused, answer.text


@pytest.mark.parametrize("person", ["anna", "manager", "driver", "guest"])
@pytest.mark.parametrize("branch", [LYON, LILLE])
def test_a_row_is_not_changed_by_itself(
    company: Company, rows: dict[str, Any], person: str, branch: str
) -> None:
    row = rows[branch]
    before = stored(company, row)
    for answer in (
        company.ask(person, "PUT", f"/api/resource/{ROW}/{row['name']}", json={"phone": "+33184800999"}),
        company.ask(person, "DELETE", f"/api/resource/{ROW}/{row['name']}"),
        company.ask(person, "PATCH", f"/api/v2/document/{ROW}/{row['name']}", json={"parent": "x"}),
        company.call(person, "frappe.client.save", doc={"doctype": ROW, "name": row["name"], "phone": "x"}),
        company.call(person, "frappe.client.delete", doctype=ROW, name=row["name"]),
        company.call(person, "frappe.client.rename_doc", doctype=ROW, old_name=row["name"], new_name="x"),
        company.call(
            person, "frappe.client.bulk_update", docs=[{"doctype": ROW, "docname": row["name"], "phone": "x"}]
        ),
        company.call(person, "run_doc_method", docs={"doctype": ROW, "name": row["name"]}, method="submit"),
    ):
        assert answer.refused or answer.body.get("message", {}).get("failed_docs"), answer.text
    assert before == stored(company, row)


@pytest.mark.parametrize("person", ["anna", "driver", "guest"])
def test_a_row_of_another_branch_is_not_changed_through_its_parent(
    company: Company, rows: dict[str, Any], person: str
) -> None:
    row = rows[LILLE]
    before = stored(company, row)
    place = {"parenttype": "Client", "parent": row["parent"], "parentfield": "phones"}
    for answer in (
        company.call(
            person, "frappe.client.set_value", doctype=ROW, name=row["name"], fieldname="phone", value="x"
        ),
        company.call(person, "frappe.client.insert", doc=place | {"doctype": ROW, "phone": "+33184800999"}),
        company.call(
            person, "frappe.client.insert_many", docs=[place | {"doctype": ROW, "phone": "+33184800999"}]
        ),
        company.ask(person, "PUT", f"/api/resource/Client/{row['parent']}", json={"phones": []}),
    ):
        assert (403, "PermissionError") == (answer.status, answer.kind), answer.text
    assert before == stored(company, row)


@pytest.mark.parametrize("key", ["parent", "parenttype", "parentfield", "name", "owner", "docstatus", "idx"])
def test_a_row_is_not_carried_to_another_document(company: Company, rows: dict[str, Any], key: str) -> None:
    ours, theirs = rows[LYON], rows[LILLE]
    before = stored(company, theirs)
    forged = {"parent": theirs["parent"], "parenttype": "User", "parentfield": "emails", "name": theirs["name"],
              "owner": user_of("boris"), "docstatus": 1, "idx": 9}[key]  # fmt: skip
    company.call(
        "anna",
        "frappe.client.set_value",
        doctype=ROW,
        name=ours["name"],
        fieldname={key: forged, "phone": OURS},
    )
    company.ask(
        "anna", "PUT", f"/api/resource/Client/{ours['parent']}", json={"phones": [ours | {key: forged}]}
    )
    assert before == stored(company, theirs)
    kept = stored(company, ours)[0]
    assert [ours["parent"], "Client", "phones", 0, 1] == [
        kept[place] for place in ("parent", "parenttype", "parentfield", "docstatus", "idx")
    ]
    rows[LYON] = kept


def test_a_row_of_another_document_is_not_taken(company: Company, rows: dict[str, Any]) -> None:
    ours, theirs = rows[LYON], rows[LILLE]
    company.ask(
        "anna", "PUT", f"/api/resource/Client/{ours['parent']}", json={"phones": [{"name": theirs["name"]}]}
    )
    assert THEIRS in [row["phone"] for row in stored(company, theirs)]
    assert THEIRS not in [row["phone"] for row in stored(company, ours)]


@pytest.mark.parametrize(
    ("doctype", "place"),
    [
        ("Has Role", {"parenttype": "User", "parent": user_of("anna"), "parentfield": "roles", "role": "System Manager"}),
        ("User Scope", {"parenttype": "User", "parent": user_of("anna"), "parentfield": "scopes", "scope": LILLE}),
        ("Has Role", {"parenttype": "Client", "parent": "?", "parentfield": "phones", "role": "System Manager"}),
        ("User Social Login", {"parenttype": "User", "parent": "Administrator", "parentfield": "social_logins", "userid": "x"}),
        ("API Key Scope", {"parenttype": "API Key", "parent": "x", "parentfield": "scopes", "method": "*"}),
        ("DocPerm", {"parenttype": "DocType", "parent": "Client", "parentfield": "permissions", "role": "All"}),
        ("Client Phone", {"parenttype": "Client", "parent": "?", "parentfield": "__class__", "phone": THEIRS}),
        ("Client Phone", {"parenttype": "Nope", "parent": "?", "parentfield": "phones", "phone": THEIRS}),
    ],
)  # fmt: skip
def test_a_row_goes_nowhere_else(
    company: Company, rows: dict[str, Any], doctype: str, place: dict[str, str]
) -> None:
    values = {key: rows[LYON]["parent"] if value == "?" else value for key, value in place.items()}
    before = company.count(doctype)
    for answer in (
        company.call("anna", "frappe.client.insert", doc=values | {"doctype": doctype}),
        company.ask("anna", "POST", f"/api/resource/{doctype}", json=values),
    ):
        assert answer.refused, answer.text
    assert before == company.count(doctype)


@pytest.mark.parametrize("shape", ["x", 5, {"a": 1}, [1], ["x"], [[{}]], [None], "[", '[{"phone":', True])
def test_rows_that_are_none_are_refused(company: Company, rows: dict[str, Any], shape: Any) -> None:
    ours = rows[LYON]
    path = f"/api/resource/Client/{ours['parent']}"
    assert company.ask("anna", "PUT", path, json={"phones": shape}).refused
    assert company.call(
        "anna", "frappe.client.save", doc={"doctype": "Client", "name": ours["parent"], "phones": shape}
    ).refused
