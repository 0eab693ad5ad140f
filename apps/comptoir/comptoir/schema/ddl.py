"""DDL as SQLAlchemy constructs: keywords written here, names quoted by the dialect's own preparer.

A statement is a sequence of ``Word`` and ``Name`` parts. There is no way to put text of a user between them:
names come from snapshots, types and defaults from the closed lists below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from comptoir.schema.model import Column, Dialect, Index, SqlType, Table

BEGINNING = 140
"""Characters of a long text that an index of MariaDB holds: any address of a file, and most of what people look for."""
_TABLE_OPTIONS = " ENGINE=InnoDB ROW_FORMAT=DYNAMIC CHARACTER SET=utf8mb4 COLLATE=utf8mb4_unicode_ci"
_MOMENTS = ("INSERT", "DELETE", "UPDATE")
_FTS5_OPTIONS = "tokenize='ascii', detail=none, columnsize=0"
"""Terms are told apart already, and neither their places nor their numbers are asked for."""
_MARIADB_COLLATIONS = {"nocase": "utf8mb4_unicode_ci", "binary": "utf8mb4_bin"}


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier, quoted when the statement is compiled."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant of a default, quoted when the statement is compiled."""

    value: float | str | None


Part = str | Name | Literal


class Statement(sa.ExecutableDDLElement):
    """One DDL statement made of words, names and constants."""

    def __init__(self, *parts: Part):
        self.parts = parts


@compiles(Statement)
def _compile(statement: Statement, compiler: Any, **_: Any) -> str:
    preparer = compiler.preparer
    render_literal = compiler.sql_compiler.render_literal_value
    words = []
    for part in statement.parts:
        if isinstance(part, Name):
            words.append(preparer.quote_identifier(part.name))
        elif isinstance(part, Literal):
            words.append(_literal(part.value, render_literal))
        else:
            words.append(part)
    return "".join(words)


