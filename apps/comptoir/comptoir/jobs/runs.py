"""Which jobs have done their work: noted in the transaction of that work, so a job that is run again does it once.

A worker may die after a job's changes are kept and before Redis knows. Whoever takes the job over finds the note.
A job that commits by itself, in parts, is run again from its beginning: what it did must bear that.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from comptoir.context import Context

KEPT = timedelta(days=3)

run_table = sa.Table(
    "__job_run",
    sa.MetaData(),
    sa.Column("run", sa.String(255), primary_key=True),
    sa.Column("ended", sa.DateTime),
)


def is_done(ctx: Context, run: str) -> bool:
    """Whether the changes of ``run`` are kept already."""
    return ctx.db.execute(sa.select(run_table.c.run).where(run_table.c.run == run)).first() is not None


def note(ctx: Context, run: str) -> None:
    """Note ``run`` with what it has changed; where it was noted meanwhile, its changes are undone."""
    if not ctx.db.in_transaction:
        return
    try:
        ctx.db.execute(sa.insert(run_table).values(run=run, ended=ctx.clock.now()))
    except IntegrityError:
        ctx.db.rollback()


def forget_old(ctx: Context) -> None:
    """Delete the notes of jobs that no queue can hold any more."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(run_table).where(run_table.c.ended < ctx.clock.now() - KEPT))
