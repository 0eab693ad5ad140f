"""Answers already given, by user and by the key the user chose for the request.

A key is taken in the transaction of the write it stands for, and the answer is stored with it: either both are there
or neither is, whatever dies when. Who sends the same key meanwhile waits for that transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from comptoir.context import Context
from comptoir.errors import IdempotencyKeyError, QueryDeadlockError, RequestInProgressError

KEPT = timedelta(hours=24)

answer_table = sa.Table(
    "__idempotency",
    sa.MetaData(),
    sa.Column("user", sa.String(140), primary_key=True),
    sa.Column("idempotency_key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(64)),
    sa.Column("status", sa.Integer),
    sa.Column("headers", sa.Text),
    sa.Column("body", sa.Text),
    sa.Column("created", sa.DateTime),
)
_columns = answer_table.c


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request claims: ``key`` of ``user`` for the request that ``fingerprint`` tells from others."""

    user: str
    key: str
    fingerprint: str


def take(ctx: Context, claim: Claim) -> StoredAnswer | None:
    """Open the write transaction and take the key in it; or the answer it already has.

    Raises ``IdempotencyKeyError`` where the key belongs to another request.
    """
    given = _given(ctx, claim)
    if given is not None:
        return given
    ctx.db.begin()
    ctx.db.execute(sa.delete(answer_table).where(*_is(claim), _columns.created < ctx.clock.now() - KEPT))
    try:
        ctx.db.execute(sa.insert(answer_table).values(_row(ctx, claim)))
    except IntegrityError as error:
        ctx.db.rollback()
        given = _given(ctx, claim)
        if given is None:  # the other request failed and left nothing: this one begins anew
            raise QueryDeadlockError() from error
        return given
    return None


def keep(ctx: Context, claim: Claim, answer: StoredAnswer) -> None:
    """Store the answer of a taken key, to be committed with what it tells of."""
    ctx.db.begin()
    headers = orjson.dumps(answer.headers).decode()
    values = {"status": answer.status, "headers": headers, "body": answer.body}
    changed = ctx.db.execute(sa.update(answer_table).where(*_is(claim)).values(values))
    if changed.rowcount == 0:  # what was called rolled back and began again
        ctx.db.execute(sa.insert(answer_table).values(_row(ctx, claim) | values))


def forget_expired(ctx: Context) -> None:
    """Delete answers nobody can ask for any more."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(answer_table).where(_columns.created < ctx.clock.now() - KEPT))


def _given(ctx: Context, claim: Claim) -> StoredAnswer | None:
    row = ctx.db.execute(
        sa.select(answer_table).where(*_is(claim), _columns.created >= ctx.clock.now() - KEPT)
    ).first()
    if row is None:
        return None
    if row.fingerprint != claim.fingerprint:
        raise IdempotencyKeyError()
    if row.status is None:
        raise RequestInProgressError()
    return StoredAnswer(row.status, orjson.loads(row.headers), row.body)


def _is(claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    return _columns.user == claim.user, _columns.idempotency_key == claim.key


def _row(ctx: Context, claim: Claim) -> dict[str, object]:
    return {
        "user": claim.user,
        "idempotency_key": claim.key,
        "fingerprint": claim.fingerprint,
        "created": ctx.clock.now(),
    }
