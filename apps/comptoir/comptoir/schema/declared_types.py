"""Reading the databases' own words for types and defaults into ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from comptoir.schema.model import Kind, SqlType

_TYPE = re.compile(r"\s*([a-z]+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*(?:signed)?\s*", re.IGNORECASE)
_KINDS: Mapping[str, Kind] = {
    "varchar": "varchar",
    "text": "text",
    "mediumtext": "longtext",
    "longtext": "longtext",
    "json": "longtext",
    "tinyint": "tinyint",
    "int": "int",
    "integer": "int",
    "bigint": "bigint",
    "decimal": "decimal",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
}
_FULL_PRECISION = ("datetime", "time")


@lru_cache(maxsize=1000)
def read_type(declared: str) -> SqlType:
    """The type a database calls ``declared``. What the engine never declares keeps the database's words."""
    match = _TYPE.fullmatch(declared)
    kind = _KINDS.get(match.group(1).lower()) if match else None
    if match is None or kind is None:
        return SqlType("other", raw=declared)
    length, scale = int(match.group(2) or 0), int(match.group(3) or 0)
    if kind in _FULL_PRECISION and length != 6:
        return SqlType("other", raw=declared)
    if kind == "varchar":
        return SqlType(kind, length)
    return SqlType(kind, length, scale) if kind == "decimal" else SqlType(kind)


def read_default(text: str | None, sql_type: SqlType) -> float | str | None:
    """The literal default the database writes as ``text``; None for no default and for an explicit NULL."""
    if text is None or text.upper() == "NULL":
        return None
    if len(text) >= 2 and text[0] == text[-1] == "'":
        text = text[1:-1].replace("''", "'")
    if sql_type.family != "number":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
