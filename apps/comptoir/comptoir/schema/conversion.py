"""What a change of column type means for the values in it.

A change is *widening* when every value of the old type has a place in the new one; then no row is looked at.
Any other change is possible only if the rows that exist fit, which ``fits`` decides value by value, on the
value's text as the database writes it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from comptoir.schema.model import Column, SqlType

_INTEGER_DIGITS = {"tinyint": 3, "int": 10, "bigint": 19}
_INTEGER_BITS = {"tinyint": 7, "int": 31, "bigint": 63}
_TEXT_RANK = {"varchar": 0, "text": 1, "longtext": 2}
_INTEGER_RANK = {"tinyint": 0, "int": 1, "bigint": 2}
_WRITTEN_LENGTH = {"tinyint": 4, "int": 11, "bigint": 20, "date": 10, "datetime": 26, "time": 17}
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?", re.ASCII)
TEXT_BYTES = 65_535


def is_widening(old: SqlType, new: SqlType) -> bool:
    """Whether every value of ``old`` has a place in ``new``."""
    if old == new:
        return True
    if new.family == "text":
        return _widens_to_text(old, new)
    if old.family == "number" and new.family == "number":
        return _widens_number(old, new)
    return old.kind == "date" and new.kind == "datetime"


def _widens_to_text(old: SqlType, new: SqlType) -> bool:
    if old.family == "text":
        if old.kind == "varchar" and new.kind == "varchar":
            return new.length >= old.length
        return _TEXT_RANK[new.kind] >= _TEXT_RANK[old.kind]
    if old.kind == "other":
        return False
    written = old.length + 2 if old.kind == "decimal" else _WRITTEN_LENGTH[old.kind]
    return new.kind != "varchar" or new.length >= written


def _widens_number(old: SqlType, new: SqlType) -> bool:
    if new.kind == "decimal":
        if old.kind == "decimal":
            return new.scale >= old.scale and new.length - new.scale >= old.length - old.scale
        return new.length - new.scale >= _INTEGER_DIGITS[old.kind]
    return old.kind != "decimal" and _INTEGER_RANK[new.kind] >= _INTEGER_RANK[old.kind]


def blank(old: SqlType, new: SqlType) -> str | int | None:
    """The value of ``old`` that says nothing in ``new`` and becomes empty; None where only NULL does."""
    if old.family == "text" and new.family != "text":
        return ""
    if old.family == "number" and new.family not in ("number", "text"):
        return 0
    return None


def fits(text: str, old: SqlType, new: Column) -> bool:
    """Whether a value of ``old`` the database writes as ``text`` can be kept in the column ``new``."""
    empty = blank(old, new.type)
    if empty == "" and not text.strip():
        return not new.primary_key
    if empty == 0:
        return _number(text) == 0
    match new.type.family:
        case "text":
            return _fits_text(text, new.type)
        case "number":
            if old.family == "text" and new.type.kind != "decimal" and not _INTEGER.fullmatch(text.strip()):
                return False
            return old.family in ("text", "number") and _fits_number(text, new)
        case "date":
            return old.family in ("text", "date") and _fits_date(text, new.type)
        case "time":
            return old.family in ("text", "time") and _TIME.fullmatch(text.strip()) is not None
        case "other":
            return False


def _fits_text(text: str, new: SqlType) -> bool:
    if new.kind == "varchar":
        return len(text) <= new.length
    return new.kind == "longtext" or len(text.encode()) <= TEXT_BYTES


def _number(text: str) -> Decimal | None:
    text = text.strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _fits_number(text: str, new: Column) -> bool:
    number = _number(text)
    if number is None:
        return False
    if new.type.kind == "decimal":
        scaled = number.scaleb(new.type.scale)
        return scaled == scaled.to_integral_value() and abs(scaled) < Decimal(10) ** new.type.length
    if number != number.to_integral_value():
        return False
    if new.primary_key and (str(number) != text or number < 1):
        return False
    limit = Decimal(2) ** _INTEGER_BITS[new.type.kind]
    return -limit <= number < limit


def _fits_date(text: str, new: SqlType) -> bool:
    text = text.strip()
    try:
        moment = dt.datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return False
    if moment is None:
        return False
    return new.kind == "datetime" or moment.time() == dt.time()
