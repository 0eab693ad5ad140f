"""Values as an archive holds them: the same for a row whichever database it was read from.

Text and dates are text, whole numbers are numbers, decimals are text without trailing zeros, bytes are
``{"base64": ...}``. A value its column's type does not explain is kept as the driver gave it, never altered.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from comptoir.schema import SqlType

Stored = str | int | float | dict[str, str] | None
MODULUS = 2**256


def canonical(value: Any, sql_type: SqlType) -> Stored:
    """The archive's form of a value as the driver returned it."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if sql_type.kind == "decimal":
        return _decimal(value, sql_type.scale)
    write = _WRITERS.get(type(value))
    result: Stored = write(value) if write else value
    return result


def driver_value(value: Stored) -> Any:
    """The value to bind for one read from an archive."""
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def digest(row: Sequence[Stored]) -> int:
    """The checksum of one row. Those of a table are added modulo ``MODULUS``, so that order does not matter."""
    return int.from_bytes(hashlib.sha256(orjson.dumps(row)).digest(), "big")


def _decimal(value: Any, scale: int) -> Stored:
    try:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))
        rounded = exact.quantize(Decimal(1).scaleb(-scale))
    except InvalidOperation:
        return value if isinstance(value, str) else repr(value)
    text = format(rounded if rounded == exact else exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _time(value: timedelta) -> str:
    minutes, seconds = divmod(value.days * 86400 + value.seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{value.microseconds:06d}"


_WRITERS: Mapping[type, Callable[[Any], Stored]] = {
    datetime: lambda value: value.isoformat(" ", "microseconds"),
    date: date.isoformat,
    timedelta: _time,
    Decimal: str,
}
