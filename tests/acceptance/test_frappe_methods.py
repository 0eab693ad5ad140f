"""Methods that programs written for Frappe call by their dotted names, in the words those programs send."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from .conftest import Caller

PAPER = {
    "name": "Paper",
    "module": "Core",
    "custom": 1,
    "is_submittable": 1,
    "autoname": "P-.###",
    "fields": [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}],
    "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "submit": 1}],
}


def call(caller: Caller, method: str, **form: Any) -> httpx.Response:
    """``?cmd=`` with the arguments as a form, as the Python client of PyPI sends them."""
    sent = {
        key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in form.items()
    }
    return caller("POST", "/", data={"cmd": method} | sent)


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("exc_type", "")


@pytest.fixture
def papers(admin: Caller) -> list[dict[str, Any]]:
    admin("POST", "/api/resource/DocType", json=PAPER).raise_for_status()
    made = [admin("POST", "/api/resource/Paper", json={"title": title}).json() for title in ("a", "b")]
    return [answer["data"] for answer in made]


class TestSubmit:
    def test_takes_the_document_as_doclist(self, admin: Caller, papers: list[dict[str, Any]]) -> None:
        answer = call(admin, "frappe.client.submit", doclist=papers[0]).json()["message"]
        assert (papers[0]["name"], 1) == (answer["name"], answer["docstatus"])

    def test_takes_several_documents(self, admin: Caller, papers: list[dict[str, Any]]) -> None:
        answer = call(admin, "frappe.client.submit", doclist=papers).json()["message"]
        assert [(paper["name"], 1) for paper in papers] == [(doc["name"], doc["docstatus"]) for doc in answer]

    def test_submits_all_or_none(self, admin: Caller, papers: list[dict[str, Any]]) -> None:
        unknown = {"doctype": "Paper", "name": "P-999"}
        assert (404, "DoesNotExistError") == told(
            call(admin, "frappe.client.submit", doclist=[papers[0], unknown])
        )
        kept = admin("GET", f"/api/resource/Paper/{papers[0]['name']}").json()["data"]
        assert 0 == kept["docstatus"]

    @pytest.mark.parametrize("form", [{}, {"doclist": "P-001"}, {"doclist": [1]}, {"doclist": 5}])
    def test_refuses_what_is_no_document(self, admin: Caller, form: dict[str, Any]) -> None:
        assert 417 == call(admin, "frappe.client.submit", **form).status_code

    def test_asks_for_the_right(self, driver: Caller, papers: list[dict[str, Any]]) -> None:
        assert 403 == call(driver, "frappe.client.submit", doclist=papers).status_code
