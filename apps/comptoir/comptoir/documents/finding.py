"""Finding documents of any doctype by what somebody typed: the index says which, the read path of lists says whether.

The index only narrows. A document is found if the actor may read it and what was typed stands in columns they read in
the clear, which is judged by the row the list has given; so nothing hidden or masked is found, shown, or counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from comptoir.access import policy
from comptoir.access.masking import sight_of
from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.documents.listing import get_rows, get_steps
from comptoir.meta.model import DocType
from comptoir.query import ListArgs, Matching
from comptoir.search import (
    Hit,
    Part,
    Question,
    Typed,
    hits,
    hits_by_doctype,
    is_kept,
    kept_columns,
    matching,
    parts_of,
    terms_of,
)
from comptoir.search.index import NEWEST
from comptoir.search.terms import SLIP

FIRST_LOOK = 64
MOST_LOOKED_AT = 2000
"""Among more hits than these, those the actor may read are looked for by the database, one doctype after the other."""
SHOWN_TO_EVERYBODY = ("name", "modified")


@dataclass(frozen=True, slots=True)
class Found:
    """A document the actor may read, how surely it is meant (0 surest), and its kept columns that the actor reads."""

    doctype: str
    name: Any
    step: int
    row: AttrDict = field(compare=False)

    @property
    def order(self) -> tuple[int, float]:
        """Surest first, then what was changed last."""
        changed = self.row.get("modified")
        return self.step, -changed.timestamp() if isinstance(changed, datetime) else 0.0


def find(
    ctx: Context, text: str, doctypes: Sequence[str] | None = None, *, start: int = 0, limit: int = 20
) -> list[Found]:
    """At most ``limit`` documents that ``text`` may mean, from the ``start``-th on, of any or of some doctypes.

    Raises ``PermissionError`` for a doctype that is named and of which the actor may read nothing.
    """
    searched, typed = _Searched.of(ctx, doctypes), Typed.of(text)
    questions = typed.questions(searched.levels)
    found: dict[tuple[str, str], Found] = {}
    for step in range(len(questions)):
        if len(found) >= start + limit or any(typed.names(one.name) for one in found.values()):
            break
        for one in _answers(ctx, searched, questions[: step + 1], start + limit - len(found)):
            found.setdefault((one.doctype, str(one.name)), one)
    for guess in [] if found else typed.guesses(searched.levels):
        found = found or {
            (one.doctype, str(one.name)): one for one in _answers(ctx, searched, [guess], start + limit)
        }
    return sorted(found.values(), key=lambda one: one.order)[start : start + limit]


@dataclass(frozen=True, slots=True)
class _Searched:
    """The doctypes that are searched, and the permission levels the actor reads in any of them."""

    metas: Mapping[str, DocType]
    levels: frozenset[int]

    @classmethod
    def of(cls, ctx: Context, doctypes: Sequence[str] | None) -> _Searched:
        registry = ctx.site.registry
        if doctypes is None:
            metas = [meta for meta in registry.all().values() if is_kept(meta)]
            metas = [meta for meta in metas if policy.decide(ctx, "read", meta)]
        else:
            metas = [registry.get(doctype) for doctype in doctypes]
            for meta in metas:
                policy.require(ctx, "read", meta)
            metas = [meta for meta in metas if is_kept(meta)]
        levels = {level for meta in metas for level in _levels(ctx, meta)}
        return cls({meta.name: meta for meta in metas}, frozenset(levels))


def _levels(ctx: Context, meta: DocType) -> frozenset[int]:
    readable = policy.readable_levels(ctx, meta)
    return frozenset(kept.level for kept in kept_columns(meta) if kept.level in readable)


def _answers(
    ctx: Context, searched: _Searched, questions: Sequence[Question], wanted: int
) -> Iterator[Found]:
    """What answers the last of ``questions``, more than is ``wanted`` where there is more."""
    names, before, looked_at, given = list(searched.metas), NEWEST, 0, 0
    look = max(FIRST_LOOK, wanted)
    while names and looked_at < MOST_LOOKED_AT:
        page = hits(ctx, questions[-1], names, look, before)
        for found in _seen(ctx, searched, questions, page):
            given += 1
            yield found
        if len(page) < look or given >= wanted:
            return
        before, looked_at, look = page[-1].place, looked_at + len(page), look * 4
    if names:
        yield from _among_many(ctx, searched, questions, wanted)


def _seen(
    ctx: Context, searched: _Searched, questions: Sequence[Question], page: Sequence[Hit]
) -> Iterator[Found]:
    """Those of a page of hits that the actor may read and that answer by what the actor reads."""
    names: dict[str, list[str]] = {}
    for hit in page:
        names.setdefault(hit.doctype, []).append(hit.name)
    for doctype, wanted in names.items():
        meta = searched.metas[doctype]
        args = ListArgs(_columns(ctx, meta), [["name", "in", wanted]], order_by="name asc", limit=None)
        yield from _judged(ctx, meta, questions, get_rows(ctx, doctype, args, right="read"))


def _among_many(
    ctx: Context, searched: _Searched, questions: Sequence[Question], wanted: int
) -> Iterator[Found]:
    """Where the hits are so many that the actor's own may be far behind: the question within a list of each doctype."""
    for doctype in hits_by_doctype(ctx, questions[-1], list(searched.metas)):
        meta = searched.metas[doctype]
        args = ListArgs(_columns(ctx, meta), order_by="modified desc", limit=max(FIRST_LOOK, wanted))
        narrowing = [Matching(matching(ctx.db.dialect, questions[-1]))]
        for rows in get_steps(ctx, doctype, args, narrowing, right="read"):
            yield from _judged(ctx, meta, questions, rows)


def _judged(
    ctx: Context, meta: DocType, questions: Sequence[Question], rows: Sequence[AttrDict]
) -> Iterator[Found]:
    clear, marks = sight_of(ctx, meta).clear, frozenset().union(*(question.marks for question in questions))
    lent = SLIP not in marks and _is_lent(meta)
    for row in rows:
        parts = parts_of(meta, {column: row.get(column) for column in clear})
        terms = terms_of((_as_other(part) for part in parts) if lent else parts, marks)
        step = next((step for step, question in enumerate(questions) if question.fits(terms)), None)
        if step is not None:
            yield Found(meta.name, row["name"], step, row)


def _is_lent(meta: DocType) -> bool:
    """Whether a document is called as one it links to: who types that name means the other one first."""
    return any(
        field.fieldname == meta.title_field for fetched in meta.fetches.values() for _, field in fetched
    )


def _as_other(part: Part) -> Part:
    return replace(part, role="other") if part.role == "title" else part


def _columns(ctx: Context, meta: DocType) -> list[str]:
    """What is read of each document: by what it is found, how it is shown, and when it was changed."""
    shown = [kept.name for kept in kept_columns(meta)] + ([meta.image_field] if meta.image_field else [])
    clear = sight_of(ctx, meta).clear
    return list(dict.fromkeys(column for column in (*SHOWN_TO_EVERYBODY, *shown) if column in clear))