def _literal(value: float | str | None, render_literal: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return str(render_literal(value, sa.String()))
    return repr(value)


def create_table(dialect: Dialect, table: Table, name: str | None = None) -> Statement:
    """``CREATE TABLE``; on MariaDB with its indexes, so that the table is there whole or not at all."""
    parts: list[Part] = ["CREATE TABLE ", Name(name or table.name), " ("]
    counted = dialect == "sqlite" and any(column.autoincrement for column in table.columns)
    for position, column in enumerate(table.columns):
        parts += [", "] if position else []
        parts += _definition(dialect, column)
    if table.primary_key and not counted:
        parts += [", PRIMARY KEY (", *_names(table.primary_key), ")"]
    if dialect == "mariadb":
        for index in table.sorted_indexes():
            parts += [f", {_index_kind(index)}KEY ", Name(index.name), " (", *_indexed(dialect, index), ")"]
    parts.append(f"){_TABLE_OPTIONS if dialect == 'mariadb' else ''}")
    return Statement(*parts)


def add_column(dialect: Dialect, table: str, column: Column, default: float | str | None) -> Statement:
    """``ALTER TABLE ... ADD COLUMN`` with ``default`` in place of the column's own."""
    return Statement("ALTER TABLE ", Name(table), " ADD COLUMN ", *_definition(dialect, column, default))


def create_index(dialect: Dialect, table: str, index: Index) -> list[Statement]:
    """``CREATE INDEX``. SQLite keeps index names per database, so there the table's name leads."""
    if index.fulltext and dialect == "sqlite":
        return list(_sqlite_fulltext(table, index))
    name = Name(f"{table}.{index.name}" if dialect == "sqlite" else index.name)
    words = f"CREATE {_index_kind(index)}INDEX "
    return [Statement(words, name, " ON ", Name(table), " (", *_indexed(dialect, index), ")")]


def drop_index(dialect: Dialect, table: str, index: Index) -> list[Statement]:
    """``DROP INDEX``."""
    if index.fulltext and dialect == "sqlite":
        triggers = (Statement("DROP TRIGGER ", Name(f"{table}.{index.name}.{moment}")) for moment in _MOMENTS)
        return [*triggers, drop_table(f"{table}.{index.name}")]
    if dialect == "sqlite":
        return [Statement("DROP INDEX ", Name(f"{table}.{index.name}"))]
    return [Statement("DROP INDEX ", Name(index.name), " ON ", Name(table))]


def _sqlite_fulltext(table: str, index: Index) -> Iterator[Statement]:
    """A table of FTS5 beside ``table``, which keeps no copy of its texts and follows its rows by triggers."""
    name, (key, column) = f"{table}.{index.name}", ("id", *index.columns)
    options = ("content=", Literal(table), ", content_rowid=", Literal(key), ", ", _FTS5_OPTIONS)
    yield Statement("CREATE VIRTUAL TABLE ", Name(name), " USING fts5(", Name(column), ", ", *options, ")")
    into: list[Part] = ["INSERT INTO ", Name(name)]
    columns: list[Part] = ["rowid, ", Name(column), ") VALUES ("]
    added: list[Part] = [*into, " (", *columns, "new.", Name(key), ", new.", Name(column), "); "]
    gone: list[Part] = ["'delete', old.", Name(key), ", old.", Name(column), "); "]
    taken: list[Part] = [*into, " (", Name(name), ", ", *columns, *gone]
    for moment, work in zip(_MOMENTS, (added, taken, [*taken, *added]), strict=True):
        trigger: list[Part] = [
            "CREATE TRIGGER ",
            Name(f"{name}.{moment}"),
            f" AFTER {moment} ON ",
            Name(table),
        ]
        yield Statement(*trigger, " BEGIN ", *work, "END")


def modify_column(table: str, column: Column) -> Statement:
    """MariaDB's ``MODIFY COLUMN``, which converts the values as well."""
    return Statement("ALTER TABLE ", Name(table), " MODIFY COLUMN ", *_definition("mariadb", column))


def set_default(table: str, column: Column) -> Statement:
    """MariaDB's ``ALTER COLUMN SET DEFAULT``: no row is touched."""
    default = Literal(column.default)
    return Statement(
        "ALTER TABLE ", Name(table), " ALTER COLUMN ", Name(column.name), " SET DEFAULT ", default
    )


def drop_column(table: str, column: Column) -> Statement:
    """MariaDB's ``DROP COLUMN``."""
    return Statement("ALTER TABLE ", Name(table), " DROP COLUMN ", Name(column.name))


def drop_table(table: str) -> Statement:
    """``DROP TABLE``, also where an interrupted run has dropped it already."""
    return Statement("DROP TABLE IF EXISTS ", Name(table))


def rename_table(old: str, new: str) -> Statement:
    """``ALTER TABLE ... RENAME``."""
    return Statement("ALTER TABLE ", Name(old), " RENAME TO ", Name(new))


def set_counter(connection: sa.Connection, table: str, following: int) -> None:
    """Make ``following`` the next number the autoincrement column of ``table`` gives out."""
    if connection.dialect.name != "sqlite":
        connection.execute(Statement("ALTER TABLE ", Name(table), f" AUTO_INCREMENT = {int(following)}"))
        return
    sequence = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    done = connection.execute(sa.update(sequence).where(sequence.c.name == table).values(seq=following - 1))
    if done.rowcount == 0:
        connection.execute(sa.insert(sequence).values(name=table, seq=following - 1))


def _definition(dialect: Dialect, column: Column, *default: float | str | None) -> list[Part]:
    """The column's definition; ``default``, if given, stands in for the column's own."""
    if dialect == "sqlite" and column.autoincrement:
        return [Name(column.name), " INTEGER PRIMARY KEY AUTOINCREMENT"]
    parts: list[Part] = [Name(column.name), f" {type_words(dialect, column.type)}"]
    if column.collation == "nocase" and dialect == "sqlite":
        parts.append(" COLLATE NOCASE")
    elif column.collation is not None and dialect == "mariadb":
        parts.append(f" COLLATE {_MARIADB_COLLATIONS[column.collation]}")
    parts.append(" NULL" if column.nullable else " NOT NULL")
    value = default[0] if default else column.default
    if value is not None:
        parts += [" DEFAULT ", Literal(value)]
    if column.autoincrement:
        parts.append(" AUTO_INCREMENT")
    return parts


def type_words(dialect: Dialect, sql_type: SqlType) -> str:
    """The type as ``dialect`` declares it. SQLite keeps the words, so that they can be read back."""
    if sql_type.kind == "other":
        return sql_type.raw
    if dialect == "mariadb" and sql_type.kind == "varchar":
        return f"VARCHAR({sql_type.length}) CHARACTER SET utf8mb4"
    if dialect == "mariadb" and sql_type.family == "text":
        return f"{sql_type.kind.upper()} CHARACTER SET utf8mb4"
    return str(sql_type).upper()


def _index_kind(index: Index) -> str:
    return "UNIQUE " if index.unique else "FULLTEXT " if index.fulltext else ""


def _indexed(dialect: Dialect, index: Index) -> Iterator[Part]:
    """The columns of an index; on MariaDB of a long text its beginning."""
    for position, name in enumerate(index.columns):
        yield from (", ",) if position else ()
        yield Name(name)
        if dialect == "mariadb" and name in index.beginnings and not index.fulltext:
            yield f"({BEGINNING})"


def _names(names: Iterable[str]) -> Iterator[Part]:
    for position, name in enumerate(names):
        if position:
            yield ", "
        yield Name(name)
