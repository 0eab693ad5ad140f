"""SQL in every argument of every list: refused as a field, an operator or an order, bound as a value."""

from __future__ import annotations

from typing import Any

import pytest

from .attacks import Answer
from .conftest import LILLE, LYON, SECRET, Company
from .doors import COUNTS, ROWS

NAMES = (
    "name; drop table `tabClient`", "name)) union select password from `__Auth` -- ", "(select password from `__Auth` limit 1)",
    "sleep(5)", "benchmark(1000000, md5(1))", "name/**/from/**/`tabUser`", "`tabUser`.`name`", "`tabUser`.api_key", "tabUser.name",
    "`tabClient`.`name` from `tabUser` -- ", "``", "extractvalue(1, concat(0x7e, user()))", "load_file('/etc/passwd')",
    "group_concat(name)", "count(*) over ()", "count(select 1)", "sum(name) from tabUser", "max(`tabUser`.`name`)", "name as `x` from tabUser",
    "case when 1=1 then name else city end", "if(1=1, name, city)", "substring(api_secret, 1, 1)", "__Auth.password", "branch.__Auth",
    "name collate nocase", "name is null or 1=1", "1", "'a'", "*, password", "`tab`.`*`", "\x00", "name\n; --", "ｎame",
    "owner.api_secret", "owner.reset_password_key", "owner.roles.role", "owner.new_password", "client_group.name.name", "phones.parent.name",
)  # fmt: skip
"""What somebody writes where the name of a field is expected."""
VALUES = (
    "' or '1'='1", "x' union select password from `__Auth` -- ", "\\' or 1=1 -- ", "%' or '%'='", "1; drop table `tabClient`", "\x00", "\\",
    "${7*7}", "{{7*7}}", ":name", "%(name)s", "?", "%s", "😀", "x" * 5000,
)  # fmt: skip
OPERATORS = (
    "= 1 or 1",
    "=;",
    "regexp",
    "rlike",
    "in (select",
    "exists",
    "is not",
    "like binary",
    "<=>",
    "||",
    "",
    " ",
    "sounds like",
)
SHAPES: tuple[Any, ...] = (
    5, True, "x", "[", '{"a":', [1], [None], [[]], [["name"]], [["name", "=", "x", "y", "z", "w"]],
    [["name", "=", "x"], "or"], [["name", "=", "x"], "xor", ["name", "=", "y"]], [{}], {"": ""},
    {"name": {"in": ["x"]}}, {"name": ["=", ["x"]]}, {"name": [["="]]}, [["name", ["="], "x"]], [[None, "=", "x"]], [["Client", None, "=", "x"]],
    [["User", "name", "=", "x"]], [["__Auth", "password", "=", "x"]], [["Client", "name", "=", {"a": 1}]], [["name", "between", "x"]],
    [["name", "between", [1, 2, 3]]], [["name", "in", {"a": 1}]], [["creation", ">", "not a date"]], [["creation", "between", ["a", "b"]]],
    [["name", "descendants of", {"a": 1}]], [["creation", "timespan", "since ever"]], [["name", "is", "maybe"]],
)  # fmt: skip
"""Filters that are none."""
MAY_BE_ONE = {"5", "True", "'x'", "[{}]", "[[]]"}
"""What a door may read as a filter all the same: a name, or nothing."""


@pytest.fixture(autouse=True)
def both(clients: dict[str, str]) -> dict[str, str]:
    """Every attack is made where there is something to find."""
    return clients


def tells_nothing(answer: Answer) -> bool:
    """Whether ``answer`` leaves Lille's client out."""
    return SECRET not in answer.text and "+33184800002" not in answer.text


