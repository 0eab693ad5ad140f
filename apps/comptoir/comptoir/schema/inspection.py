"""Reading the tables of a database into a ``Snapshot``, normalised: what was applied reads as declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from comptoir.schema.declared_types import read_default, read_type
from comptoir.schema.model import Collation, Column, Dialect, Index, Snapshot, SqlType, Table
from comptoir.schema.sqlite_text import ColumnText, column_texts

REBUILD_PREFIX = "__rebuild_"
"""Tables that a rewrite builds beside the one it replaces; never part of a snapshot."""

_SQLITE_TABLES = (
    "SELECT m.name, m.sql FROM sqlite_master AS m WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'{only}"
)
_SQLITE_FULLTEXT = sa.text(
    "SELECT m.name, c.name AS col FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND m.sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'"
)
_SHADOWS = ("config", "content", "data", "docsize", "idx")
"""What FTS5 keeps an index in, in tables of its own."""
_SQLITE_COLUMNS = (
    'SELECT m.name AS tbl, c.name, c.type, c."notnull" AS required, c.dflt_value, c.pk'
    " FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' AND m.sql LIKE 'CREATE TABLE%'{only}"
    " ORDER BY m.name, c.cid"
)
_SQLITE_INDEXES = (
    'SELECT m.name AS tbl, l.name, l."unique" AS uniq, 0 AS full_text, i.name AS col'
    " FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS i"
    " WHERE m.type = 'table' AND l.origin = 'c' AND l.partial = 0 AND i.name IS NOT NULL{only}"
    " ORDER BY m.name, l.name, i.seqno"
)
_MARIADB_COLUMNS = (
    "SELECT c.TABLE_NAME AS tbl, c.COLUMN_NAME AS name, c.COLUMN_TYPE AS type, c.IS_NULLABLE AS nullable,"
    " c.COLUMN_DEFAULT AS dflt_value, c.COLUMN_KEY AS col_key, c.EXTRA AS extra,"
    " c.COLLATION_NAME AS collation"
    " FROM information_schema.COLUMNS AS c JOIN information_schema.TABLES AS t"
    " ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"
    " WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'{only}"
    " ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION"
)
_MARIADB_INDEXES = (
    "SELECT TABLE_NAME AS tbl, INDEX_NAME AS name, NON_UNIQUE = 0 AS uniq, INDEX_TYPE = 'FULLTEXT' AS full_text,"
    " COLUMN_NAME AS col"
    " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME <> 'PRIMARY'"
    " AND INDEX_TYPE IN ('BTREE', 'FULLTEXT'){only} ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"
)


def inspect(connection: sa.Connection | sa.Engine, only: Collection[str] | None = None) -> Snapshot:
    """What the database of ``connection`` holds, of the tables called ``only`` where they are given."""
    if isinstance(connection, sa.Engine):
        with connection.connect() as opened:
            return inspect(opened, only)
    if connection.dialect.name == "sqlite":
        return _inspect_sqlite(connection, only)
    return _inspect_mariadb(connection, only)


def _read(
    connection: sa.Connection, statement: str, name: str, only: Collection[str] | None
) -> Sequence[sa.Row[Any]]:
    """The rows of ``statement``, which has a place for a condition on the column ``name``."""
    if only is None:
        return connection.execute(sa.text(statement.format(only=""))).all()
    narrowed = sa.text(statement.format(only=f" AND {name} IN :only")).bindparams(
        sa.bindparam("only", expanding=True)
    )
    return connection.execute(narrowed, {"only": list(only)}).all()


def _inspect_sqlite(connection: sa.Connection, only: Collection[str] | None) -> Snapshot:
    texts = {row.name: column_texts(row.sql) for row in _read(connection, _SQLITE_TABLES, "m.name", only)}
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for row in _read(connection, _SQLITE_COLUMNS, "m.name", only):
        columns[row.tbl].append(_sqlite_column(row, texts.get(row.tbl, {})))
    found = _snapshot(columns, _read(connection, _SQLITE_INDEXES, "m.name", only), "sqlite")
    return _with_fulltext(found, {row.name: row.col for row in connection.execute(_SQLITE_FULLTEXT)})


def _with_fulltext(found: Snapshot, virtual: Mapping[str, str]) -> Snapshot:
    """What FTS5 shows as tables, as indexes of the tables they stand beside."""
    shadows = {f"{name}_{shadow}" for name in virtual for shadow in _SHADOWS}
    tables = {name: table for name, table in found.tables.items() if name not in shadows}
    for name, column in virtual.items():
        owner, _, own = name.rpartition(".")
        if owner in tables:
            index = Index(own, (column,), fulltext=True)
            tables[owner] = replace(tables[owner], indexes=tables[owner].indexes | {index})
    return replace(found, tables=tables)


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


def _inspect_mariadb(connection: sa.Connection, only: Collection[str] | None) -> Snapshot:
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for row in _read(connection, _MARIADB_COLUMNS, "c.TABLE_NAME", only):
        columns[row.tbl].append(_mariadb_column(row))
    return _snapshot(columns, _read(connection, _MARIADB_INDEXES, "TABLE_NAME", only), "mariadb")


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
    covered: defaultdict[tuple[str, str, bool, bool], list[str]] = defaultdict(list)
    for row in index_rows:
        name = row.name.removeprefix(f"{row.tbl}.")
        covered[row.tbl, name, bool(row.uniq), bool(row.full_text)].append(row.col)
    indexes: defaultdict[str, set[Index]] = defaultdict(set)
    for (table, name, unique, fulltext), names in covered.items():
        indexes[table].add(Index(name, tuple(names), unique, fulltext))
    return Snapshot.of(
        (
            Table(name, tuple(columns[name]), frozenset(indexes[name]))
            for name in columns
            if not name.startswith(REBUILD_PREFIX)
        ),
        dialect,
    )
