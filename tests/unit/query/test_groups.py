"""Groups of conditions: how they are read, and how much of them is borne."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from comptoir.errors import DataError
from comptoir.query.groups import MAX_CONDITIONS, MAX_DEPTH, read_filters
from comptoir.query.model import And, Column, Condition, Filter, Or, all_of


def leaf(entry: Sequence[Any]) -> Filter:
    if not isinstance(entry, list) or len(entry) != 3:
        raise DataError("no condition")
    return Condition(Column("Thing", entry[0]), entry[1], entry[2])


def is_(name: str) -> list[str]:
    return [name, "=", "x"]


def said(where: Filter) -> str:
    match where:
        case Condition(column=column):
            return column.name
        case And(items=items):
            return "(" + " & ".join(map(said, items)) + ")"
        case Or(items=items):
            return "(" + " | ".join(map(said, items)) + ")"
        case _:
            raise AssertionError(where)


@pytest.mark.parametrize(
    ("filters", "meaning"),
    [
        (is_("a"), "a"),
        ([is_("a"), is_("b")], "(a & b)"),
        ([is_("a"), "or", is_("b")], "(a | b)"),
        ([is_("a"), "OR", is_("b"), "or", is_("c")], "(a | b | c)"),
        ([is_("a"), "and", is_("b"), "or", is_("c")], "((a & b) | c)"),
        ([is_("a"), "or", [is_("b"), "and", is_("c")]], "(a | (b & c))"),
        ([is_("a"), [is_("b"), "or", is_("c")]], "(a & (b | c))"),
        ([[is_("a"), "or", is_("b")]], "(a | b)"),
        ([is_("a"), "or", [is_("b"), is_("c")]], "(a | (b & c))"),
        ([{"a": "x", "b": "x"}, "or", is_("c")], "((a & b) | c)"),
        ({"a": "x", "b": ["=", "x"]}, "(a & b)"),
    ],
)
def test_are_read_from_left_to_right(filters: Any, meaning: str) -> None:
    assert meaning == said(all_of(read_filters(filters, leaf)))


@pytest.mark.parametrize(
    "filters",
    [
        [is_("a"), "or"],
        ["or", is_("a"), is_("b"), is_("c"), is_("d")],
        [is_("a"), "xor", is_("b")],
        [is_("a"), is_("b"), "or"],
        [is_("a"), "or", "or", "or", is_("b")],
        [is_("a"), "or", []],
        [is_("a"), "or; drop table", is_("b")],
        "a",
        5,
    ],
)
def test_that_are_none_are_refused(filters: Any) -> None:
    with pytest.raises(DataError):
        read_filters(filters, leaf)


def nested(depth: int) -> list[Any]:
    group: list[Any] = [is_("a"), "or", is_("b")]
    for _ in range(depth):
        group = [is_("a"), "or", group]
    return group


def test_lie_only_so_deep_within_each_other() -> None:
    assert read_filters(nested(MAX_DEPTH), leaf)
    for filters in (
        nested(MAX_DEPTH + 1),
        [is_("a")] + [x for _ in range(40) for x in ("or", is_("b"), "and", is_("c"))],
    ):
        with pytest.raises(DataError, match="deep within"):
            read_filters(filters, leaf)


def test_hold_only_so_many_conditions() -> None:
    chain = [is_("a")] + [part for _ in range(MAX_CONDITIONS) for part in ("or", is_("b"))]
    split = [chain[:201], "and", chain[:201]]
    for filters in (chain, split):
        with pytest.raises(DataError, match="at most 200"):
            read_filters(filters, leaf)
