"""Looking at the rows before a plan touches them.

Every problem of the whole plan is found before its first step, and each is a sentence that says which table,
which column, how many rows and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from comptoir.errors import ValidationError
from comptoir.schema.conversion import fits
from comptoir.schema.plan import AddUnique, ChangeColumns, ColumnChange, Plan

_BATCH = 5_000


class DataInTheWayError(ValidationError):
    """The data of this site does not permit the change of its tables. Nothing was changed."""


def problems(connection: sa.Connection, plan: Plan) -> list[str]:
    """Why ``plan`` cannot be applied to the rows there are; empty if it can."""
    return list(_problems(connection, plan))


def _problems(connection: sa.Connection, plan: Plan) -> Iterator[str]:
    for step in plan.steps:
        if isinstance(step, ChangeColumns):
            for change in step.changes:
                if not change.is_safe:
                    yield from _misfits(connection, step.table, change)
        elif isinstance(step, AddUnique):
            yield from _duplicates(connection, step)


def _misfits(connection: sa.Connection, table: str, change: ColumnChange) -> Iterator[str]:
    column: sa.ColumnClause[str] = sa.column(change.old.name)
    written = sa.cast(column, sa.Text if connection.dialect.name == "sqlite" else sa.CHAR)
    statement = sa.select(written).select_from(sa.table(table)).where(column.is_not(None))
    rows = connection.execute(statement, execution_options={"yield_per": _BATCH})
    count = 0
    example = ""
    for (value,) in rows:
        if not fits(value, change.old.type, change.new):
            count += 1
            example = example or value
    if count:
        yield (
            f'Column "{change.old.name}" of table "{table}" cannot become {change.new.type}: {_rows(count)} '
            f"{'holds a value that does' if count == 1 else 'hold values that do'} not fit, for example "
            f"{_excerpt(example)}. Correct {'it' if count == 1 else 'them'}, or keep {change.old.type}."
        )


def _duplicates(connection: sa.Connection, step: AddUnique) -> Iterator[str]:
    added = {column.name for column in step.added}
    names = [name for name in step.index.columns if name not in added]
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
    if any(column.default is None for column in step.added):
        return
    count_rows = sa.func.count()
    grouped = sa.select(count_rows.label("size")).select_from(sa.table(step.table))
    grouped = grouped.where(*(column.is_not(None) for column in columns)).group_by(*columns)
    groups = grouped.having(count_rows > 1).subquery()
    count = connection.execute(sa.select(sa.func.coalesce(sa.func.sum(groups.c.size), 0))).scalar_one()
    if count:
        yield (
            f'Column "{", ".join(step.index.columns)}" of table "{step.table}" cannot become unique: '
            f"{int(count)} rows share their value with another row. Change or delete the duplicates, "
            "or take the unique flag away."
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _excerpt(value: str) -> str:
    return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}..." ({len(value)} characters)'
