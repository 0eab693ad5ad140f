"""Keeping the word index: written in the transaction that writes the documents, filled by ``migrate``.

Which columns of a doctype are in the index is noted in the index itself; where the note differs from the declaration,
the index is not asked (``is_indexed``) until the next ``migrate`` has filled it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.prepared import Prepared, prepare_write
from comptoir.db.tables import table_for
from comptoir.db.words import word_table, words_of
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType

NOTES = ""
"""Stands in place of a doctype in the notes about doctypes."""
CHUNK = 1000
UNSEARCHED = frozenset(COMPANIONS) | {"Deleted Document"}

Progress = Callable[[int, int], None]


def is_searched(meta: DocType) -> bool:
    """Whether documents of ``meta`` are in the index: those that are called or found by something but their name.

    What accompanies other documents is found by them.
    """
    if meta.istable or not meta.has_table or meta.name in UNSEARCHED:
        return False
    return len(meta.search_columns) > 1


def is_indexed(ctx: Context, meta: DocType) -> bool:
    """Whether the index knows the words of every document of ``meta``."""
    notes = ctx.site.registry.remember("word index", lambda: _notes(ctx))
    return is_searched(meta) and notes.get(meta.name) == _note(meta)


def add_words(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any] | sa.RowMapping]) -> None:
    """Index new documents."""
    if not is_searched(meta):
        return
    entries = [
        {"doctype": meta.name, "word": word, "name": str(row["name"])}
        for row in rows
        for word in words_of(row.get(column) for column in meta.search_columns)
    ]
    if entries:
        ctx.db.write(_add_query(ctx.db.compiler), entries)


@lru_cache(maxsize=256)
def _add_query(dialect: sa.Dialect) -> Prepared:
    """An entry that is there already stays."""
    values: dict[str, Any] = {column.name: sa.bindparam(column.name, None) for column in word_table.c}
    insert = sa.insert(word_table).values(values)
    return prepare_write(
        insert.prefix_with("OR IGNORE", dialect="sqlite").prefix_with("IGNORE", dialect="mariadb"), dialect
    )


def forget_words(ctx: Context, meta: DocType, names: Sequence[Any]) -> None:
    """Take documents out of the index."""
    if is_searched(meta) and names:
        columns = word_table.c
        ctx.db.execute(
            sa.delete(word_table).where(
                columns.doctype == meta.name, columns.name.in_([str(n) for n in names])
            )
        )


def fill(ctx: Context, metas: Sequence[DocType], progress: Progress) -> int:
    """Index every document of the doctypes whose note is missing or old. How many doctypes that were."""
    notes = _notes(ctx)
    searched = {meta.name for meta in metas if is_searched(meta)}
    stale = [meta for meta in metas if is_searched(meta) and notes.get(meta.name) != _note(meta)]
    _clear(ctx, [*(name for name in notes if name not in searched), *(meta.name for meta in stale)])
    for done, meta in enumerate(stale, 1):
        _fill(ctx, meta)
        progress(done, len(stale))
    return len(stale)


def _clear(ctx: Context, doctypes: Sequence[str]) -> None:
    if not doctypes:
        return
    columns = word_table.c
    ctx.db.begin()
    ctx.db.execute(sa.delete(word_table).where(columns.doctype.in_(doctypes)))
    ctx.db.execute(sa.delete(word_table).where(columns.doctype == NOTES, columns.name.in_(doctypes)))


def _fill(ctx: Context, meta: DocType) -> None:
    """All in one transaction, so that no document is written in between."""
    ctx.db.begin()
    table, last = table_for(meta), None
    columns = [table.c[name] for name in meta.search_columns]
    while True:
        statement = sa.select(*columns).order_by(table.c.name).limit(CHUNK)
        rows = (
            ctx.db.execute(statement if last is None else statement.where(table.c.name > last))
            .mappings()
            .all()
        )
        add_words(ctx, meta, rows)
        if len(rows) < CHUNK:
            break
        last = rows[-1]["name"]
    ctx.db.execute(sa.insert(word_table).values(doctype=NOTES, word=_note(meta), name=meta.name))


def _notes(ctx: Context) -> dict[str, str]:
    columns = word_table.c
    rows = ctx.db.execute(sa.select(columns.name, columns.word).where(columns.doctype == NOTES))
    return {str(row.name): str(row.word) for row in rows}


def _note(meta: DocType) -> str:
    return _digest(tuple(meta.search_columns))


@lru_cache(maxsize=1024)
def _digest(columns: tuple[str, ...]) -> str:
    return hashlib.sha256(",".join(columns).encode()).hexdigest()[:32]
