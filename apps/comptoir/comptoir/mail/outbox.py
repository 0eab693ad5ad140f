"""The outbox: letters wait as Email Queue documents; the steps of sending them.

Each step is one conditional UPDATE, so of two senders only one hands a letter to a recipient: ``promise`` is the last
step before that, committed while the server waits for the end of the message. From there on only its answer tells
whether the letter has left; where none comes, because the line or this process has died, the recipient is ``Unsure``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comptoir.access.secrets import forget_secrets
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.mail.states import (
    ATTEMPTS,
    DOCTYPE,
    EXPIRED,
    NOT_SENT,
    PARTLY,
    PAUSES,
    REFUSED,
    ROW,
    SENDING,
    SENT,
    UNSURE,
    Outcome,
    status_of,
)

DIED = "The sender died before the mail server had answered."
LONGEST_WORDS = 500


def claim(ctx: Context, limit: int = 20) -> dict[str | None, list[Any]]:
    """Names of the letters that are due, now ``Sending`` and nobody else's, by the account they leave from.

    The urgent ones come first.
    """
    table, rows = _tables(ctx)
    due = sa.or_(table.c.send_after.is_(None), table.c.send_after <= ctx.clock.now())
    left = sa.exists().where(_rows_of(rows, table.c.name), rows.c.status == NOT_SENT)
    waiting = ctx.db.execute(
        sa.select(table.c.name, table.c.status, table.c.email_account)
        .where(table.c.status.in_((NOT_SENT, PARTLY)), due, left)
        .order_by(table.c.priority.desc(), table.c.creation, table.c.name)
        .limit(limit)
    )
    claimed: dict[str | None, list[Any]] = {}
    for row in waiting.all():
        if _move(ctx, row.name, row.status, SENDING):
            claimed.setdefault(row.email_account, []).append(row.name)
    return claimed


def promise(ctx: Context, name: Any, recipients: Sequence[str]) -> bool:
    """Mark rows of a letter as being handed over, and commit. False where another sender was first."""
    table, rows = _tables(ctx)
    ctx.db.begin()
    moved = ctx.db.execute(
        sa.update(rows)
        .where(rows.c.name.in_(recipients), rows.c.status == NOT_SENT)
        .values(status=SENDING, modified=ctx.clock.now())
    )
    if moved.rowcount != len(recipients):
        ctx.db.rollback()
        return False
    ctx.db.execute(sa.update(table).where(table.c.name == name).values(modified=ctx.clock.now()))
    ctx.db.commit()
    return True


def settle(ctx: Context, outcomes: Mapping[str, Outcome]) -> None:
    """Write down what became of rows."""
    _table, rows = _tables(ctx)
    ctx.db.begin()
    for name, outcome in outcomes.items():
        ctx.db.execute(
            sa.update(rows)
            .where(rows.c.name == name, rows.c.status.in_((NOT_SENT, SENDING)))
            .values(
                status=outcome.status, error=outcome.words[:LONGEST_WORDS] or None, modified=ctx.clock.now()
            )
        )


def conclude(ctx: Context, name: Any, reason: str = "", *, attempt: bool = True) -> datetime | None:
    """The job lets go of a letter. When it is tried again for the recipients that are left; None for never.

    ``reason`` is why nobody was reached; ``attempt`` says whether the server was asked at all.
    """
    table, rows = _tables(ctx)
    ctx.db.begin()
    tried, after = _tried(ctx, name), None
    if attempt and NOT_SENT in _statuses(ctx, name):
        tried += 1
        if tried < ATTEMPTS:
            after = ctx.clock.now() + PAUSES[tried - 1]
        else:
            left = sa.and_(_rows_of(rows, name), rows.c.status == NOT_SENT)
            words = sa.func.coalesce(rows.c.error, reason or None)
            ctx.db.execute(sa.update(rows).where(left).values(status=EXPIRED, error=words))
    statuses = _statuses(ctx, name)
    values: dict[str, Any] = {"retry": tried, "send_after": after, "error": _said(ctx, name, reason)}
    if SENT in statuses:
        values["sent_on"] = ctx.clock.now()
    stamp = {"status": status_of(statuses), "modified": ctx.clock.now(), "modified_by": ctx.user}
    ctx.db.execute(sa.update(table).where(table.c.name == name).values(values | stamp))
    if NOT_SENT not in statuses:
        forget_secrets(ctx, DOCTYPE, str(name))
    return after


def give_back(ctx: Context, name: Any, words: Mapping[str, str]) -> list[str]:
    """A server says that it did not deliver what it had taken for these rows. The recipients of whom that is news."""
    table, rows = _tables(ctx)
    ctx.db.begin()
    lost: list[str] = []
    for row, reason in words.items():
        taken = sa.and_(rows.c.name == row, _rows_of(rows, name), rows.c.status.in_((SENT, UNSURE)))
        values = {"status": REFUSED, "bounced": 1, "error": reason[:LONGEST_WORDS] or None}
        if ctx.db.execute(
            sa.update(rows).where(taken).values(values | {"modified": ctx.clock.now()})
        ).rowcount:
            lost.append(str(ctx.db.execute(sa.select(rows.c.recipient).where(rows.c.name == row)).scalar()))
    if lost:
        stamp = {"status": status_of(_statuses(ctx, name)), "error": _said(ctx, name, "")}
        free = sa.and_(table.c.name == name, table.c.status != SENDING)
        ctx.db.execute(sa.update(table).where(free).values(stamp | {"modified": ctx.clock.now()}))
    return lost


def put_off(ctx: Context, name: Any, until: datetime) -> None:
    """A letter that was claimed waits until ``until``; no attempt was made."""
    _move(ctx, name, SENDING, status_of(_statuses(ctx, name)), send_after=until)


def take_back(ctx: Context, older_than: timedelta = timedelta(minutes=15)) -> int:
    """Letters whose sender died while sending wait again, for those to whom they were not handed over. How many."""
    table, rows = _tables(ctx)
    stale = ctx.db.execute(
        sa.select(table.c.name).where(
            table.c.status == SENDING, table.c.modified < ctx.clock.now() - older_than
        )
    ).scalars()
    names = list(stale)
    for name in names:
        ctx.db.begin()
        ctx.db.execute(
            sa.update(rows)
            .where(_rows_of(rows, name), rows.c.status == SENDING)
            .values(status=UNSURE, error=DIED, modified=ctx.clock.now())
        )
        conclude(ctx, name, attempt=False)
    return len(names)


def _tried(ctx: Context, name: Any) -> int:
    table, _rows = _tables(ctx)
    return int(ctx.db.execute(sa.select(table.c.retry).where(table.c.name == name)).scalar() or 0)


def _statuses(ctx: Context, name: Any) -> list[str]:
    _table, rows = _tables(ctx)
    return list(ctx.db.execute(sa.select(rows.c.status).where(_rows_of(rows, name))).scalars())


def _said(ctx: Context, name: Any, reason: str) -> str | None:
    """What was said of the letter and of each of its recipients, if anything was."""
    _table, rows = _tables(ctx)
    found = ctx.db.execute(
        sa.select(rows.c.recipient, rows.c.error).where(_rows_of(rows, name)).order_by(rows.c.idx)
    )
    told = [f"{row.recipient}: {row.error}" for row in found if row.error and row.error != reason]
    return "\n".join(filter(None, (reason, *told)))[:1000] or None


def _move(ctx: Context, name: Any, before: str, after: str, **values: Any) -> bool:
    table, _rows = _tables(ctx)
    ctx.db.begin()
    stamp = {"status": after, "modified": ctx.clock.now(), "modified_by": ctx.user}
    moved = ctx.db.execute(
        sa.update(table).where(table.c.name == name, table.c.status == before).values(stamp | values)
    )
    return bool(moved.rowcount)


def _rows_of(rows: sa.Table, letter: Any) -> sa.ColumnElement[bool]:
    """The recipients of a letter, by both columns of the index of child rows."""
    return sa.and_(rows.c.parenttype == DOCTYPE, rows.c.parent == letter)


def _tables(ctx: Context) -> tuple[sa.Table, sa.Table]:
    registry = ctx.site.registry
    return table_for(registry.get(DOCTYPE)), table_for(registry.get(ROW))
