"""Paging by cursor: every row once, in any order, whatever is equal, empty, added or removed meanwhile."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import frappe
import orjson
import pytest
from comptoir.context import Context
from comptoir.documents import get_list, get_page
from comptoir.errors import BadRequestError, DataError, PermissionError
from comptoir.query import ListArgs, PreparedQueries
from comptoir.query import cursor as cursors
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CITIES = ("Lyon", "lyon", None, "", "Évry", "evry", "Вологда", "Lyon ", None)
COLUMNS = (
    "city", "credit_limit", "payment_terms_days", "first_contact_on", "notes", "creation", "modified", "idx", "name",
    "branch", "branch.city", "client_name",
)  # fmt: skip
LONG = "x" * 5000


@pytest.fixture
def clients(ctx: Context) -> Context:
    frappe.get_doc(doctype="Branch", branch_name="Nord", city="Lille").insert()
    frappe.get_doc(doctype="Branch", branch_name="Sud").insert()
    for number, city in enumerate(CITIES):
        frappe.get_doc(
            doctype="Client",
            client_name=f"Client {number % 4}",
            city=city,
            credit_limit=(None, 0.1, 0.1 + 0.2, 123456789.123456789)[number % 4],
            payment_terms_days=(None, 0, 30)[number % 3],
            first_contact_on=(None, "2026-01-31", "2026-02-01")[number % 3],
            notes=(None, LONG + "a", LONG + "b", "y")[number % 4],
            branch=(None, "Nord", "Sud")[number % 3],
            phones=[{"phone": f"+33 1 02 03 04 0{row}"} for row in range(number % 3)],
            allow_duplicate=1,
        ).insert()
    return ctx


def pages(ctx: Context, args: dict[str, Any], limit: int) -> list[list[dict[str, Any]]]:
    found, cursor = [], ""
    while True:
        rows, following = get_page(ctx, "Client", ListArgs(**args, limit=limit), cursor)
        found.append([dict(row) for row in rows])
        if following is None:
            return found
        cursor = following


@given(
    order=st.lists(
        st.tuples(st.sampled_from(COLUMNS), st.sampled_from(("asc", "desc"))),
        max_size=3,
        unique_by=lambda o: o[0],
    ),
    limit=st.integers(1, 10),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_together_are_the_list(clients: Context, order: list[tuple[str, str]], limit: int) -> None:
    order_by = ", ".join(f"{column} {direction}" for column, direction in order) or None
    args = {"fields": ["name", "city", "client_name"], "order_by": order_by}
    whole = [dict(row) for row in get_list(clients, "Client", **args, limit=0)]
    cut = pages(clients, args, limit)
    assert whole == [row for page in cut for row in page]
    assert {limit} >= {len(page) for page in cut[:-1]}


@pytest.mark.parametrize("order_by", ["city asc", "phones.phone desc", None])
def test_rows_that_a_table_multiplies_are_each_met_once(clients: Context, order_by: str | None) -> None:
    args = {"fields": ["name", "phones.phone as phone"], "order_by": order_by}
    whole = [tuple(row.values()) for row in get_list(clients, "Client", **args, limit=0)]
    cut = [tuple(row.values()) for page in pages(clients, args, 2) for row in page]
    assert sorted(map(repr, whole)) == sorted(map(repr, cut))


def test_rows_come_without_the_sort_keys(clients: Context) -> None:
    assert [["client_name"]] == [
        list(row) for row in pages(clients, {"fields": ["client_name"], "order_by": "city"}, 1)[0]
    ]


def test_what_is_added_before_and_removed_behind_moves_no_page(clients: Context) -> None:
    args = ListArgs(["name"], order_by="creation asc", limit=3)
    second = get_list(clients, "Client", fields=["name"], order_by="creation asc", limit=3, limit_start=3)
    rows, cursor = get_page(clients, "Client", args, "")
    assert cursor is not None
    frappe.delete_doc("Client", rows[-1]["name"])
    early = frappe.get_doc(doctype="Client", client_name="Early").insert()
    early.db_set("creation", datetime(2020, 1, 1), update_modified=False)
    assert second == get_page(clients, "Client", args, cursor)[0]


class TestRefused:
    @pytest.mark.parametrize(
        "cursor",
        ["x", "é", "W10", "e30", "bnVsbA", "WyJ4Il0", "WyJ4IiwxLDJd", "////", "a" * 4000],
    )
    def test_a_cursor_nobody_gave_out(self, clients: Context, cursor: str) -> None:
        with pytest.raises(BadRequestError, match="cursor"):
            get_page(clients, "Client", ListArgs(), cursor)

    def test_a_cursor_of_another_order(self, clients: Context) -> None:
        cursor = get_page(clients, "Client", ListArgs(order_by="city", limit=1), "")[1]
        assert cursor is not None
        with pytest.raises(BadRequestError, match="another order"):
            get_page(clients, "Client", ListArgs(order_by="city desc", limit=1), cursor)

    @pytest.mark.parametrize(
        "args",
        [
            {"fields": ["city", "count(name) as n"], "group_by": "city"},
            {"fields": ["count(name) as n"]},
            {"fields": ["city"], "distinct": True},
        ],
    )
    def test_what_has_no_rows_of_its_own(self, clients: Context, args: dict[str, Any]) -> None:
        with pytest.raises(DataError, match="limit_start"):
            get_page(clients, "Client", ListArgs(**args), "")

    def test_two_beginnings(self, clients: Context) -> None:
        with pytest.raises(BadRequestError, match="not at both"):
            get_page(clients, "Client", ListArgs(offset=20), "")

    def test_an_order_by_what_the_actor_may_not_read(self, clients: Context) -> None:
        clients.set_user("Guest")
        with pytest.raises(PermissionError):
            get_page(clients, "Client", ListArgs(order_by="credit_limit"), "")


@given(
    values=st.lists(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), max_size=4
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cursor_made_up_is_refused_or_names_a_place(clients: Context, values: list[Any]) -> None:
    args = ListArgs(order_by="credit_limit asc, first_contact_on desc, creation asc", limit=2)
    own = get_page(clients, "Client", args, "")[1]
    assert own is not None
    order = orjson.loads(cursors.urlsafe_b64decode(own + "=" * (-len(own) % 4)))[0]
    try:
        text = orjson.dumps([order, *values])
    except (TypeError, UnicodeEncodeError):
        return
    made_up = cursors.urlsafe_b64encode(text).decode().rstrip("=")
    with suppress(BadRequestError):
        rows, _ = get_page(clients, "Client", args, made_up)
        assert 2 >= len(rows)


def test_the_pages_of_a_list_share_two_statements(clients: Context) -> None:
    known = clients.site.registry.remember("prepared queries", PreparedQueries)
    before = len(known._known)
    assert 5 == len(pages(clients, {"fields": ["name"], "order_by": "creation asc"}, 2))
    assert before + 2 == len(known._known)
