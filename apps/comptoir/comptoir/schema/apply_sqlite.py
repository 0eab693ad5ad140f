"""Steps on SQLite: a transaction for each, and one for all new tables together.

SQLite cannot change a column in place. The table is built anew beside the old one, filled from it, put in its
place and given its indexes and triggers back, all inside the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, groupby
from typing import Any

import sqlalchemy as sa

from comptoir.schema import ddl
from comptoir.schema.conversion import blank
from comptoir.schema.inspection import REBUILD_PREFIX, inspect
from comptoir.schema.model import Column, Table
from comptoir.schema.plan import (
    AddColumn,
    AddIndex,
    AddUnique,
    ChangeColumns,
    ColumnChange,
    CreateTable,
    DropColumn,
    DropIndex,
    DropTable,
    LiftUnique,
    Step,
)

Report = Callable[[], None]
Reported = tuple[Step, Report]

_ATTACHED = sa.text(
    "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('index', 'trigger')"
    " AND sql IS NOT NULL ORDER BY type, name"
)
_KEEP_COUNTER = sa.text(
    "INSERT INTO sqlite_sequence (name, seq) SELECT :copy, seq FROM sqlite_sequence WHERE name = :table"
)
_MIDNIGHT = "0000-00-00 00:00:00.000000"


def prepare(connection: sa.Connection) -> None:
    """Set up ``connection`` for the steps to come: nothing, the engine's own settings are right."""


def groups(steps: Iterable[Reported]) -> Iterator[list[Reported]]:
    """The steps that are carried out together: new tables, where nobody waits for rows; every other one alone."""
    for creates, together in groupby(steps, lambda reported: isinstance(reported[0], CreateTable)):
        if creates:
            yield list(together)
        else:
            yield from ([reported] for reported in together)


@contextmanager
def whole(connection: sa.Connection) -> Iterator[None]:
    """What is run in the block is kept whole or not at all."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def run(connection: sa.Connection, step: Step, report: Report) -> None:
    """Carry out ``step``."""
    report()
    for statement in _statements(connection, step):
        report()
        connection.execute(statement)
    report()


def run_within(connection: sa.Connection, step: Step) -> None:
    """Carry out ``step`` in the transaction that is open on ``connection``."""
    for statement in _statements(connection, step):
        connection.execute(statement)


def _statements(connection: sa.Connection, step: Step) -> Iterable[sa.Executable]:
    match step:
        case CreateTable(table):
            indexes = (ddl.create_index("sqlite", table.name, index) for index in table.sorted_indexes())
            return [ddl.create_table("sqlite", table), *chain.from_iterable(indexes)]
        case AddColumn(table_name, column):
            return _add_column(table_name, column)
        case AddIndex(table_name, index) | AddUnique(table_name, index):
            return ddl.create_index("sqlite", table_name, index)
        case LiftUnique(table_name, index) | DropIndex(table_name, index):
            return ddl.drop_index("sqlite", table_name, index)
        case ChangeColumns(table_name, changes):
            return _rebuild(connection, table_name, {change.old.key: change for change in changes})
        case DropColumn(table_name, column):
            return _rebuild(connection, table_name, {}, dropped=column)
        case DropTable(table_name):
            return [ddl.drop_table(table_name)]


def _add_column(table: str, column: Column) -> list[sa.Executable]:
    statements: list[sa.Executable] = [ddl.add_column("sqlite", table, column, column.default)]
    if column.fill is not None and column.fill != column.default:
        target: sa.ColumnClause[Any] = sa.column(column.name)
        statements.append(sa.update(sa.table(table, target)).values({target: column.fill}))
    return statements


def _rebuild(
    connection: sa.Connection, name: str, changes: Mapping[str, ColumnChange], dropped: Column | None = None
) -> list[sa.Executable]:
    """The statements that put a changed copy in the place of table ``name``, as it is now."""
    current = inspect(connection, [name]).tables[name]
    old = [column for column in current.columns if dropped is None or column.key != dropped.key]
    new = [changes[column.key].new if column.key in changes else column for column in old]
    copy = f"{REBUILD_PREFIX}{name}"
    source = sa.table(name, *(sa.column(column.name) for column in old))
    target = sa.table(copy, *(sa.column(column.name) for column in new))
    values = sa.select(*(_value(source.c[b.name], b, a) for b, a in zip(old, new, strict=True)))
    counts = any(column.autoincrement for column in new) and any(column.autoincrement for column in old)
    counter = [_KEEP_COUNTER.bindparams(copy=copy, table=name)] if counts else []
    attached = [row.sql for row in connection.execute(_ATTACHED, {"table": name})]
    return [
        ddl.drop_table(copy),
        ddl.create_table("sqlite", Table(name, tuple(new)), copy),
        *counter,
        sa.insert(target).from_select([column.name for column in new], values, include_defaults=False),
        ddl.drop_table(name),
        ddl.rename_table(copy, name),
        *(ddl.Statement(sql) for sql in attached),
    ]


def _value(column: sa.ColumnElement[Any], old: Column, new: Column) -> sa.ColumnElement[Any]:
    """The expression that carries a value from ``old`` to ``new``."""
    value: sa.ColumnElement[Any] = column
    empty = blank(old.type, new.type)
    if empty is not None:
        trimmed = sa.func.trim(value) if isinstance(empty, str) else value
        value = sa.func.nullif(trimmed, empty)
    if old.type != new.type:
        value = _converted(value, old, new)
    if not new.nullable and new.default is not None:
        value = sa.func.coalesce(value, sa.literal(new.default))
    return value


def _converted(value: sa.ColumnElement[Any], old: Column, new: Column) -> sa.ColumnElement[Any]:
    if new.type.family == "text":
        return sa.cast(value, sa.Text)
    if new.type.family == "number":
        number = sa.cast(value, sa.Numeric)
        return number if new.type.kind == "decimal" else sa.cast(number, sa.Integer)
    if new.type.kind == "date":
        return sa.func.substr(value, 1, 10)
    if new.type.kind == "datetime":
        return _completed(sa.func.replace(value, "T", " "), _MIDNIGHT)
    if new.type.kind == "time":
        hours = sa.case((sa.func.substr(value, 2, 1) == ":", sa.literal("0").concat(value)), else_=value)
        return _completed(hours, _MIDNIGHT[11:])
    return value


def _completed(value: sa.ColumnElement[Any], pattern: str) -> sa.ColumnElement[Any]:
    """``value`` with what it leaves out at the end taken from ``pattern``."""
    return value.concat(sa.func.substr(sa.literal(pattern), sa.func.length(value) + 1))
