"""What values mean in an expression: truth, equality, order, numbers, text.

Every function here is total. The rules are written down in ``docs/reference/expressions.md`` and held, in Python
and in TypeScript, by ``tests/vectors/expressions.json``.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

_NUMERAL = re.compile(r"[ \t\r\n]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ \t\r\n]*")
_INTEGER = re.compile(r"[0-9]{1,9}")

Value = Any
"""None, bool, int, float, str, list of values, or a record."""


class Record(Protocol):
    """Something with named values: a mapping or a document. It is known by its ``get``."""

    def get(self, key: str, /) -> Any:
        """The value called ``key``, or None."""


def plain(value: Any) -> Value:
    """A value of a document as expressions see it: dates and times are their JSON text."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return finite(float(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, list) or hasattr(value, "get") else None


def finite(value: float) -> float | None:
    """``value``, or null where a calculation has no finite result. There is no negative zero."""
    return value + 0.0 if math.isfinite(value) else None


def truth(value: Value) -> bool:
    """Null, false, 0, the empty text and the empty list are false; everything else is true."""
    if isinstance(value, bool | int | float | str | list):
        return bool(value)
    return value is not None


def number(value: Value) -> float | None:
    """The number of ``value``: booleans count as 1 and 0, text as the decimal number it writes, else null."""
    if isinstance(value, bool | int | float):
        try:
            return finite(float(value))
        except OverflowError:
            return None
    if isinstance(value, str):
        match = _NUMERAL.fullmatch(value)
        return finite(float(match[1])) if match else None
    return None


def text(value: Value) -> str:
    """``value`` inside a longer text: null, lists and records are empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _digits(number(value))
    return value if isinstance(value, str) else ""


def _digits(value: float | None) -> str:
    """A number as JavaScript writes it."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    mantissa, exponent = repr(value).split("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def identical(left: Value, right: Value) -> bool:
    """``===``: same kind and same value. Lists and records are never identical to anything."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, bool) or isinstance(right, bool):
        return isinstance(left, bool) and isinstance(right, bool) and left == right
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str) and left == right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return number(left) == number(right)
    return False


def equal(left: Value, right: Value) -> bool:
    """``==``: null equals the empty text; a number equals the text that writes it."""
    if left in (None, "") and right in (None, ""):
        return True
    if left is None or right is None:
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if _is_scalar(left) and _is_scalar(right):
        one, other = number(left), number(right)
        return one is not None and one == other
    return False


def less(left: Value, right: Value) -> bool:
    """``<``: texts by their UTF-16 units, everything else as numbers; with null it is false."""
    return _compare(left, right) == -1


def less_or_equal(left: Value, right: Value) -> bool:
    """``<=``; with null it is false."""
    return _compare(left, right) in (-1, 0)


def _compare(left: Value, right: Value) -> int | None:
    if isinstance(left, str) and isinstance(right, str):
        one, other = _units(left), _units(right)
        return (one > other) - (one < other)
    first, second = number(left), number(right)
    if first is None or second is None:
        return None
    return (first > second) - (first < second)


def _units(value: str) -> bytes:
    return value.encode("utf-16-be", "surrogatepass")


def _is_scalar(value: Value) -> bool:
    return isinstance(value, bool | int | float | str)


def add(left: Value, right: Value) -> Value:
    """``+``: joins if one side is text, else adds; null counts as 0."""
    if isinstance(left, str) or isinstance(right, str):
        return text(left) + text(right)
    return finite((number(left) or 0.0) + (number(right) or 0.0))


def calculate(sign: str, left: Value, right: Value) -> Value:
    """``- * / %``: null counts as 0, text that is no number and division by zero give null."""
    one, other = operand(left), operand(right)
    if one is None or other is None:
        return None
    if sign == "-":
        return finite(one - other)
    if sign == "*":
        return finite(one * other)
    if other == 0:
        return None
    return finite(one / other if sign == "/" else math.fmod(one, other))


def operand(value: Value) -> float | None:
    """``value`` in a calculation: null, the empty text, lists and records count as 0."""
    if isinstance(value, str) and value:
        return number(value)
    return number(value) or 0.0


def member(value: Value, name: str) -> Value:
    """``value.name``: of a record its value, ``length`` of lists and texts; anything else is null."""
    if isinstance(value, list | str):
        return length(value) if name == "length" else None
    return plain(value.get(name)) if hasattr(value, "get") else None


def length(value: list[Value] | str) -> int:
    """Rows of a list, UTF-16 units of a text."""
    return len(value) if isinstance(value, list) else len(_units(value)) // 2


def item(value: Value, index: Value) -> Value:
    """``value[index]``: a row of a list by its number from 0, a value of a record by its name; else null."""
    if isinstance(value, list):
        place = None if isinstance(index, bool | str) else number(index)
        if place is None or not place.is_integer() or not 0 <= place < len(value):
            return None
        return plain(value[int(place)])
    if isinstance(index, str) and not isinstance(value, str):
        return member(value, index)
    return None


def contains(collection: Value, value: Value) -> bool:
    """Whether a list holds ``value`` (by ``===``), or a text contains it."""
    if isinstance(collection, list):
        return any(identical(plain(entry), value) for entry in collection)
    return isinstance(collection, str) and text(value) in collection


def index_of(collection: Value, value: Value) -> int:
    """Where ``value`` is in a list or text, counted from 0; -1 if it is not."""
    if isinstance(collection, list):
        places = (place for place, entry in enumerate(collection) if identical(plain(entry), value))
        return next(places, -1)
    if isinstance(collection, str):
        place = collection.find(text(value))
        return place if place < 0 else length(collection[:place])
    return -1
