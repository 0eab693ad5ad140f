"""Documents over v1 and v2."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from .conftest import Caller


def make(caller: Caller, **values: Any) -> dict[str, Any]:
    answer = caller("POST", "/api/resource/Client", json={"client_name": "Acme"} | values)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


class TestLife:
    def test_a_created_document_comes_back_whole(self, admin: Caller) -> None:
        made = make(admin, city="Lyon")
        read = admin("GET", f"/api/resource/Client/{made['name']}").json()["data"]
        assert (read["client_name"], read["city"], read["docstatus"]) == ("Acme", "Lyon", 0)

    def test_empty_fields_are_left_out(self, admin: Caller) -> None:
        assert None not in make(admin).values()

    def test_unknown_fields_are_left_out(self, admin: Caller) -> None:
        assert "nope" not in make(admin, nope="x", validate="x")

    def test_put_changes_what_it_names(self, admin: Caller) -> None:
        made = make(admin, city="Lyon")
        changed = admin("PUT", f"/api/resource/Client/{made['name']}", json={"notes": "n"}).json()["data"]
        assert (changed["city"], changed["notes"]) == ("Lyon", "n")

    def test_a_stale_put_is_refused(self, admin: Caller) -> None:
        made = make(admin)
        body = {"notes": "n", "modified": "2020-01-01 00:00:00"}
        answer = admin("PUT", f"/api/resource/Client/{made['name']}", json=body)
        assert (answer.status_code, answer.json()["exc_type"]) == (417, "TimestampMismatchError")

    def test_delete_answers_202(self, admin: Caller) -> None:
        path = f"/api/resource/Client/{make(admin)['name']}"
        answer = admin("DELETE", path)
        assert (answer.status_code, answer.json()) == (202, {"data": "ok"})
        assert admin("GET", path).status_code == 404

    def test_storing_by_get_is_refused(self, admin: Caller) -> None:
        query = {"doc": '{"doctype": "Client", "client_name": "x"}'}
        answer = admin("GET", "/api/method/frappe.client.insert", params=query)
        assert (answer.status_code, admin("GET", "/api/v2/doctype/Client/count").json()) == (403, {"data": 0})


class TestMistakes:
    def test_a_missing_field_is_named(self, admin: Caller) -> None:
        answer = admin("POST", "/api/resource/Client", json={})
        problems = answer.json()["_field_errors"]
        assert (answer.status_code, problems[0]["fieldname"]) == (417, "client_name")

    @pytest.mark.parametrize(
        ("method", "path", "options", "status"),
        [
            ("POST", "/api/resource/Client", {"content": "{bad"}, 400),
            ("POST", "/api/resource/Client", {"content": '"abc"'}, 417),
            ("GET", "/api/resource/Client?limit=abc", {}, 400),
            ("GET", "/api/resource/Client?nope=1", {}, 400),
            ("GET", "/api/resource/Client?fields=[bad", {}, 400),
            ("GET", "/api/resource/Client?order_by=sleep(9)", {}, 417),
            ("GET", "/api/resource/Nope", {}, 404),
            ("GET", "/api/resource/Nope/x", {}, 404),
            ("GET", "/api/resource/Client/nope", {}, 404),
            ("PUT", "/api/resource/Client", {}, 405),
            ("GET", "/api/method/frappe.nope.nope", {}, 417),
            ("POST", "/api/method/nope.nope", {}, 417),
            ("GET", "/api/method/os.getcwd", {}, 417),
            ("GET", "/api/method/frappe.client.get_value?doctype=Client", {}, 417),
            ("GET", "/api/method/frappe.client.get_value?doctype=Client&fieldname=name&x=1", {}, 400),
            ("GET", "/api/method/frappe.get_doc?doctype=Client", {}, 403),
            ("GET", "/api/nothing/here", {}, 404),
            ("GET", "/private/files/..%2f..%2fsite_config.json", {}, 404),
        ],
    )
    def test_each_has_its_status(
        self, admin: Caller, method: str, path: str, options: dict[str, Any], status: int
    ) -> None:
        assert admin(method, path, **options).status_code == status

    def test_no_answer_shows_a_traceback(self, admin: Caller) -> None:
        text = admin("GET", "/api/resource/Client?order_by=sleep(9)").text
        assert ("Traceback" in text, "SELECT" in text) == (False, False)


class TestLists:
    def test_filters_and_fields_are_json(self, admin: Caller) -> None:
        make(admin, city="Lyon")
        make(admin, client_name="Bolt", city="Nice")
        query = {"fields": '["client_name"]', "filters": '[["city", "=", "Nice"]]'}
        assert admin("GET", "/api/resource/Client", params=query).json() == {
            "data": [{"client_name": "Bolt"}]
        }

    def test_rows_may_be_lists(self, admin: Caller) -> None:
        make(admin)
        query = {"fields": '["client_name"]', "as_dict": "0"}
        assert admin("GET", "/api/resource/Client", params=query).json() == {"data": [["Acme"]]}

    def test_head_has_no_body(self, admin: Caller) -> None:
        answer = admin("HEAD", "/api/resource/Client")
        assert (answer.status_code, answer.content) == (200, b"")

    def test_a_guest_sees_no_clients(self, guest: Caller) -> None:
        answer = guest("GET", "/api/resource/Client")
        assert (answer.status_code, answer.json()["exc_type"]) == (403, "PermissionError")


class TestVersion2:
    def test_an_error_is_in_a_list(self, admin: Caller) -> None:
        answer = admin("GET", "/api/v2/document/Client/nope")
        assert (answer.status_code, answer.json()["errors"][0]["type"]) == (404, "DoesNotExistError")

    def test_patch_changes_a_document(self, admin: Caller) -> None:
        path = f"/api/v2/document/Client/{make(admin)['name']}/"
        assert admin("PATCH", path, json={"notes": "n"}).json()["data"]["notes"] == "n"


class TestDesk:
    def test_the_list_says_whether_there_is_more(self, admin: Caller) -> None:
        make(admin)
        make(admin, client_name="Bolt")
        body = {"doctype": "Client", "fields": ["name"], "page_length": 1}
        answer = admin("POST", "/api/method/comptoir.desk.api.list", json=body).json()["message"]
        assert (len(answer["rows"]), answer["has_more"]) == (1, True)

    def test_meta_has_what_a_form_needs(self, admin: Caller) -> None:
        found = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=Client").json()["message"]["doctype"]
        field = next(f for f in found["fields"] if f["fieldname"] == "client_name")
        assert (field["reqd"], field["can_write"], found["rights"]["create"]) == (1, True, True)

    def test_opening_a_form_brings_its_companions(self, admin: Caller) -> None:
        query = {"doctype": "Client", "name": make(admin)["name"]}
        found = admin("GET", "/api/method/frappe.desk.form.load.getdoc", params=query).json()
        assert (found["docs"][0]["client_name"], found["docinfo"]["attachments"]) == ("Acme", [])

    def test_a_guest_learns_only_how_to_sign_in(self, guest: Caller) -> None:
        found = guest("GET", "/api/method/comptoir.desk.api.boot").json()["message"]
        assert ("modules" in found, "csrf_token" in found, found["user"]) == (False, False, "Guest")


class TestDeletingSeveral:
    def test_what_cannot_go_stays_with_its_reason(self, admin: Caller) -> None:
        name = make(admin)["name"]
        body = {"doctype": "Client", "items": json.dumps([name, "nope"])}
        told = admin("POST", "/api/method/frappe.desk.reportview.delete_items", json=body).json()
        messages = [json.loads(message)["message"] for message in json.loads(told["_server_messages"])]
        assert (["_server_messages"], 1, True) == (list(told), len(messages), "nope" in messages[0])
        assert admin("GET", f"/api/resource/Client/{name}").status_code == 404

    def test_names_must_be_names(self, admin: Caller) -> None:
        body = {"doctype": "Client", "items": "[[1]]"}
        assert admin("POST", "/api/method/frappe.desk.reportview.delete_items", json=body).status_code == 417


class TestDescription:
    def test_every_reference_leads_somewhere(self, admin: Caller) -> None:
        found = admin("GET", "/api/openapi.json")
        names = set(found.json()["components"]["schemas"])
        wanted = {part.split('"')[0] for part in json.dumps(found.json()).split("#/components/schemas/")[1:]}
        assert wanted - names == set()


class TestASentenceAboutAHostileName:
    NAME = "<img src=x onerror=alert(1)>"

    def test_is_html_that_shows_the_name(self, admin: Caller) -> None:
        answer = admin("GET", f"/api/resource/Client/{quote(self.NAME)}").json()
        assert [self.NAME not in answer["_server_messages"], "&lt;img" in answer["_server_messages"]] == [
            True,
            True,
        ]

    def test_is_the_same_in_the_second_version(self, admin: Caller) -> None:
        answer = admin("GET", f"/api/v2/document/Client/{quote(self.NAME)}").json()
        assert "There is no Client &lt;img src=x onerror=alert(1)&gt;." == answer["errors"][0]["message"]

    def test_stays_plain_where_programs_read_it(self, admin: Caller) -> None:
        values = {"client_name": "Acme", "branch": self.NAME}
        answer = admin("POST", "/api/resource/Client", json=values).json()
        assert self.NAME in answer["exception"]
        assert self.NAME in answer["_field_errors"][0]["message"]
        assert self.NAME not in answer["_server_messages"]
