"""SQLAlchemy tables of doctypes: the columns a statement may name, typed so that values come back as Python ones.

The DDL is not made from these (``comptoir.schema`` owns it); they only compile queries and writes.
"""

from __future__ import annotations

from datetime import time, timedelta
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from comptoir.meta import fieldtypes, trail
from comptoir.meta.fieldtypes import Storage, StorageKind
from comptoir.meta.model import OPTIONAL_COLUMNS, STANDARD_FIELDS, DocType


class TimeOfDay(sa.types.TypeDecorator[timedelta]):
    """A time of day as ``timedelta``: ``TIME(6)`` on MariaDB, ``HH:MM:SS.ffffff`` text on SQLite."""

    impl = sa.String(15)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(15))
        return dialect.type_descriptor(mysql.TIME(fsp=6))

    def process_bind_param(self, value: timedelta | None, dialect: sa.Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        minutes, seconds = divmod(value.seconds, 60)
        return (
            f"{value.days * 24 + minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{value.microseconds:06d}"
        )

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> timedelta | None:
        if isinstance(value, time):
            return timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
        if value is None or isinstance(value, timedelta):
            return value
        hours, minutes, seconds = value.split(":")
        return timedelta(
            hours=int(hours), minutes=int(minutes), microseconds=round(float(seconds) * 1_000_000)
        )


class Number(sa.Float[float]):
    """A number as ``float``: SQLite hands back whole ones as ``int``."""

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        return _as_float


def _as_float(value: Any) -> float | None:
    return None if value is None else float(value)


DATETIME = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mariadb", "mysql")
_DECIMAL = Number().with_variant(mysql.DECIMAL(21, 9, asdecimal=False), "mariadb", "mysql")

_TYPES: dict[StorageKind, sa.types.TypeEngine[Any]] = {
    StorageKind.VARCHAR: sa.String(),
    StorageKind.TEXT: sa.Text(),
    StorageKind.LONGTEXT: sa.Text(),
    StorageKind.TINYINT: sa.Integer(),
    StorageKind.INT: sa.Integer(),
    StorageKind.BIGINT: sa.BigInteger(),
    StorageKind.DECIMAL: _DECIMAL,
    StorageKind.DATE: sa.Date(),
    StorageKind.DATETIME: DATETIME,
    StorageKind.TIME: TimeOfDay(),
}


def column_type(storage: Storage) -> sa.types.TypeEngine[Any]:
    """How values of ``storage`` travel to and from the driver."""
    return _TYPES[storage.kind]


@lru_cache(maxsize=4096)
def table_for(doctype: DocType) -> sa.Table:
    """The table of ``doctype``; one object per metadata value, so compiled statements are reused."""
    columns = []
    for name in doctype.standard_columns:
        storage = fieldtypes.get(STANDARD_FIELDS[name].fieldtype).column(STANDARD_FIELDS[name])
        assert storage is not None
        columns.append(sa.Column(name, column_type(storage), primary_key=name == "name"))
    for field in doctype.value_fields:
        storage = fieldtypes.get(field.fieldtype).column(field)
        if storage is not None and field.fieldname not in doctype.standard_columns:
            columns.append(sa.Column(field.fieldname, column_type(storage)))
    if doctype.is_trail:
        return _shown(doctype, columns)
    return sa.Table(doctype.table, sa.MetaData(), *columns)


def _shown(doctype: DocType, columns: list[sa.Column[Any]]) -> sa.Table:
    """The entries of the audit trail that ``doctype`` shows: a SELECT, so nothing can be written through it."""
    table = sa.Table(doctype.table, sa.MetaData(), *(c for c in columns if c.name not in OPTIONAL_COLUMNS))
    absent = [sa.type_coerce(sa.null(), sa.Text()).label(name) for name in OPTIONAL_COLUMNS]
    included, operations = trail.SHOWN[doctype.name]
    names: list[sa.ColumnElement[str]] = [sa.literal_column(f"'{operation}'") for operation in operations]
    condition = table.c.operation.in_(names) if included else table.c.operation.not_in(names)
    return cast("sa.Table", sa.select(table, *absent).where(condition).subquery("entries"))
