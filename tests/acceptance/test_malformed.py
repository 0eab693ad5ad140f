"""Bodies that no form sends: every key of every document filled with what it cannot be is answered with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Caller

STANDARD = (
    "name", "doctype", "docstatus", "modified", "creation", "owner", "idx", "parent", "amended_from", "flags", "_user_tags",
    "_meta", "save", "__islocal",
)  # fmt: skip
WRONG: tuple[Any, ...] = (None, "", "x", 5, -1, 1e30, True, [], {}, [1], [[1]], {"a": 1}, "\x00")
DOCTYPES = ("Client", "Task", "Item", "Role", "ToDo", "Custom Field", "Property Setter")


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_key_of_the_wrong_kind_is_answered(admin: Caller, doctype: str) -> None:
    found = admin("GET", f"/api/resource/{doctype}", params={"limit": 1}).json()["data"]
    places = [("POST", f"/api/resource/{doctype}"), ("POST", f"/api/v2/document/{doctype}")]
    places += [("PUT", f"/api/resource/{doctype}/{row['name']}") for row in found]
    broken = [
        f"{method} {path} {key}={value!r}: {answer.text[:200]}"
        for method, path in places
        for key in STANDARD
        for value in WRONG
        if (answer := admin(method, path, json={key: value})).status_code >= 500
    ]
    assert [] == broken


def test_a_document_without_amendments_has_none(admin: Caller) -> None:
    body = {"client_name": "Acme", "amended_from": "x"}
    made = admin("POST", "/api/resource/Client", json=body).json()["data"]
    assert ("Acme", False) == (made["client_name"], "amended_from" in made)


@pytest.mark.parametrize("docstatus", ["x", 7, -1, [1], {"a": 1}])
def test_a_docstatus_that_is_none_is_refused(admin: Caller, docstatus: Any) -> None:
    made = admin("POST", "/api/resource/Client", json={"client_name": "Acme"}).json()["data"]["name"]
    answer = admin("PUT", f"/api/resource/Client/{made}", json={"docstatus": docstatus})
    assert (417, "DocstatusTransitionError") == (answer.status_code, answer.json()["exc_type"])


@pytest.mark.parametrize("order_by", ["count(*)", "max(credit_limit) desc"])
def test_single_documents_are_not_sorted_by_an_aggregate(admin: Caller, order_by: str) -> None:
    answer = admin("GET", "/api/resource/Client", params={"order_by": order_by})
    assert (417, "ValidationError") == (answer.status_code, answer.json()["exc_type"])


@pytest.mark.parametrize(("doctype", "missing"), [("Custom Field", "dt"), ("Property Setter", "doc_type")])
def test_a_customisation_of_nothing_names_what_is_missing(admin: Caller, doctype: str, missing: str) -> None:
    answer = admin("POST", f"/api/resource/{doctype}", json={})
    assert "MandatoryError" == answer.json()["exc_type"]
    assert missing in {problem["fieldname"] for problem in answer.json()["_field_errors"]}
