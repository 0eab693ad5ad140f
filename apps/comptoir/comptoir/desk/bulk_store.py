"""What was asked for many documents at once, and what became of each: kept with the changes it tells of.

A row is noted in the transaction that changed its document, so whoever goes on finds what is left to do, and nothing is
done twice. Whoever works on a request holds the lock of its one line meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.context import Context, current
from comptoir.documents.naming import make_hash

RUNNING, STOPPED, DONE, FAILED = "running", "stopped", "done", "failed"
WAITING, CARRIED_OUT, REFUSED = 0, 1, 2
KEPT = timedelta(days=3)
MOST_TOLD = 200

_metadata = sa.MetaData()
bulk_table = sa.Table(
    "__bulk", _metadata,
    sa.Column("name", sa.String(32), primary_key=True), sa.Column("user", sa.String(140)),
    sa.Column("doctype", sa.String(140)), sa.Column("action", sa.String(32)), sa.Column("detail", sa.Text),
    sa.Column("status", sa.String(32)), sa.Column("message", sa.Text), sa.Column("total", sa.Integer),
    sa.Column("created", sa.DateTime),
)  # fmt: skip
row_table = sa.Table(
    "__bulk_row", _metadata,
    sa.Column("bulk", sa.String(32), primary_key=True), sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(255)), sa.Column("status", sa.Integer), sa.Column("message", sa.Text),
    sa.Column("kept", sa.Text), sa.Column("stamp", sa.DateTime),
)  # fmt: skip
_bulks, _rows = bulk_table.c, row_table.c


@dataclass(frozen=True, slots=True)
class Bulk:
    """An action on many documents, as it stands."""

    name: str
    user: str
    doctype: str
    action: str
    detail: Mapping[str, Any]
    status: str
    message: str
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """One of its documents. ``kept`` are values of before, ``stamp`` is when the action had changed it."""

    position: int
    name: Any
    status: int = WAITING
    message: str = ""
    kept: Mapping[str, Any] | None = None
    stamp: Any = None


def make(ctx: Context, doctype: str, action: str, detail: Mapping[str, Any], rows: Iterable[Row]) -> str:
    """Write down what the actor asks for, and each of its documents. The name to ask by."""
    name, listed = make_hash(20), [*rows]
    ctx.db.begin()
    ctx.db.execute(
        sa.insert(bulk_table).values(
            name=name, user=ctx.user, doctype=doctype, action=action, detail=_json(detail), status=RUNNING, message="",
            total=len(listed), created=ctx.clock.now(),
        )
    )  # fmt: skip
    if listed:
        ctx.db.execute(sa.insert(row_table), [_values(row) | {"bulk": name} for row in listed])
    return name


def find(ctx: Context, name: str, *, lock: bool = False) -> Bulk | None:
    """The actor's own request called ``name``; ``lock`` waits until nobody else works on it."""
    query = sa.select(bulk_table).where(_bulks.name == name, _bulks.user == ctx.user)
    if lock:
        ctx.db.begin()
        query = query.with_for_update()
    row = ctx.db.execute(query).first()
    if row is None:
        return None
    detail = orjson.loads(row.detail)
    return Bulk(
        row.name, row.user, row.doctype, row.action, detail, row.status, row.message or "", int(row.total)
    )


def stand(ctx: Context, name: str, status: str, message: str = "") -> None:
    """Write down how a request stands."""
    ctx.db.begin()
    change = sa.update(bulk_table).where(_bulks.name == name)
    ctx.db.execute(change.values(status=status, message=message))


def rows(ctx: Context, name: str, status: int, limit: int | None = None) -> Sequence[Row]:
    """The rows of a request that stand so, in their order."""
    query = sa.select(row_table).where(_rows.bulk == name, _rows.status == status)
    return [_read(row) for row in ctx.db.execute(query.order_by(_rows.position).limit(limit))]


def told(ctx: Context, name: str) -> Sequence[Row]:
    """What a screen lists: what was refused comes first, and no more than it can show."""
    order = sa.case((_rows.status == REFUSED, 0), else_=1), _rows.position
    query = sa.select(row_table).where(_rows.bulk == name, _rows.status != WAITING)
    return [_read(row) for row in ctx.db.execute(query.order_by(*order).limit(MOST_TOLD))]


def counts(ctx: Context, name: str) -> dict[int, int]:
    """How many rows there are of each status."""
    query = (
        sa.select(_rows.status, sa.func.count().label("many"))
        .where(_rows.bulk == name)
        .group_by(_rows.status)
    )
    return {int(row.status): int(row.many) for row in ctx.db.execute(query)}


def keep(ctx: Context, name: str, outcomes: Iterable[Row]) -> None:
    """Note what became of rows."""
    for row in outcomes:
        change = sa.update(row_table).where(_rows.bulk == name, _rows.position == row.position)
        ctx.db.execute(change.values(_values(row)))


def forget_old() -> None:
    """Delete what can no longer be asked about or undone."""
    ctx = current()
    ctx.db.begin()
    old = sa.select(_bulks.name).where(_bulks.created < ctx.clock.now() - KEPT)
    ctx.db.execute(sa.delete(row_table).where(_rows.bulk.in_(old)))
    ctx.db.execute(sa.delete(bulk_table).where(_bulks.created < ctx.clock.now() - KEPT))


def _values(row: Row) -> dict[str, Any]:
    return {
        "position": row.position, "name": str(row.name), "status": row.status, "message": row.message,
        "kept": None if row.kept is None else _json(row.kept), "stamp": row.stamp,
    }  # fmt: skip


def _read(row: Any) -> Row:
    kept = orjson.loads(row.kept) if row.kept else None
    return Row(row.position, row.name, row.status, row.message or "", kept, row.stamp)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
