"""Methods that programs written for Frappe call by their dotted names, in the words those programs send."""

from __future__ import annotations

from typing import Any

import frappe
import httpx
import orjson
import pytest
import regioncrm
from frappe.model.mapper import get_mapped_doc

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


def call(caller: Caller, command: str, /, **form: Any) -> httpx.Response:
    """``?cmd=`` with the arguments as a form, as the Python client of PyPI sends them."""
    sent = {
        key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in form.items()
    }
    return caller("POST", "/", data={"cmd": command} | sent)


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


@pytest.fixture
def clients(admin: Caller) -> list[str]:
    names = ("Alpha Trade", "Alpha Works", "Beta")
    return [
        admin("POST", "/api/resource/Client", json={"client_name": name}).json()["data"]["name"]
        for name in names
    ]


class TestSearchWidget:
    def test_answers_rows(self, admin: Caller, clients: list[str]) -> None:
        found = call(admin, "frappe.desk.search.search_widget", doctype="Client", txt="Alpha").json()[
            "message"
        ]
        assert [(clients[0], "Alpha Trade"), (clients[1], "Alpha Works")] == [tuple(row[:2]) for row in found]

    def test_answers_a_page_of_dictionaries(self, admin: Caller, clients: list[str]) -> None:
        sent = {"doctype": "Client", "txt": "Alpha", "as_dict": "1", "start": "1", "page_length": "1"}
        found = call(admin, "frappe.desk.search.search_widget", **sent).json()["message"]
        assert [clients[1]] == [row["name"] for row in found]

    @pytest.mark.parametrize(("name", "value"), [("start", "-1"), ("page_length", "-5"), ("query", "x.y")])
    def test_refuses_what_it_cannot_do(self, admin: Caller, name: str, value: str) -> None:
        answer = call(admin, "frappe.desk.search.search_widget", doctype="Client", **{name: value})
        assert (400, "BadRequestError") == told(answer)

    def test_is_refused_to_those_who_may_not_select(self, driver: Caller) -> None:
        assert 403 == call(driver, "frappe.desk.search.search_widget", doctype="Deal", txt="A").status_code


class TestBulkUpdate:
    def test_changes_some_and_names_those_it_could_not(self, admin: Caller, clients: list[str]) -> None:
        docs = [
            {"doctype": "Client", "docname": clients[0], "city": "Lyon"},
            {"doctype": "Client", "docname": "CLI-none", "city": "Lyon"},
            {"doctype": "Client", "city": "Lyon"},
        ]
        failed = call(admin, "frappe.client.bulk_update", docs=docs).json()["message"]["failed_docs"]
        assert docs[1:] == [entry["doc"] for entry in failed]
        assert all(entry["exc"].startswith("frappe.exceptions.") for entry in failed)
        assert "Lyon" == admin("GET", f"/api/resource/Client/{clients[0]}").json()["data"]["city"]

    @pytest.mark.parametrize("docs", ["x", "{}", "[1]", "5", "[[]]", "[{"])
    def test_refuses_what_is_no_list_of_documents(self, admin: Caller, docs: str) -> None:
        assert call(admin, "frappe.client.bulk_update", docs=docs).status_code in (400, 417)


class TestLinkedWith:
    METHOD = "frappe.desk.form.linked_with.get"

    def test_names_what_points_at_a_document(self, admin: Caller, clients: list[str]) -> None:
        values = {
            "doctype": "ToDo",
            "description": "Call",
            "reference_type": "Client",
            "reference_name": clients[0],
        }
        deal = admin("POST", "/api/resource/Deal", json={"deal_title": "Ten", "client": clients[0]}).json()[
            "data"
        ]
        admin("POST", "/api/resource/ToDo", json=values).raise_for_status()
        found = call(admin, self.METHOD, doctype="Client", docname=clients[0]).json()["message"]
        assert [deal["name"]] == [row["name"] for row in found["Deal"]]
        assert {"name", "docstatus", "modified", "deal_title"} == set(found["Deal"][0])
        assert {} == call(admin, self.METHOD, doctype="Client", docname=clients[1]).json()["message"]

    def test_names_parents_of_rows(self, admin: Caller, client: Any) -> None:
        admin("POST", "/api/resource/Role", json={"role_name": "Reader"}).raise_for_status()
        user = {"email": "r@example.com", "first_name": "R", "roles": [{"role": "Reader"}]}
        admin("POST", "/api/resource/User", json=user).raise_for_status()
        found = call(admin, self.METHOD, doctype="Role", docname="Reader").json()["message"]
        assert ["r@example.com"] == [row["name"] for row in found["User"]]

    def test_names_only_what_may_be_seen(self, admin: Caller, driver: Caller, clients: list[str]) -> None:
        admin(
            "POST", "/api/resource/Deal", json={"deal_title": "Ten", "client": clients[0]}
        ).raise_for_status()
        assert {} == call(driver, self.METHOD, doctype="Client", docname=clients[0]).json()["message"]

    def test_is_for_those_who_may_read_it(self, admin: Caller, driver: Caller, clients: list[str]) -> None:
        deal = {"deal_title": "Ten", "client": clients[0]}
        name = admin("POST", "/api/resource/Deal", json=deal).json()["data"]["name"]
        assert 403 == call(driver, self.METHOD, doctype="Deal", docname=name).status_code


