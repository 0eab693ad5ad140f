"""Comparing two values with an operator in words, as filters on child rows and ``validate_value`` do."""

from __future__ import annotations

import fnmatch
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from comptoir.errors import DataError
from comptoir.sentences import _


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def test(value: Any, other: Any) -> bool:
        left, right = _alike(value, other)
        return left is not None and right is not None and compare(left, right)

    return test


def _like(value: Any, pattern: Any) -> bool:
    glob = str(pattern).lower().replace("[", "[[]").replace("%", "*").replace("_", "?")
    return fnmatch.fnmatchcase(str(value or "").lower(), glob)


def _inside(value: Any, choices: Any) -> bool:
    return value in (choices.split(",") if isinstance(choices, str) else choices)


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, other: _equal(value, other),
    "!=": lambda value, other: not _equal(value, other),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": _inside,
    "not in": lambda value, choices: not _inside(value, choices),
    "like": _like,
    "not like": lambda value, pattern: not _like(value, pattern),
    "is": lambda value, word: bool(value) is (str(word).lower() == "set"),
    "between": lambda value, bounds: _TESTS[">="](value, bounds[0]) and _TESTS["<="](value, bounds[1]),
}


def compare(value: Any, condition: str, other: Any) -> bool:
    """Whether ``value condition other`` holds. Raises ``DataError`` for an operator that does not exist."""
    test = _TESTS.get({"==": "=", "<>": "!="}.get(condition, condition.lower()))
    if test is None:
        raise DataError(
            _(
                "{condition} is not an operator; use one of {operators}.",
                condition=condition,
                operators=", ".join(_TESTS),
            )
        )
    return test(value, other)


def rows_like(rows: Iterable[Any], wanted: Any, limit: int | None = None) -> list[Any]:
    """The rows that fulfil ``wanted``: ``{field: value}``, ``{field: [operator, value]}`` or lists of three."""
    conditions = list(_conditions(wanted))
    found = []
    for row in rows:
        if all(compare(row.get(field), condition, value) for field, condition, value in conditions):
            found.append(row)
            if limit and len(found) >= limit:
                break
    return found


def _conditions(wanted: Any) -> Iterable[tuple[str, str, Any]]:
    if isinstance(wanted, Mapping):
        for field, value in wanted.items():
            if value is True or value is False:
                yield field, "is", "set" if value else "not set"
            elif _has_operator(value):
                yield field, value[0], value[1]
            else:
                yield field, "in" if isinstance(value, (list, tuple, set)) else "=", value
        return
    for entry in wanted:
        *_, field, condition, value = entry
        yield field, condition, value


def _has_operator(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) == 2
        and isinstance(value[0], str)
        and value[0].lower() in _TESTS
    )


def _equal(value: Any, other: Any) -> bool:
    left, right = _alike(value, other)
    return bool(left == right)


def _alike(value: Any, other: Any) -> tuple[Any, Any]:
    """Both values in one type: numbers as numbers, dates as dates, where one of them is text."""
    if isinstance(value, datetime) or isinstance(other, datetime):
        return _moment(value), _moment(other)
    if isinstance(value, date) or isinstance(other, date):
        return _day(value), _day(other)
    if isinstance(value, (int, float)) or isinstance(other, (int, float)):
        return _number(value), _number(other)
    if isinstance(value, timedelta) or isinstance(other, timedelta):
        return value, other
    return ("" if value is None else value), ("" if other is None else other)


def _moment(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and value else value or None
    except ValueError:
        return None


def _day(value: Any) -> Any:
    moment = _moment(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _number(value: Any) -> Any:
    if value in (None, ""):
        return 0
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return None
