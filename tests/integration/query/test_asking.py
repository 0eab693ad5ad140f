"""Groups of conditions on the databases, and words in filters that mean something of their own to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import frappe
import pytest
from comptoir.clock import FixedClock
from comptoir.context import Context, use
from comptoir.desk.meta import view_with_children
from comptoir.documents import count, get_list
from comptoir.errors import DataError, PermissionError

ANNA, BORIS, DIANE = "anna@example.com", "boris@example.com", "diane@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def company(ctx: Context) -> Context:
    """Anna of Lyon and all below it, Boris of Lille, Diane who sees all; clients of each branch."""
    for name, parent in (("Lyon", None), ("Lyon Sud", "Lyon"), ("Lille", None)):
        new("Branch", branch_name=name, parent_branch=parent)
    people = ((ANNA, "Sales User", "Lyon"), (BORIS, "Sales User", "Lille"), (DIANE, "Director", None))
    for user, role, branch in people:
        scopes = [{"scope": branch, "include_descendants": 1}] if branch else []
        new("User", email=user, first_name=user[:5], roles=[{"role": role}], scopes=scopes)
    for branch, limit in (("Lyon", 100), ("Lyon Sud", 200), ("Lille", 300)):
        made = new("Client", client_name=f"Of {branch}", branch=branch, credit_limit=limit)
        frappe.db.set_value("Client", made.name, "owner", ANNA if branch == "Lyon" else BORIS)
    return ctx


@contextmanager
def acting(ctx: Context, user: str) -> Iterator[Context]:
    other = ctx.acting_as(user)
    with use(other):
        yield other


def found(ctx: Context, filters: Any, **options: Any) -> list[str]:
    rows = get_list(ctx, "Client", fields=["client_name"], filters=filters, **options)
    return sorted(str(row.client_name) for row in rows)


LYON, SUD, LILLE = "Of Lyon", "Of Lyon Sud", "Of Lille"


class TestGroups:
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ([["branch", "=", "Lyon"], "or", ["credit_limit", ">", 250]], [LILLE, LYON]),
            ([["credit_limit", ">", 150], [["branch", "=", "Lyon"], "or", ["branch", "like", "Lyon%"]]], [SUD]),
            ([["branch.branch_name", "=", "Lille"], "or", [["credit_limit", "<", 150], "and", ["city", "is", "not set"]]], [LILLE, LYON]),
            ([["branch", "descendants of", "Lyon"], "or", ["branch", "=", "Lille"]], [LILLE, SUD]),
        ],
    )  # fmt: skip
    def test_choose_documents(self, company: Context, filters: Any, expected: list[str]) -> None:
        assert expected == found(company, filters)
        assert len(expected) == count(company, "Client", filters)

    def test_join_a_search(self, company: Context) -> None:
        either = [[["branch", "=", "Lyon"], "and", ["credit_limit", "=", 100]], ["branch", "=", "Lille"]]
        assert [LILLE] == found(company, [["credit_limit", ">", 150]], or_filters=either)

    def test_name_nothing_that_may_not_be_read(self, company: Context) -> None:
        hidden = [
            ["name", "is", "set"],
            "or",
            [["name", "=", "x"], "and", ["reset_password_key", "like", "a%"]],
        ]
        with acting(company, ANNA) as ctx, pytest.raises((PermissionError, DataError)):
            get_list(ctx, "User", fields=["name"], filters=hidden)

    def test_never_widen_what_somebody_sees(self, company: Context) -> None:
        settings = frappe.get_doc("System Settings")
        settings.limit_to_scope = 1
        settings.save()
        with acting(company, ANNA) as ctx:
            assert [LYON, SUD] == found(ctx, [["name", "is", "set"], "or", ["name", "is", "not set"]])

    def test_keep_values_values(self, company: Context) -> None:
        assert [] == found(company, [["city", "=", "' or 1=1 -- "], "or", ["city", "=", "or"]])


class TestWords:
    @pytest.mark.parametrize(
        ("user", "filters", "expected"),
        [
            (ANNA, [["owner", "=", "__user"]], [LYON]),
            (BORIS, [["owner", "in", ["__user", "x@example.com"]]], [LILLE, SUD]),
            (BORIS, [["owner", "!=", "__user"]], [LYON]),
            (ANNA, [["branch", "=", "__scope"]], [LYON, SUD]),
            (BORIS, [["branch", "=", "__scope"]], [LILLE]),
            (BORIS, [["branch", "in", ["__scope", "Lyon"]]], [LILLE, LYON]),
            (ANNA, [["branch", "!=", "__scope"]], [LILLE]),
            (DIANE, [["branch", "=", "__scope"]], [LILLE, LYON, SUD]),
            (DIANE, [["branch", "not in", ["__scope"]]], []),
            (ANNA, [["city", "=", "__user"]], []),
        ],
    )
    def test_mean_whoever_asks(self, company: Context, user: str, filters: Any, expected: list[str]) -> None:
        with acting(company, user) as ctx:
            assert expected == found(ctx, filters)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([["creation", ">=", "today"]], True),
        ([["creation", "<=", "today"]], True),
        ([["creation", ">", "today"]], False),
        ([["creation", "<", "today"]], False),
        ([["creation", "between", ["today - 1 week", "today"]]], True),
        ([["creation", ">", "today + 2 days"]], False),
        ([["creation", "timespan", "today"]], True),
        ([["creation", "timespan", "yesterday"]], False),
    ],
)
def test_days_count_from_today(company: Context, filters: Any, expected: bool) -> None:
    assert expected == bool(found(company, filters))


@pytest.mark.parametrize(
    "value", ["today + 7", "today + 99999 days", "today; drop table", "today + 9999 years"]
)
def test_days_that_cannot_be_are_refused(company: Context, value: str) -> None:
    with pytest.raises(DataError):
        found(company, [["creation", ">", value]])


def test_the_day_is_that_of_the_user(company: Context) -> None:
    """In Paris it is half past one of the 29th; in New York, where Anna is, it is still the 28th."""
    frappe.db.set_value("User", ANNA, "time_zone", "America/New_York")
    frappe.db.set_value("Client", {"client_name": LYON}, "creation", "2026-11-28 05:00:00")
    frappe.db.set_value("Client", {"client_name": LILLE}, "creation", "2026-11-28 23:00:00")
    frappe.db.set_value("Client", {"client_name": SUD}, "creation", "2026-11-29 07:00:00")
    for user, expected in ((ANNA, [LILLE]), (DIANE, [SUD])):
        with acting(company, user) as ctx:
            ctx.clock = FixedClock(datetime(2026, 11, 29, 1, 30))
            assert expected == found(ctx, [["creation", "timespan", "today"]])


class TestDocumentsThatStandForUsers:
    @pytest.fixture
    def employees(self, company: Context) -> Context:
        """Anna has an employee, Boris has none; each is responsible for a client of their branch."""
        for name, user, branch in (("Anna", ANNA, "Lyon"), ("Somebody", None, "Lille")):
            made = new("Employee", first_name=name, user=user, branch=branch)
            client = frappe.get_all("Client", filters={"branch": branch}, pluck="name")[0]
            frappe.db.set_value("Client", client, "responsible", made.name)
        return company

    @pytest.mark.parametrize(
        ("operator", "value", "hers", "his"),
        [
            ("=", "__user", [LYON], []),
            ("in", ["__user"], [LYON], []),
            ("!=", "__user", [LILLE, SUD], [LILLE, LYON, SUD]),
        ],
    )
    def test_are_me(
        self, employees: Context, operator: str, value: Any, hers: list[str], his: list[str]
    ) -> None:
        for user, expected in ((ANNA, hers), (BORIS, his)):
            with acting(employees, user) as ctx:
                assert expected == found(ctx, [["responsible", operator, value]])

    def test_are_told_to_the_desk(self, employees: Context) -> None:
        fields = {
            field["fieldname"]: field
            for field in view_with_children(employees, "Client")["doctype"]["fields"]
        }
        assert [1, None] == [fields[name].get("person") for name in ("responsible", "branch")]