class TestRenaming:
    TITLE = "frappe.model.rename_doc.update_document_title"

    def test_gives_a_title(self, admin: Caller, clients: list[str]) -> None:
        sent = {"doctype": "Client", "docname": clients[0], "title": "Alpha Trading"}
        assert clients[0] == call(admin, self.TITLE, **sent).json()["message"]
        kept = admin("GET", f"/api/resource/Client/{clients[0]}").json()["data"]
        assert "Alpha Trading" == kept["client_name"]

    def test_gives_a_name(self, admin: Caller) -> None:
        admin("POST", "/api/resource/Branch", json={"branch_name": "North", "code": "N"}).raise_for_status()
        sent = {"doctype": "Branch", "docname": "North", "name": "South"}
        assert "South" == call(admin, self.TITLE, **sent).json()["message"]
        old = {"doctype": "Branch", "old": "South", "new": "West"}
        assert "West" == call(admin, "frappe.rename_doc", **old).json()["message"]
        assert 200 == admin("GET", "/api/resource/Branch/West").status_code

    def test_asks_for_the_right_whatever_is_sent(self, driver: Caller, clients: list[str]) -> None:
        title = {"doctype": "Client", "docname": clients[0], "title": "Mine"}
        assert 403 == call(driver, self.TITLE, **title).status_code
        sent = {"doctype": "Client", "old": clients[0], "new": "Mine"}
        assert 403 == call(driver, "frappe.rename_doc", **sent).status_code
        assert 400 == call(driver, "frappe.rename_doc", ignore_permissions="1", **sent).status_code

    def test_needs_one_of_the_two(self, admin: Caller, clients: list[str]) -> None:
        assert 417 == call(admin, self.TITLE, doctype="Client", docname=clients[0]).status_code


class TestMakeMappedDoc:
    METHOD = "frappe.model.mapper.make_mapped_doc"

    def test_calls_a_whitelisted_function_of_an_app(
        self, admin: Caller, clients: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make_deal(source_name: str) -> Any:
            maps = {
                "Client": {"doctype": "Deal", "field_map": {"name": "client", "client_name": "deal_title"}}
            }
            made = get_mapped_doc("Client", source_name, maps)
            assert frappe.flags.args.step == "Call"
            return made

        monkeypatch.setattr(regioncrm, "make_deal", frappe.whitelist()(make_deal), raising=False)
        sent = {"method": "regioncrm.make_deal", "source_name": clients[2], "args": {"step": "Call"}}
        made = call(admin, self.METHOD, **sent).json()["message"]
        assert ("Deal", clients[2], "Beta") == (made["doctype"], made["client"], made["deal_title"])

    @pytest.mark.parametrize(
        ("method", "status"),
        [
            ("os.system", 417),
            ("frappe.client.delete", 417),
            ("comptoir.documents.delete", 417),
            ("regioncrm.nothing", 417),
            ("regioncrm.hidden", 403),
            ("regioncrm.writes", 403),
            ("regioncrm.takes_two", 417),
        ],
    )
    def test_calls_nothing_else(
        self, admin: Caller, monkeypatch: pytest.MonkeyPatch, method: str, status: int
    ) -> None:
        def hidden(source_name: str) -> str:
            return "called"

        def writes(source_name: str) -> str:
            return "called"

        def takes_two(source_name: str, other: str) -> str:
            return "called"

        monkeypatch.setattr(regioncrm, "hidden", hidden, raising=False)
        monkeypatch.setattr(regioncrm, "writes", frappe.whitelist(methods=["POST"])(writes), raising=False)
        monkeypatch.setattr(regioncrm, "takes_two", frappe.whitelist()(takes_two), raising=False)
        assert status == call(admin, self.METHOD, method=method, source_name="x").status_code
