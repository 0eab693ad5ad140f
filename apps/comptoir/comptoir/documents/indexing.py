"""The indexes that follow documents, the words of links and the terms of the search: written with the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from comptoir.context import Context
from comptoir.documents.word_index import add_words, follow_words, forget_words
from comptoir.meta.model import DocType
from comptoir.search import add_terms, follow_terms, forget_terms, kept_columns


def add_to_indexes(ctx: Context, meta: DocType, rows: Sequence[Mapping[str, Any]]) -> None:
    """Index new documents."""
    add_words(ctx, meta, rows)
    add_terms(ctx, meta, rows)


def forget_in_indexes(ctx: Context, meta: DocType, names: Sequence[Any]) -> None:
    """Take documents out of the indexes."""
    forget_words(ctx, meta, names)
    forget_terms(ctx, meta, names)


def follow_in_indexes(ctx: Context, meta: DocType, names: Sequence[Any], changed: Iterable[str]) -> None:
    """Index documents anew where what the indexes hold of them is among the ``changed`` columns."""
    columns = frozenset(changed)
    follow_words(ctx, meta, names, columns)
    follow_terms(ctx, meta, names, columns)


def is_followed(meta: DocType, column: str) -> bool:
    """Whether an index holds something of ``column``."""
    return column in meta.search_columns or any(kept.name == column for kept in kept_columns(meta))
