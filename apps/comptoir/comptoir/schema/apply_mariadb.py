"""One step on MariaDB, where each statement commits by itself.

The statements of a step are ordered such that stopping after any of them leaves every value in place, and a
new difference plans the rest: a column is first made nullable, then cleared of values that mean "empty", then
converted, then filled and made NOT NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from comptoir.schema import ddl
from comptoir.schema.conversion import blank
from comptoir.schema.model import Column
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
LOCK_WAIT_SECONDS = 60
"""How long a statement waits for transactions that use its table; MariaDB's own answer is a day."""


def prepare(connection: sa.Connection) -> None:
    """Set up ``connection`` for the steps to come."""
    connection.execute(sa.text("SET SESSION lock_wait_timeout = :seconds"), {"seconds": LOCK_WAIT_SECONDS})


def groups(steps: Iterable[Reported]) -> Iterator[list[Reported]]:
    """The steps that are carried out together: each alone."""
    yield from ([reported] for reported in steps)


def whole(connection: sa.Connection) -> AbstractContextManager[None]:
    """Nothing: MariaDB keeps every change of a table at once."""
    return nullcontext()


def run(connection: sa.Connection, step: Step, report: Report) -> None:
    """Carry out ``step``, statement by statement."""
    for statement in _statements(step):
        report()
        connection.execute(statement)


def _statements(step: Step) -> Iterator[sa.Executable]:
    match step:
        case CreateTable(table):
            yield ddl.create_table("mariadb", table)
        case AddColumn(table_name, column):
            yield from _add_column(table_name, column)
        case AddIndex(table_name, index) | AddUnique(table_name, index):
            yield from ddl.create_index("mariadb", table_name, index)
        case LiftUnique(table_name, index) | DropIndex(table_name, index):
            yield from ddl.drop_index("mariadb", table_name, index)
        case ChangeColumns(table_name, changes):
            for change in changes:
                yield from _change(table_name, change)
        case DropColumn(table_name, column):
            yield ddl.drop_column(table_name, column)
        case DropTable(table_name):
            yield ddl.drop_table(table_name)


def _add_column(table: str, column: Column) -> Iterator[sa.Executable]:
    """Existing rows get ``fill`` as a default; one left behind by a kill shows in the next plan."""
    if column.fill is None or column.fill == column.default:
        yield ddl.add_column("mariadb", table, column, column.default)
        return
    yield ddl.add_column("mariadb", table, column, column.fill)
    yield ddl.set_default(table, column)


def _change(table: str, change: ColumnChange) -> Iterator[sa.Executable]:
    old, new = change.old, change.new
    if change.is_instant:
        yield ddl.set_default(table, new)
        return
    target: sa.ColumnClause[Any] = sa.column(old.name)
    rows = sa.table(table, target)
    empty = blank(old.type, new.type)
    if empty is not None and not old.primary_key:
        if not old.nullable:
            yield ddl.modify_column(table, replace(old, nullable=True, default=None))
        is_empty = sa.func.trim(target) == empty if isinstance(empty, str) else target == empty
        yield sa.update(rows).where(is_empty).values({target: None})
    may_hold_null = old.nullable or empty is not None
    if not new.nullable and new.default is not None and may_hold_null:
        yield ddl.modify_column(table, replace(new, nullable=True, default=None))
        yield sa.update(rows).where(target.is_(None)).values({target: new.default})
    yield ddl.modify_column(table, new)
