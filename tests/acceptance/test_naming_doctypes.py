"""A field that names a doctype, such as what a task is about, is filled by people who administer nothing."""

from __future__ import annotations

from .conftest import Caller


def test_a_doctype_is_chosen_by_who_may_not_read_declarations(driver: Caller) -> None:
    query = {"doctype": "DocType", "txt": "Clien", "page_length": 1}
    found = driver("GET", "/api/method/frappe.desk.search.search_link", params=query).json()["message"]
    assert ["Client"] == [row["value"] for row in found]


def test_declarations_stay_closed_to_them(driver: Caller, guest: Caller) -> None:
    path = "/api/resource/DocType/Client"
    search = {"doctype": "DocType", "txt": "Clien"}
    assert 403 == driver("GET", path).status_code
    assert 403 == guest("GET", "/api/method/frappe.desk.search.search_link", params=search).status_code
