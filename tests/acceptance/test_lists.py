"""What lists offer beyond Frappe's: pages by cursor, and the documents behind links and tables."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comptoir.documents import expand, expandable, get_list
from comptoir.sites import Site

from .conftest import Caller, key_of, make_user

BOTH = pytest.mark.parametrize("base", ["/api/resource", "/api/v2/document"])


def make(admin: Caller, doctype: str, **values: Any) -> str:
    answer = admin("POST", f"/api/resource/{doctype}", json=values)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["name"])


@pytest.fixture
def clients(admin: Caller) -> list[str]:
    """Three clients with a phone each, two of them of a branch."""
    branch = make(admin, "Branch", branch_name="North", city="Lille")
    return [
        make(
            admin,
            "Client",
            client_name=f"Client {number}",
            branch=branch if number else None,
            phones=[{"phone": f"+33 1 02 03 04 0{number}"}],
        )
        for number in range(3)
    ]


class TestCount:
    def test_counts_what_a_search_finds(self, admin: Caller, clients: list[str]) -> None:
        either = [["client_name", "like", "%1"], ["client_name", "like", "%2"]]
        answer = admin(
            "POST", "/api/method/comptoir.desk.api.count", json={"doctype": "Client", "or_filters": either}
        )
        assert {"count": 2, "more": False} == answer.json()["message"]


class TestCursor:
    @BOTH
    def test_leads_through_the_list(self, admin: Caller, clients: list[str], base: str) -> None:
        met, cursor, pages = [], "", 0
        while cursor is not None:
            query = {"cursor": cursor, "limit": "2", "order_by": "client_name asc"}
            body = admin("GET", f"{base}/Client", params=query).json()
            met += [row["name"] for row in body["data"]]
            cursor, pages = body["next_cursor"], pages + 1
        assert (clients, 2) == (met, pages)

    def test_is_not_spoken_of_unless_asked_for(self, admin: Caller, clients: list[str]) -> None:
        assert ["data"] == list(admin("GET", "/api/resource/Client?limit=1").json())

    def test_goes_with_lists_of_lists(self, admin: Caller, clients: list[str]) -> None:
        query = {"cursor": "", "limit": "1", "as_dict": "0", "order_by": "client_name"}
        assert [[clients[0]]] == admin("GET", "/api/resource/Client", params=query).json()["data"]

    @pytest.mark.parametrize("query", ["cursor=nope", "cursor=&limit_start=5"])
    def test_that_makes_no_sense_is_refused(self, admin: Caller, query: str) -> None:
        answer = admin("GET", f"/api/resource/Client?{query}")
        assert (400, "BadRequestError") == (answer.status_code, answer.json()["exc_type"])


class TestExpand:
    @BOTH
    def test_puts_a_document_in_place_of_a_link(self, admin: Caller, clients: list[str], base: str) -> None:
        query = {"expand": '["branch"]', "order_by": "client_name", "fields": '["client_name"]'}
        rows = admin("GET", f"{base}/Client", params=query).json()["data"]
        assert [None, "Lille", "Lille"] == [row["branch"] and row["branch"]["city"] for row in rows]

    def test_puts_rows_in_place_of_a_table(self, admin: Caller, clients: list[str]) -> None:
        query = {"expand": "phones", "order_by": "client_name"}
        rows = admin("GET", "/api/resource/Client", params=query).json()["data"]
        assert [(name, [name]) for name in clients] == [
            (row["name"], [phone["parent"] for phone in row["phones"]]) for row in rows
        ]

    def test_costs_one_statement_for_each_field(self, clients: list[str], site: Site) -> None:
        with site.context() as ctx:
            meta = site.registry.get("Client")
            rows = get_list(ctx, "Client", fields=["name", "branch"])
            before = ctx.db.statements
            expand(ctx, meta, rows, expandable(meta, ["phones", "branch", "emails"]))
            assert 3 == ctx.db.statements - before
            assert [1, 1, 1] == [len(row["phones"]) for row in rows]

    def test_works_on_a_document_too(self, admin: Caller, clients: list[str]) -> None:
        path = f"/api/resource/Client/{clients[1]}"
        named = admin("GET", path, params={"expand": '["branch"]'}).json()["data"]
        assert "Lille" == named["branch"]["city"]
        assert named == admin("GET", path, params={"expand_links": "1"}).json()["data"]

    @pytest.mark.parametrize("expand", ["nope", "client_name", '["branch", 5]', '{"a": 1}', '[["branch"]]'])
    def test_of_anything_else_is_refused(self, admin: Caller, expand: str) -> None:
        answer = admin("GET", "/api/resource/Client", params={"expand": expand})
        assert (400, "BadRequestError") == (answer.status_code, answer.json()["exc_type"])

    def test_of_too_many_rows_is_refused(
        self, admin: Caller, clients: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("comptoir.documents.expansion.MOST_ROWS", 2)
        answer = admin("GET", "/api/resource/Client?expand=phones")
        assert (400, True) == (answer.status_code, "2 rows" in answer.text)


class TestExpandForOthers:
    @pytest.fixture
    def production(self, driver: Caller, admin: Caller, site: Site) -> Caller:
        """Somebody who may select clients but not read them."""
        return Caller(driver.client, key_of(site, make_user(site, "maker@example.com", "Production User")))

    def test_hides_fields_above_their_level(self, admin: Caller, driver: Caller) -> None:
        values = {
            "first_name": "Ann",
            "branch": make(admin, "Branch", branch_name="South"),
            "notes": "secret",
        }
        employee = make(admin, "Employee", **values)
        make(admin, "Branch", branch_name="Led", manager=employee)
        query = {"expand": "manager", "filters": '{"name": "Led"}'}
        answers = [who("GET", "/api/resource/Branch", params=query) for who in (admin, driver)]
        assert ["Ann", "Ann"] == [answer.json()["data"][0]["manager"]["first_name"] for answer in answers]
        assert [True, False] == ["secret" in answer.text for answer in answers]

    def test_hides_tables_above_their_level(self, admin: Caller, driver: Caller) -> None:
        group = make(admin, "Item Group", item_group_name="All")
        supplier = make(admin, "Supplier", supplier_name="Secret Ltd")
        values = {
            "item_name": "A",
            "item_group": group,
            "unit": "Piece",
            "suppliers": [{"supplier": supplier}],
        }
        make(admin, "Item", item_code="A", **values)
        answers = [
            who("GET", "/api/resource/Item?expand=suppliers").json()["data"] for who in (admin, driver)
        ]
        assert [1, 0] == [len(rows[0]["suppliers"]) for rows in answers]

    def test_shows_of_a_link_what_may_be_selected(
        self, admin: Caller, production: Caller, clients: list[str]
    ) -> None:
        make(admin, "Client", client_name="Secretive", notes="secret")
        task = production("POST", "/api/resource/Task", json={"subject": "Make", "client": clients[1]})
        assert 200 == task.status_code, task.text
        found = production("GET", "/api/resource/Task?expand=client").json()["data"][0]["client"]
        assert (clients[1], "Client 1", False) == (found["name"], found["client_name"], "notes" in found)

    def test_leaves_a_name_where_nothing_may_be_seen(self, admin: Caller, production: Caller) -> None:
        stage = make(admin, "Deal Stage", stage_name="First")
        deal = make(
            admin, "Deal", deal_title="Big", client=make(admin, "Client", client_name="C"), stage=stage
        )
        make(admin, "Task", subject="Make", deal=deal)
        query = {"expand": "deal", "fields": '["subject"]'}
        assert {"data": [{"subject": "Make", "deal": deal}]} == production(
            "GET", "/api/resource/Task", params=query
        ).json()

    def test_gives_no_table_to_who_may_only_select(self, production: Caller, clients: list[str]) -> None:
        answer = production("GET", "/api/resource/Client?expand=phones")
        assert (403, "PermissionError", False) == (
            answer.status_code,
            answer.json()["exc_type"],
            "+33" in json.dumps(answer.json()),
        )
