"""Counters behind names, without locking more than one row of them.

A counter is taken outside the document's transaction on MariaDB, so that inserting one document never waits for
another's commit; a document that is rolled back leaves a gap. On SQLite there is one writer anyway and the counter is
part of the transaction. A batch takes a block of numbers at once, and gives back what it has not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.database import Database
from comptoir.db.prepared import Prepared
from comptoir.documents.batches import Batch, Block, batch_of

series_table = sa.Table(
    "tabSeries",
    sa.MetaData(),
    sa.Column("name", sa.String(140), primary_key=True),
    sa.Column("current", sa.Integer),
)
_ADVANCE = {
    "sqlite": 'INSERT INTO "tabSeries" (name, current) VALUES (?, ?)'
    " ON CONFLICT (name) DO UPDATE SET current = current + excluded.current RETURNING current",
    "mariadb": "INSERT INTO `tabSeries` (name, current) VALUES (?, ?)"
    " ON DUPLICATE KEY UPDATE current = current + VALUES(current) RETURNING current",
}


def next_in_series(ctx: Context, series: str) -> int:
    """The next number of ``series``."""
    batch = batch_of(ctx)
    if batch is None:
        return _taken(ctx, series, 1)
    block = batch.blocks.get(series)
    if block is None or block.following > block.last:
        last = _taken(ctx, series, batch.size)
        block = batch.blocks[series] = Block(last - batch.size + 1, last, last - batch.size + 1)
    block.following += 1
    return block.following - 1


def give_back(ctx: Context, series: str, number: int) -> bool:
    """Let the next document have ``number``, if no later one was taken since. Whether it was so."""
    return _set_back(ctx, series, number, number - 1)


def give_back_unused(ctx: Context, batch: Batch) -> None:
    """End a batch: the numbers it has not used are those of the next documents, if nobody took later ones."""
    for series, block in batch.blocks.items():
        if block.following <= block.last:
            _set_back(ctx, series, block.last, block.following - 1)
            block.last = block.following - 1


def give_back_all(ctx: Context, batch: Batch) -> None:
    """What was made with the numbers of ``batch`` is rolled back. On SQLite the numbers are so too."""
    if ctx.db.dialect != "sqlite":
        for series, block in batch.blocks.items():
            _set_back(ctx, series, block.last, block.first - 1)
    batch.blocks.clear()


def _taken(ctx: Context, series: str, count: int) -> int:
    """The last of the next ``count`` numbers, by one statement: two that count at the same time get other numbers."""
    statement = Prepared(_ADVANCE[ctx.db.dialect], ("current",), (series, count), {}, ())
    with _counting(ctx) as db:
        return int(db.rows(statement, writes=True)[0][0])


def _set_back(ctx: Context, series: str, expected: int, number: int) -> bool:
    columns = series_table.c
    statement = (
        sa.update(series_table)
        .where(columns.name == series, columns.current == expected)
        .values(current=number)
    )
    with _counting(ctx) as db:
        return bool(db.execute(statement).rowcount)


@contextmanager
def _counting(ctx: Context) -> Iterator[Database]:
    """Where counters are changed: the document's own transaction, or a statement apart that stands by itself."""
    if ctx.db.dialect == "sqlite":
        ctx.db.begin()
        yield ctx.db
        return
    apart = ctx.site.database()
    try:
        yield apart
    finally:
        apart.close()
