"""Finding out what there is by asking for it: users at the door, documents by their names, values by their duplicates."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest

from ...acceptance.conftest import PASSWORD
from .attacks import Answer
from .conftest import LILLE, LYON, SECRET, Company, user_of

NOBODY = "nobody@example.com"


def login(company: Company, usr: str, pwd: str) -> Answer:
    return company.ask("guest", "POST", "/api/method/login", json={"usr": usr, "pwd": pwd})


def without_names(answer: Answer, *names: str) -> str:
    """What an answer says, but for the names that were asked for and the number of the request."""
    text = answer.text
    for name in names:
        text = text.replace(name, "?")
    return text


class TestUsersAtTheDoor:
    def test_a_wrong_password_is_answered_like_a_wrong_name(self, company: Company) -> None:
        found = [
            login(company, user, "wrong")
            for user in (user_of("anna"), NOBODY, "Administrator", "Guest", "' or 1=1 -- ")
        ]
        assert {401} == {answer.status for answer in found}
        assert 1 == len({answer.text for answer in found})

    def test_takes_the_same_time(self, company: Company) -> None:
        taken: dict[str, list[float]] = {user_of("boris"): [], NOBODY: []}
        for round_ in range(4):
            for user, times in taken.items():
                begun = time.perf_counter()
                login(
                    company,
                    user if user == NOBODY else user_of(("boris", "driver", "producer", "manager")[round_]),
                    "wrong",
                )
                times.append(time.perf_counter() - begun)
        known, unknown = (statistics.median(times) for times in taken.values())
        assert unknown > known / 3
        assert known > unknown / 3

    @pytest.mark.parametrize("method", ["reset_password"])
    def test_a_reset_says_the_same_of_everybody(self, company: Company, method: str) -> None:
        path = f"/api/method/frappe.core.doctype.user.user.{method}"
        found = [
            company.ask("guest", "POST", path, json={"user": user})
            for user in (user_of("anna"), NOBODY, "Administrator", "Guest")
        ]
        assert 1 == len({(answer.status, answer.text) for answer in found})

    @pytest.mark.parametrize("key", ["", "x", "0" * 64, "' or 1=1 -- ", [], {"a": 1}, True, None])
    def test_a_key_that_is_none_opens_nothing(self, company: Company, key: Any) -> None:
        sent = {"key": key, "new_password": "a-long-word-and-Another-1"}
        answer = company.ask(
            "guest", "POST", "/api/method/frappe.core.doctype.user.user.update_password", json=sent
        )
        assert answer.refused, answer.text

    @pytest.mark.parametrize(
        "sent",
        [
            {"usr": [user_of("anna")]},
            {"usr": {"=": "x"}},
            {"usr": "%"},
            {"usr": True},
            {"pwd": [PASSWORD]},
            {"pwd": {"$ne": 1}},
        ],
    )
    def test_nobody_gets_in_with_the_wrong_kind_of_value(
        self, company: Company, sent: dict[str, Any]
    ) -> None:
        answer = company.ask(
            "guest", "POST", "/api/method/login", json={"usr": user_of("anna"), "pwd": PASSWORD} | sent
        )
        assert ("AuthenticationError", False) == (
            answer.kind,
            "sid=" in str(answer.headers.get("set-cookie", "")),
        ), answer.text

    def test_a_guest_lists_nobody(self, company: Company) -> None:
        for answer in (
            company.ask("guest", "GET", "/api/resource/User"),
            company.ask("guest", "GET", f"/api/resource/User/{user_of('anna')}"),
            company.call("guest", "frappe.desk.search.search_link", doctype="User", txt="an"),
            company.call("guest", "frappe.client.get_count", doctype="User"),
            company.call("guest", "frappe.client.validate_link", doctype="User", docname=user_of("anna")),
        ):
            assert (True, False) == (answer.refused, "full_name" in answer.text)

    def test_a_guest_is_told_the_same_of_every_document(
        self, company: Company, clients: dict[str, str]
    ) -> None:
        for path in ("/api/resource/{}/{}", "/api/v2/document/{}/{}", "/printview?doctype={}&name={}"):
            found = [
                company.ask("guest", "GET", path.format("Client", name))
                for name in (clients[LYON], clients[LILLE])
            ]
            assert 1 == len({without_names(answer, *clients.values()) for answer in found})


class TestDocumentsOfAnotherBranch:
    def test_are_refused_alike(self, company: Company, clients: dict[str, str]) -> None:
        others = [
            clients[LILLE],
            company.make("Client", client_name="other", branch=LILLE, email="long@example.com", city="x"),
        ]
        for path in ("/api/resource/Client/{}", "/api/v2/document/Client/{}"):
            for method in ("GET", "PUT", "DELETE"):
                found = [
                    company.ask("anna", method, path.format(name), json={"city": "x"}) for name in others
                ]
                assert [403, 403] == [answer.status for answer in found]
                assert 1 == len({without_names(answer, *others) for answer in found})

    def test_are_counted_nowhere(self, company: Company, clients: dict[str, str]) -> None:
        about = {"filters": {"client_name": SECRET}}
        counted = [
            company.call("anna", "frappe.client.get_count", doctype="Client", **about).data,
            company.call("anna", "frappe.desk.reportview.get_count", doctype="Client", **about).data,
            company.call("anna", "comptoir.desk.api.count", doctype="Client", **about).data["count"],
        ]
        assert [0, 0, 0] == counted
        grouped = company.call(
            "anna",
            "frappe.desk.listview.get_group_by_count",
            doctype="Client",
            current_filters=[],
            field="branch",
        )
        assert {LYON} == {row["name"] for row in grouped.data}
        piled = company.call("anna", "comptoir.desk.boards.board", doctype="Client", by="branch")
        assert {LYON} == {column["value"] for column in piled.data["columns"] if column["count"]}

    @pytest.mark.parametrize("txt", [SECRET, SECRET[:3], "%", "_", "CLI", "+3318480000", "zeph%", "'"])
    def test_are_not_completed(self, company: Company, clients: dict[str, str], txt: str) -> None:
        for method in ("search_link", "search_widget"):
            answer = company.call("anna", f"frappe.desk.search.{method}", doctype="Client", txt=txt)
            assert SECRET not in answer.text
            assert clients[LILLE] not in answer.text

    def test_are_no_links(self, company: Company, clients: dict[str, str]) -> None:
        missing, there = (
            company.ask(
                "anna", "POST", "/api/resource/Deal", json={"deal_title": "x", "client": name, "branch": LYON}
            )
            for name in ("CLI-99999", clients[LILLE])
        )
        assert (missing.status, missing.kind) == (there.status, there.kind)
        assert without_names(missing, "CLI-99999") == without_names(there, clients[LILLE])

    def test_are_told_by_no_title_of_a_link(self, company: Company, clients: dict[str, str]) -> None:
        hidden = company.make("Client", client_name="x", branch=LILLE, city=f"{SECRET} city")
        deal = company.make("Deal", deal_title="x", client=hidden)
        company.call("admin", "frappe.share.add", doctype="Deal", name=deal, user=user_of("anna"))
        for answer in (
            company.ask("anna", "GET", f"/api/resource/Deal/{deal}"),
            company.ask("anna", "GET", f"/api/resource/Deal/{deal}", params={"expand_links": "1"}),
            company.ask(
                "anna",
                "GET",
                "/api/resource/Deal",
                params={"fields": '["name", "client", "client.city"]'},
            ),
            company.ask("anna", "GET", "/api/resource/Deal", params={"expand": '["client"]'}),
            company.ask(
                "anna",
                "GET",
                "/api/method/frappe.desk.form.load.getdoc",
                params={"doctype": "Deal", "name": deal},
            ),
            company.ask("anna", "GET", "/printview", params={"doctype": "Deal", "name": deal}),
            company.call(
                "anna",
                "comptoir.desk.api.fetch_values",
                doctype="Deal",
                fieldname="client",
                value=hidden,
            ),
        ):
            assert SECRET not in answer.text, answer.text

    def test_a_duplicate_says_no_more_than_that_it_is_one(
        self, company: Company, clients: dict[str, str]
    ) -> None:
        for method, sent in (
            ("regioncrm.crm.client.find_duplicates", {"phone": "+33184800002"}),
            ("regioncrm.crm.client.find_duplicates", {"email": f"{SECRET}@example.com"}),
            ("regioncrm.crm.client.find_duplicates", {"client_name": SECRET}),
        ):
            answer = company.call("anna", method, **sent)
            assert (True, True) == (
                SECRET not in answer.text.replace(f"{SECRET}@", ""),
                clients[LILLE] not in answer.text,
            ), answer.text
        made = company.ask(
            "anna",
            "POST",
            "/api/resource/Client",
            json={"client_name": SECRET, "branch": LYON, "phone": "+33184800002"},
        )
        assert clients[LILLE] not in made.text
        if made.status == 200:
            company.remove("Client", made.data["name"])


@pytest.mark.parametrize("doctype", ["Nope", "User Permission", "Has Role", "Version", "API Key"])
def test_a_doctype_that_may_not_be_read_tells_no_names(company: Company, doctype: str) -> None:
    there, missing = (
        company.ask("anna", "GET", f"/api/resource/{doctype}", params={"filters": f'{{"name": "{name}"}}'})
        for name in ("x", "y")
    )
    assert (there.status, there.text) == (missing.status, missing.text)
