"""Reading the tables of a database into a ``Snapshot``, normalised: what was applied reads as declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.schema.declared_types import read_default, read_type
from comptoir.schema.model import Collation, Column, Dialect, Index, Snapshot, SqlType, Table
from comptoir.schema.sqlite_text import ColumnText, column_texts

REBUILD_PREFIX = "__rebuild_"
"""Tables that a rewrite builds beside the one it replaces; never part of a snapshot."""

_SQLITE_TABLES = sa.text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
)
_SQLITE_COLUMNS = sa.text(
    'SELECT m.name AS tbl, c.name, c.type, c."notnull" AS required, c.dflt_value, c.pk'
    " FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' AND m.sql LIKE 'CREATE TABLE%'"
    " ORDER BY m.name, c.cid"
)
_SQLITE_INDEXES = sa.text(
    'SELECT m.name AS tbl, l.name, l."unique" AS uniq, i.name AS col'
    " FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS i"
    " WHERE m.type = 'table' AND l.origin = 'c' AND l.partial = 0 AND i.name IS NOT NULL"
    " ORDER BY m.name, l.name, i.seqno"
)
_MARIADB_COLUMNS = sa.text(
    "SELECT c.TABLE_NAME AS tbl, c.COLUMN_NAME AS name, c.COLUMN_TYPE AS type, c.IS_NULLABLE AS nullable,"
    " c.COLUMN_DEFAULT AS dflt_value, c.COLUMN_KEY AS col_key, c.EXTRA AS extra,"
    " c.COLLATION_NAME AS collation"
    " FROM information_schema.COLUMNS AS c JOIN information_schema.TABLES AS t"
    " ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"
    " WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'"
    " ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION"
)
_MARIADB_INDEXES = sa.text(
    "SELECT TABLE_NAME AS tbl, INDEX_NAME AS name, NON_UNIQUE = 0 AS uniq, COLUMN_NAME AS col"
    " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME <> 'PRIMARY'"
    " AND INDEX_TYPE = 'BTREE' ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"
)


def inspect(connection: sa.Connection | sa.Engine) -> Snapshot:
    """What the database of ``connection`` holds."""
    if isinstance(connection, sa.Engine):
        with connection.connect() as opened:
            return inspect(opened)
    if connection.dialect.name == "sqlite":
        return _inspect_sqlite(connection)
    return _inspect_mariadb(connection)


def _inspect_sqlite(connection: sa.Connection) -> Snapshot:
    texts = {row.name: column_texts(row.sql) for row in connection.execute(_SQLITE_TABLES)}
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for row in connection.execute(_SQLITE_COLUMNS):
        columns[row.tbl].append(_sqlite_column(row, texts.get(row.tbl, {})))
    return _snapshot(columns, connection.execute(_SQLITE_INDEXES).all(), "sqlite")


def _sqlite_column(row: sa.Row[Any], texts: Mapping[str, ColumnText]) -> Column:
    text = texts.get(row.name.casefold(), ColumnText())
    sql_type = read_type(row.type)
    if text.autoincrement:
        sql_type = SqlType("bigint")
    return Column(
        row.name,
        sql_type,
        nullable=not row.required and not row.pk,
        default=read_default(row.dflt_value, sql_type),
        primary_key=bool(row.pk),
        autoincrement=text.autoincrement,
        collation=_collation(sql_type, text.collation == "NOCASE"),
    )


def _inspect_mariadb(connection: sa.Connection) -> Snapshot:
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for row in connection.execute(_MARIADB_COLUMNS):
        columns[row.tbl].append(_mariadb_column(row))
    return _snapshot(columns, connection.execute(_MARIADB_INDEXES).all(), "mariadb")


def _mariadb_column(row: sa.Row[Any]) -> Column:
    sql_type = read_type(row.type)
    return Column(
        row.name,
        sql_type,
        nullable=row.nullable == "YES",
        default=read_default(row.dflt_value, sql_type),
        primary_key=row.col_key == "PRI",
        autoincrement="auto_increment" in row.extra,
        collation=_collation(sql_type, (row.collation or "").endswith("_ci")),
    )


def _collation(sql_type: SqlType, folds_case: bool) -> Collation | None:
    if sql_type.family != "text":
        return None
    return "nocase" if folds_case else "binary"


def _snapshot(
    columns: Mapping[str, list[Column]], index_rows: Iterable[sa.Row[Any]], dialect: Dialect
) -> Snapshot:
    covered: defaultdict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for row in index_rows:
        covered[row.tbl, row.name.removeprefix(f"{row.tbl}."), bool(row.uniq)].append(row.col)
    indexes: defaultdict[str, set[Index]] = defaultdict(set)
    for (table, name, unique), names in covered.items():
        indexes[table].add(Index(name, tuple(names), unique))
    return Snapshot.of(
        (
            Table(name, tuple(columns[name]), frozenset(indexes[name]))
            for name in columns
            if not name.startswith(REBUILD_PREFIX)
        ),
        dialect,
    )
