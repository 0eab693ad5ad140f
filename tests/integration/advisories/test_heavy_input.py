"""Input that costs more than it says: patterns that backtrack, endless lists, deep JSON, huge numbers."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from .attacks import Answer
from .conftest import Company
from .doors import ROWS

BLANKS = " " * 20_000
SECONDS = 2.0
"""So much of this process' own time may the answer to any of them take, whatever else the machine does."""

BACKTRACKING = {
    "alias": {"fields": [f"a{BLANKS}b"]},
    "aliases": {"fields": ["name" + " as a" * 10_000 + "!"]},
    "call": {"fields": [f"count({BLANKS}x"]},
    "distinct": {"fields": [f"count({'distinct ' * 5000}"]},
    "order": {"order_by": f"count({BLANKS}x"},
    "brackets": {"order_by": "(" * 50_000},
    "name": {"filters": [[f"`tab{BLANKS}`.`{BLANKS}", "=", 1]]},
}
ENDLESS = {
    "keys": {"order_by": ",".join(["name"] * 5000)},
    "fields": {"fields": [f"name as a{number}" for number in range(5000)]},
    "conditions": {"filters": [["name", "=", "x"]] * 5000},
    "nested conditions": {"filters": [dict.fromkeys(("name", "owner", "city", "status"), "x")] * 199},
    "alternatives": {"or_filters": [dict.fromkeys(("name", "owner", "city", "status"), "x")] * 199},
    "values": {"filters": [["name", "in", [str(number) for number in range(70_000)]]]},
    "values in a text": {"filters": [["name", "in", ",".join(map(str, range(70_000)))]]},
    "values of many conditions": {"filters": [["name", "in", [str(number) for number in range(900)]]] * 199},
    "values of alternatives": {"or_filters": [["name", "in", [str(number) for number in range(900)]]] * 199},
}
DEEP = {
    "lists": {"filters": "[" * 5000 + "]" * 5000},
    "objects": {"filters": '{"a":' * 5000 + "1" + "}" * 5000},
    "fields": {"fields": "[" * 900 + "]" * 900},
}


def timed(company: Company, arguments: dict[str, Any]) -> Answer:
    begun = time.process_time()
    answer = company.call("anna", "frappe.client.get_list", doctype="Client", **arguments)
    assert time.process_time() - begun < SECONDS
    return answer


@pytest.mark.parametrize("arguments", BACKTRACKING.values(), ids=BACKTRACKING)
def test_a_text_that_is_nearly_a_field_is_refused_at_once(
    company: Company, arguments: dict[str, Any]
) -> None:
    answer = timed(company, arguments)
    assert answer.kind in ("DataError", "ValidationError"), answer.text[:300]


@pytest.mark.parametrize("arguments", ENDLESS.values(), ids=ENDLESS)
def test_lists_of_arguments_end(company: Company, arguments: dict[str, Any]) -> None:
    answer = timed(company, arguments)
    assert (417, "DataError") == (answer.status, answer.kind), answer.text[:300]


@pytest.mark.parametrize("arguments", DEEP.values(), ids=DEEP)
def test_depth_ends(company: Company, arguments: dict[str, Any]) -> None:
    assert timed(company, arguments).refused


def test_as_many_as_are_allowed_are_answered(company: Company) -> None:
    many = {
        "filters": [["name", "in", [str(number) for number in range(50)]]] * 199,
        "or_filters": [["name", "=", str(number)] for number in range(200)],
        "fields": [f"name as a{number}" for number in range(200)],
        "order_by": ",".join(["name"] * 60),
    }
    assert (200, []) == ((answer := timed(company, many)).status, answer.data)


@pytest.mark.parametrize("pattern", ["%a" * 2000 + "b", "_" * 4000, "%" * 4000, "\\" * 4000])
def test_a_pattern_of_many_wildcards_is_answered_at_once(company: Company, pattern: str) -> None:
    company.make("Client", client_name="a" * 140, branch="Lyon")
    assert 200 == timed(company, {"filters": [["client_name", "like", pattern]]}).status


@pytest.mark.parametrize(
    "page",
    [
        {"limit_page_length": "1000000000"}, {"limit_page_length": 2**62, "limit_start": 2**62}, {"limit_start": -1},
        {"limit_page_length": "1e9"}, {"limit_start": "0; drop table"}, {"limit_page_length": 10**30},
    ],
)  # fmt: skip
def test_a_page_is_never_longer_or_further_than_can_be(company: Company, page: dict[str, Any]) -> None:
    for path in (
        "/api/resource/Client",
        "/api/v2/document/Client",
        "/api/method/frappe.client.get_list?doctype=Client",
    ):
        answer = company.ask(
            "anna", "GET", path, params=page if "?" not in path else {**page, "doctype": "Client"}
        )
        assert answer.refused or isinstance(answer.data, list), answer.text[:300]


@pytest.mark.parametrize("number", [10**30, 1e308, -(10**30), 2**63, 1e-300])
@pytest.mark.parametrize("door", ["resource", "get_list", "desk"])
def test_a_number_no_column_holds_is_answered(company: Company, door: str, number: float) -> None:
    for filters in ([["credit_limit", ">", number]], [["idx", "=", number]], {"docstatus": number}):
        answer = ROWS[door](company, "anna", "Client", {"filters": filters})
        assert answer.refused or answer.status == 200


@pytest.mark.parametrize("depth", [100, 900, 5000])
def test_a_body_of_any_depth_is_answered(company: Company, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    for path, body in (
        ("/api/resource/Client", f'{{"client_name": {deep}}}'),
        ("/api/resource/Client", f'{{"client_name": "x", "phones": {deep}}}'),
        ("/api/method/frappe.client.insert", f'{{"doc": {json.dumps(deep)}}}'),
        ("/api/method/run_doc_method", f'{{"docs": {deep}, "method": "x"}}'),
        ("/api/method/frappe.client.insert_many", f'{{"docs": {deep}}}'),
    ):
        answer = company.ask("anna", "POST", path, content=body, headers={"Content-Type": "application/json"})
        assert answer.refused, answer.text[:300]
