"""Lists: operators, joins, aggregates, and names that metadata does not know."""

from __future__ import annotations

import frappe
import pytest
from comptoir.context import Context
from comptoir.documents import count, get_list
from comptoir.errors import ComptoirError, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def clients(ctx: Context) -> Context:
    frappe.get_doc(doctype="Branch", branch_name="Nord").insert()
    for name, city, limit, branch in (
        ("Golden One", "Lyon", 100, "Nord"),
        ("Golden Two", "Lyon", 200.5, None),
        ("Иванов", "Вологда", 300, None),
        ("Éclair", "Nîmes", 400, "Nord"),
    ):
        frappe.get_doc(
            doctype="Client", client_name=name, city=city, credit_limit=limit, branch=branch
        ).insert()
    return ctx


def names(ctx: Context, filters: object, **options: object) -> list[str]:
    return sorted(
        row.client_name for row in get_list(ctx, "Client", fields=["client_name"], filters=filters, **options)
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([["city", "=", "lyon"]], ["Golden One", "Golden Two"]),
        ([["city", "!=", "Lyon"]], ["Éclair", "Иванов"]),
        ([["credit_limit", ">", "200.5"]], ["Éclair", "Иванов"]),
        ([["credit_limit", "between", [100, 201]]], ["Golden One", "Golden Two"]),
        ([["client_name", "like", "%иван%"]], ["Иванов"]),
        ([["client_name", "like", "éc%"]], ["Éclair"]),
        ([["client_name", "not like", "Golden%"]], ["Éclair", "Иванов"]),
        ([["city", "in", "Lyon,Nîmes"]], ["Golden One", "Golden Two", "Éclair"]),
        ([["city", "not in", ["Lyon"]]], ["Éclair", "Иванов"]),
        ([["branch", "is", "set"]], ["Golden One", "Éclair"]),
        ([["branch", "is", "not set"]], ["Golden Two", "Иванов"]),
        ([["city", "=", None]], []),
        ([["creation", "timespan", "today"]], ["Golden One", "Golden Two", "Éclair", "Иванов"]),
        ({"city": ["like", "Ly%"], "credit_limit": 100}, ["Golden One"]),
        ([["Client", "city", "=", "Lyon"]], ["Golden One", "Golden Two"]),
        ([["branch.branch_name", "=", "Nord"]], ["Golden One", "Éclair"]),
        ([["city", "=", "x' or '1'='1"]], []),
    ],
)
def test_filters(clients: Context, filters: object, expected: list[str]) -> None:
    assert sorted(expected) == names(clients, filters)


@pytest.mark.parametrize("order_by", ["count(*)", "max(credit_limit) desc", "city, count(name)"])
def test_single_documents_are_not_sorted_by_an_aggregate(clients: Context, order_by: str) -> None:
    with pytest.raises(ValidationError, match="group it"):
        get_list(clients, "Client", fields=["name"], order_by=order_by)


def test_or_filters(clients: Context) -> None:
    assert ["Golden One", "Иванов"] == names(
        clients, None, or_filters={"client_name": "Golden One", "city": "Вологда"}
    )


def test_linked_columns_and_aliases(clients: Context) -> None:
    rows = get_list(
        clients,
        "Client",
        fields=["client_name as title", "branch.branch_name as b"],
        order_by="credit_limit asc",
        limit=1,
    )
    assert [{"title": "Golden One", "b": "Nord"}] == rows


def test_aggregates_by_group(clients: Context) -> None:
    rows = get_list(
        clients, "Client", fields=["city", "count(*) as n", "sum(credit_limit) as total"],
        group_by="city", order_by="n desc", limit=1,
    )  # fmt: skip
    assert [{"city": "Lyon", "n": 2, "total": 300.5}] == rows


def test_totals_have_no_dust_of_binary_fractions(ctx: Context) -> None:
    for limit in (0.1, 0.2, 0.3):
        frappe.get_doc(doctype="Client", client_name=f"Owes {limit}", credit_limit=limit).insert()
    fields = ["sum(credit_limit) as total", "avg(credit_limit) as mean"]
    assert [{"total": 0.6, "mean": 0.2}] == get_list(ctx, "Client", fields=fields)


def test_pages_do_not_overlap(clients: Context) -> None:
    seen = [
        row.name
        for start in range(0, 4, 2)
        for row in get_list(clients, "Client", limit_start=start, limit=2)
    ]
    assert 4 == len(set(seen))


def test_counting_stops_at_the_limit(clients: Context) -> None:
    assert (4, 3) == (count(clients, "Client"), count(clients, "Client", limit=3))


@pytest.mark.parametrize(
    "arguments",
    [
        {"fields": ["nope"]},
        {"fields": ["name -- x"]},
        {"fields": ["(select password from `__Auth`)"]},
        {"order_by": "(select sleep(1))"},
        {"order_by": "name; drop table tabClient"},
        {"group_by": "name union select 1"},
        {"filters": [["city` or 1=1 -- ", "=", "x"]]},
        {"filters": [["city", "~~", "x"]]},
        {"filters": [["creation", ">", "abc"]]},
        {"filters": 5},
    ],
)
def test_what_metadata_does_not_know_is_refused(clients: Context, arguments: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        get_list(clients, "Client", **arguments)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["name", "city", "=", "like"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(filters=anything, fields=anything, order=st.text(max_size=30))
def test_hostile_arguments_give_typed_errors(
    ctx: Context, filters: object, fields: object, order: str
) -> None:
    try:
        get_list(ctx, "Client", fields=fields, filters=filters, order_by=order)
    except ComptoirError as error:
        assert 400 <= error.http_status < 500  # noqa: PT017
