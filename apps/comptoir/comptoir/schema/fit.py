"""Fitting a declared table to a database that cannot hold it as declared.

A MariaDB row is at most 65,535 bytes of declared length, and a varchar counts with four bytes a character:
some 115 Data fields fill it. Text columns count a few bytes, so columns without an index become ``text``.
What has become text stays text for as long as the table needs it; a second run therefore finds nothing to do.
"""

from __future__ import annotations

from dataclasses import replace

from comptoir.errors import DeclarationError
from comptoir.schema.model import TEXT, Column, Dialect, SqlType, Table
from comptoir.sentences import _

ROW_BYTES = 65_535
_FIXED_BYTES = {
    "tinyint": 1,
    "int": 4,
    "bigint": 8,
    "date": 3,
    "datetime": 8,
    "time": 6,
    "text": 10,
    "longtext": 12,
}
_OTHER_BYTES = 12
_NEVER_MOVED = frozenset({"owner", "modified_by", "parent", "parentfield", "parenttype"})


def fit(wanted: Table, current: Table | None, dialect: Dialect | None) -> Table:
    """``wanted`` with as many columns turned into text as ``dialect`` needs, given the table as it is."""
    if dialect != "mariadb":
        return wanted
    excess = row_bytes(wanted, current) - ROW_BYTES
    if excess <= 0:
        return wanted
    moved: set[str] = set()
    for column in _candidates(wanted, current):
        if excess > 0 or _is_text(column, current):
            moved.add(column.key)
            excess -= _bytes(column.type) - _bytes(TEXT)
    if excess > 0:
        raise DeclarationError(
            _(
                'The table "{table}" is too wide: its indexed columns alone take more than the {most} bytes a row may have in MariaDB. Declare fewer or shorter fields, or drop indexes.',
                table=wanted.name,
                most=ROW_BYTES,
            )
        )
    return wanted.with_columns(
        replace(column, type=TEXT) if column.key in moved else column for column in wanted.columns
    )


def row_bytes(wanted: Table, current: Table | None) -> int:
    """Declared length of a row once ``wanted`` is applied, columns that are no longer declared included."""
    names = {column.key for column in wanted.columns}
    kept = [column for column in (current.columns if current else ()) if column.key not in names]
    columns = [*wanted.columns, *kept]
    return sum(_bytes(column.type) for column in columns) + (len(columns) + 7) // 8


def _candidates(wanted: Table, current: Table | None) -> list[Column]:
    """Columns that may become text: those that are already, then new ones, then existing ones; last first."""
    held = wanted.indexed_columns | _NEVER_MOVED
    columns = [c for c in reversed(wanted.columns) if c.type.kind == "varchar" and c.key not in held]

    def rank(column: Column) -> int:
        if _is_text(column, current):
            return 0
        return 1 if current is None or current.column(column.name) is None else 2

    return sorted(columns, key=rank)


def _is_text(column: Column, current: Table | None) -> bool:
    present = current.column(column.name) if current else None
    return present is not None and present.type.kind in ("text", "longtext")


def _bytes(sql_type: SqlType) -> int:
    if sql_type.kind == "varchar":
        length = sql_type.length * 4
        return length + (2 if length > 255 else 1)
    if sql_type.kind == "decimal":
        return _digit_bytes(sql_type.length - sql_type.scale) + _digit_bytes(sql_type.scale)
    return _FIXED_BYTES.get(sql_type.kind, _OTHER_BYTES)


def _digit_bytes(digits: int) -> int:
    """Bytes of a group of decimal digits: nine digits take four bytes, each further one half a byte."""
    return digits // 9 * 4 + (digits % 9 + 1) // 2
