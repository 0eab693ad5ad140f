"""Finding documents while somebody types: what begins with the text, then what has words that begin like its words.

The word index answers for any number of documents. Where it does not know the doctype, or the actor may not read every
column in it, or no word begins so, the columns themselves are looked through for the text. Where that finds nothing either,
slips are forgiven as in the search over everything. Documents whose names are words are found by what they are called in
the actor's language, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from comptoir.access.masking import sight_of
from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.db.prepared import Prepared, prepare
from comptoir.db.words import bounds_of, start_of, typed_words, word_table, words_of
from comptoir.documents.called import called
from comptoir.documents.listing import get_list, get_steps
from comptoir.documents.word_index import is_indexed
from comptoir.i18n import SOURCE
from comptoir.meta.model import DocType
from comptoir.query import And, Begins, Filter, ListArgs, Matching
from comptoir.search import Typed, kept_columns, matching, parts_of, terms_of
from comptoir.text import literal_like

FEW = 1000
"""So many documents are found by the index and then sorted; more are met soon enough in the order they are shown in."""


def search(ctx: Context, doctype: str, text: str, filters: Any = None, limit: int = 10) -> list[AttrDict]:
    """The name, title and search fields of at most ``limit`` documents the actor may select."""
    meta = ctx.site.registry.get(doctype)
    sight = sight_of(ctx, meta)
    columns = [column for column in meta.search_columns if sight.shows(column)]
    text = text.strip()
    if not text:
        return get_list(ctx, doctype, fields=columns, filters=filters, limit=limit)
    args = ListArgs(columns, filters, limit=limit)
    found: list[AttrDict] = []
    if meta.translated_doctype and ctx.lang != SOURCE:
        found = _by_what_is_said(ctx, meta, text, args)
    if found:
        return found
    if sight.clear >= set(meta.search_columns) and is_indexed(ctx, meta):
        found = _by_words(ctx, meta, text, args)
    clear = [column for column in columns if column in sight.clear]
    return found or _by_columns(ctx, meta, text, args, clear) or _by_slips(ctx, meta, text, args, clear)


def _by_what_is_said(ctx: Context, meta: DocType, text: str, args: ListArgs) -> list[AttrDict]:
    """Documents that are called something else in the actor's language, by words that begin like those of ``text``."""
    typed = typed_words(text)
    shown = meta.title_field if meta.show_title_field_in_link else None
    title = shown if shown and shown in (args.fields or ()) else "name"

    def is_meant(row: AttrDict) -> bool:
        stored = str(row.get(title) or row["name"])
        said = called(ctx, meta, stored)
        words = words_of([said]) if said != stored else []
        return bool(typed) and all(any(word.startswith(each) for word in words) for each in typed)

    rows = get_list(ctx, meta.name, fields=args.fields, filters=args.filters, limit=FEW)
    return [row for row in rows if is_meant(row)][: args.limit]


def _by_words(ctx: Context, meta: DocType, text: str, args: ListArgs) -> list[AttrDict]:
    start, words = start_of(text), typed_words(text)
    counts = _counts(ctx, meta, (start, *words))
    steps: list[tuple[str, ...]] = [(start,)] if counts[start] else []
    said_already = len(words) == 1 and counts[words[0]] == counts[start] <= FEW
    if words and not said_already and all(counts[word] for word in words):
        steps.append(words)
    return _first(
        ctx, meta, args, [And(tuple(_begins(word, counts[word]) for word in step)) for step in steps]
    )


def _by_columns(
    ctx: Context, meta: DocType, text: str, args: ListArgs, within: Sequence[str] = ()
) -> list[AttrDict]:
    """Documents with ``text`` in a column of ``within``, or in any that is shown."""
    needle = literal_like(text)
    limit = args.limit or 0
    rows: dict[Any, AttrDict] = {}
    for pattern in (f"{needle}%", f"%{needle}%"):
        if len(rows) < limit:
            either = [[column, "like", pattern] for column in within or args.fields]
            for row in get_list(
                ctx, meta.name, fields=args.fields, filters=args.filters, or_filters=either, limit=limit
            ):
                rows.setdefault(row["name"], row)
    return list(rows.values())[:limit]


def _by_slips(
    ctx: Context, meta: DocType, text: str, args: ListArgs, within: Sequence[str]
) -> list[AttrDict]:
    """Documents with words in ``within`` that are a letter away from those of ``text``."""
    levels = {kept.level for kept in kept_columns(meta) if kept.name in within}
    for question in Typed.of(text).guesses(levels):
        near = [Matching(matching(ctx.db.dialect, question))]
        rows = [row for found in get_steps(ctx, meta.name, args, near) for row in found]
        found = [row for row in rows if question.fits(_terms(meta, row, within))]
        if found:
            return found
    return []


def _terms(meta: DocType, row: AttrDict, within: Sequence[str]) -> list[str]:
    return terms_of(parts_of(meta, {column: row.get(column) for column in within}))


def _first(ctx: Context, meta: DocType, args: ListArgs, steps: Sequence[Filter]) -> list[AttrDict]:
    """Rows of the first step, filled up with those of the next."""
    limit = args.limit or 0
    rows: dict[Any, AttrDict] = {}
    for found in get_steps(ctx, meta.name, args, steps):
        for row in found:
            rows.setdefault(row["name"], row)
        if len(rows) >= limit:
            break
    return list(rows.values())[:limit]


def _begins(word: str, count: int) -> Begins:
    return Begins(bounds_of(word), few=count <= FEW)


def _counts(ctx: Context, meta: DocType, prefixes: Sequence[str]) -> dict[str, int]:
    """How many entries of the index begin with each prefix, counting a little further than ``FEW``."""
    query = _count_query(len(prefixes), FEW + 1, ctx.db.compiler)
    values: dict[str, Any] = {}
    for place, prefix in enumerate(prefixes):
        low, high = bounds_of(prefix)
        values |= {f"doctype_{place}": meta.name, f"low_{place}": low, f"high_{place}": high}
    found = dict.fromkeys(prefixes, 0)
    for place, count in ctx.db.rows(query.bound(values)):
        found[prefixes[place]] = int(count)
    return found


@lru_cache(maxsize=256)
def _count_query(prefixes: int, limit: int, dialect: sa.Dialect) -> Prepared:
    columns = word_table.c
    selects: list[sa.SelectBase] = []
    for place in range(prefixes):
        within = (
            sa.select(columns.name)
            .where(
                columns.doctype == sa.bindparam(f"doctype_{place}", None),
                columns.word >= sa.bindparam(f"low_{place}", None),
                columns.word < sa.bindparam(f"high_{place}", None),
            )
            .limit(limit)
            .subquery(f"within_{place}")
        )
        selects.append(
            sa.select(
                sa.literal_column(str(place), sa.Integer()).label("place"), sa.func.count().label("entries")
            ).select_from(within)
        )
    return prepare(selects[0] if prefixes == 1 else sa.union_all(*selects), dialect)
