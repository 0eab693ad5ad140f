"""The indexes that follow documents, the words of links and the terms of the search: written with the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents.word_index import add_words, forget_words, is_searched
from comptoir.meta.model import DocType
from comptoir.search import add_terms, forget_terms, kept_columns


def add_to_indexes(ctx: Context, meta: DocType, rows: Sequence[Mapping[str, Any] | sa.RowMapping]) -> None:
    """Index new documents."""
    add_words(ctx, meta, rows)
    add_terms(ctx, meta, rows)


def forget_in_indexes(ctx: Context, meta: DocType, names: Sequence[Any]) -> None:
    """Take documents out of the indexes."""
    forget_words(ctx, meta, names)
    forget_terms(ctx, meta, names)


def follow_in_indexes(ctx: Context, meta: DocType, names: Sequence[Any], changed: Iterable[str]) -> None:
    """Index documents anew where what an index holds of them is among the ``changed`` columns."""
    words, terms = _words(meta), _terms(meta)
    columns = frozenset(changed)
    wanted = [held for held in (words, terms) if not held.isdisjoint(columns)]
    if not names or not wanted:
        return
    table = table_for(meta)
    read = [table.c[name] for name in sorted(frozenset().union(*wanted))]
    rows = ctx.db.execute(sa.select(*read).where(table.c.name.in_(list(names)))).mappings().all()
    if words in wanted:
        forget_words(ctx, meta, names)
        add_words(ctx, meta, rows)
    if terms in wanted:
        forget_terms(ctx, meta, names)
        add_terms(ctx, meta, rows)


def is_followed(meta: DocType, column: str) -> bool:
    """Whether an index holds something of ``column``."""
    return column in _words(meta) | _terms(meta)


def _words(meta: DocType) -> frozenset[str]:
    """The columns that the words of links are made of."""
    return frozenset(meta.search_columns) if is_searched(meta) else frozenset()


def _terms(meta: DocType) -> frozenset[str]:
    """The columns that the terms of the search are made of."""
    kept = kept_columns(meta)
    return frozenset({"name", *(column.name for column in kept)}) if kept else frozenset()
