"""Carrying out a plan.

On SQLite every step is one transaction. On MariaDB, where DDL commits by itself, every statement leaves the
table in a state from which a new difference leads on to the goal. A process that is killed anywhere loses no
row: the next migration plans what is left and finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from comptoir.errors import ComptoirError, DeclarationError, ServiceUnavailableError
from comptoir.schema import apply_mariadb, apply_sqlite
from comptoir.schema.data_checks import DataInTheWayError, problems
from comptoir.schema.plan import CreateTable, Plan, Step
from comptoir.sentences import _

_ROW_TOO_LARGE = 1118
_LOCK_WAIT_TIMEOUT = 1205


@dataclass(frozen=True, slots=True)
class Progress:
    """Where ``apply`` stands: the statement of ``step`` that runs next, and how many steps are done."""

    step: Step
    done: int
    total: int
    statement: int = 0


Callback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What ``apply`` did, and what it left in place for want of ``allow_destructive``."""

    steps: tuple[Step, ...]
    left: tuple[Step, ...]


def apply(
    engine: sa.Engine, plan: Plan, allow_destructive: bool = False, progress: Callback | None = None
) -> Applied:
    """Run ``plan`` on the database of ``engine``.

    Raises ``DataInTheWayError`` with every problem, before the first step, if rows stand in the way.
    ``progress`` is called before each statement.
    """
    steps = plan.runnable(allow_destructive)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        _check(connection, steps)
        runner = apply_sqlite if connection.dialect.name == "sqlite" else apply_mariadb
        runner.prepare(connection)
        reports = [_reporter(step, done, len(steps), progress) for done, step in enumerate(steps)]
        for together in runner.groups(list(zip(steps, reports, strict=True))):
            step = together[0][0]
            try:
                with runner.whole(connection):
                    for step, report in together:
                        runner.run(connection, step, report)
            except DBAPIError as error:
                raise _explained(step, error) or error from error
    left = () if allow_destructive else plan.leftovers
    return Applied(steps, left)


def apply_within(connection: sa.Connection, plan: Plan) -> Applied:
    """Run ``plan`` inside the write transaction that is open on ``connection``, to be kept or lost with it.

    Only SQLite can; nothing is dropped. Raises ``DataInTheWayError`` if rows stand in the way.
    """
    steps = plan.runnable()
    _check(connection, steps)
    for step in steps:
        apply_sqlite.run_within(connection, step)
    return Applied(steps, plan.leftovers)


def _check(connection: sa.Connection, steps: tuple[Step, ...]) -> None:
    found = problems(connection, Plan(steps))
    if found:
        raise DataInTheWayError("\n".join(["The tables were not changed.", *found]))


def _reporter(step: Step, done: int, total: int, progress: Callback | None) -> Callable[[], None]:
    statement = 0

    def report() -> None:
        nonlocal statement
        if progress is not None:
            progress(Progress(step, done, total, statement))
        statement += 1

    return report


def _explained(step: Step, error: DBAPIError) -> ComptoirError | None:
    """A sentence for the refusals that cannot be foreseen: a busy table, and a row beyond MariaDB's page size."""
    table = step.table.name if isinstance(step, CreateTable) else step.table
    code = getattr(error.orig, "errno", None)
    if code == _LOCK_WAIT_TIMEOUT or "database is locked" in str(error.orig):
        return ServiceUnavailableError(
            _(
                'The table "{table}" could not be changed, because somebody works on it. Nothing is lost: run the migration again, if need be after stopping the web and worker processes.',
                table=table,
            )
        )
    if code == _ROW_TOO_LARGE:
        return DeclarationError(
            _(
                'The table "{table}" has more columns than a row of MariaDB can hold. Move some fields of the document type to a child table or to a linked document type.',
                table=table,
            )
        )
    return None