@pytest.mark.parametrize("door", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("name", NAMES)
def test_a_field_that_is_none_is_refused_everywhere(company: Company, door: Any, name: str) -> None:
    for arguments in (
        {"fields": ["name", name]},
        {"order_by": name},
        {"order_by": f"{name} desc"},
        {"filters": [[name, "=", "x"]]},
        {"filters": {name: "x"}},
        {"or_filters": [["Client", name, "=", "x"]]},
        {"fields": [f"count({name}) as x"]},
        {"fields": [{"MAX": name}]},
        {"fields": [{name: "name"}]},
    ):
        answer = door(company, "anna", "Client", arguments)
        assert tells_nothing(answer)
        assert answer.refused or only_known(answer), f"{arguments}: {answer.text[:400]}"


def only_known(answer: Answer) -> bool:
    """Whether what was answered holds no value that the request had to be refused for.

    A name of two parts may lead to what a link shows; what the asker may not read of it was left out.
    """
    return answer.status == 200 and "api_" not in answer.text and "password" not in answer.text


@pytest.mark.parametrize("door", ["resource", "v2", "get_list", "reportview"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_grouped_by_what_is_no_field(company: Company, door: str, name: str) -> None:
    answer = ROWS[door](company, "anna", "Client", {"fields": ["count(*) as c"], "group_by": name})
    assert answer.refused, answer.text[:400]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_takes_a_field_that_is_none(company: Company, name: str) -> None:
    for method, sent in (
        ("frappe.client.get_value", {"fieldname": name, "filters": {"branch": LYON}}),
        ("frappe.client.get_value", {"fieldname": [name], "filters": {"branch": LYON}}),
        ("frappe.client.validate_link", {"docname": "CLI-00001", "fields": [name]}),
        ("frappe.desk.reportview.get_sidebar_stats", {"stats": [name]}),
        ("frappe.desk.listview.get_group_by_count", {"current_filters": [], "field": name}),
        ("frappe.desk.reportview.export_query", {"fields": [name]}),
        ("frappe.client.set_value", {"name": "CLI-00001", "fieldname": name, "value": "x"}),
        ("comptoir.desk.api.fetch_values", {"fieldname": name, "value": "x"}),
    ):
        person = "manager" if "export" in method else "anna"
        answer = company.call(person, method, doctype="Client", **sent)
        assert tells_nothing(answer) or person == "manager"
        assert answer.refused or only_known(answer), f"{method}: {answer.text[:300]}"


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_a_value(company: Company, value: str) -> None:
    for operator in ("=", "!=", "like", "not like", "in", ">", "<="):
        for door in ROWS.values():
            answer = door(company, "anna", "Client", {"filters": [["client_name", operator, value]]})
            assert tells_nothing(answer)
            assert answer.status in (200, 417), answer.text[:300]
    for door in COUNTS.values():
        answer = door(company, "anna", "Client", {"filters": {"client_name": value}})
        assert answer.refused or tells_nothing(answer)
    stored = company.make("Client", client_name=value[:100].replace("\x00", "") or "x", branch=LYON)
    answer = ROWS["get_list"](
        company, "anna", "Client", {"filters": {"client_name": company.read("Client", stored)["client_name"]}}
    )
    assert stored in [row["name"] for row in answer.data]


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_that_is_none_is_refused(company: Company, operator: str) -> None:
    for door in (*ROWS.values(), *COUNTS.values()):
        answer = door(company, "anna", "Client", {"filters": [["client_name", operator, "x"]]})
        assert answer.refused, answer.text[:300]


@pytest.mark.parametrize("door", [*ROWS.values(), *COUNTS.values()], ids=[*ROWS, *COUNTS])
@pytest.mark.parametrize("filters", SHAPES, ids=repr)
def test_filters_that_are_none_are_refused(company: Company, door: Any, filters: Any) -> None:
    answer = door(company, "anna", "Client", {"filters": filters})
    assert tells_nothing(answer)
    assert answer.refused or repr(filters) in MAY_BE_ONE, answer.text[:300]


@pytest.mark.parametrize("label", ["x; drop table y", "x`y", "a" * 3000, "", "name as b", "*", "\x00"])
def test_the_name_of_a_column_is_no_sql(company: Company, label: str) -> None:
    for fields in ([f"name as `{label}`"], [f"name as {label}"], [{"MAX": "name", "as": label}]):
        for door in ROWS.values():
            answer = door(company, "anna", "Client", {"fields": fields})
            assert answer.refused or (answer.status == 200 and tells_nothing(answer)), answer.text[:300]


@pytest.mark.parametrize(
    "doctype",
    [
        "User; --",
        "__Auth",
        "tabUser",
        "Client`",
        "../User",
        "DocType\x00",
        "Has Role",
        "Client Phone",
        "Nope",
    ],
)
def test_a_doctype_that_is_none_or_a_table_is_refused(company: Company, doctype: str) -> None:
    for door in (*ROWS.values(), *COUNTS.values()):
        answer = door(company, "anna", doctype, {})
        assert answer.refused, answer.text[:300]


def test_another_branch_is_found_by_no_filter(company: Company) -> None:
    for door in ROWS.values():
        for arguments in (
            {"filters": {"branch": LILLE}},
            {"filters": [["branch", "=", LYON]], "or_filters": [["branch", "=", LILLE]]},
            {"or_filters": [["name", "!=", ""], ["branch", "=", LILLE]]},
            {"filters": [["Client", "name", "like", "%"]], "order_by": "branch asc"},
        ):
            answer = door(company, "anna", "Client", arguments | {"fields": ["name", "client_name"]})
            assert (200, True) == (answer.status, tells_nothing(answer)), answer.text[:300]


@pytest.mark.parametrize(
    "field",
    [
        "phone",
        "phone as x",
        "`tabClient`.`phone`",
        "`tabClient`.phone as name",
        "phones.phone",
        "max(phone)",
        "min(email) as city",
    ],
)
def test_no_spelling_of_a_field_gets_around_its_mask(company: Company, field: str) -> None:
    for door in ROWS.values():
        answer = door(company, "driver", "Client", {"fields": ["name", field]})
        assert "33184800001" not in answer.text
        assert "lavender@" not in answer.text
