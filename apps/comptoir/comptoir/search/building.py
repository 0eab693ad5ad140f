"""Filling the search index where documents were written before it kept them so: by portions, each of which stays.

A note in the index itself says of every doctype how it is kept, or up to which name it is filled. A process that is
killed loses one portion, and the next one goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.meta.model import DocType
from comptoir.search.index import search_table
from comptoir.search.keeping import add_terms, forget_terms, is_kept, kept_columns, note_of
from comptoir.sites import Site
from comptoir.sites.filelock import FileLock

LOCK = "search.lock"
NOTES = ""
"""Stands in place of a doctype in the notes about doctypes."""
PORTION = 500
ALL_THE_TIME = float("inf")

Progress = Callable[[str, int, int], None]


def _quiet(label: str, done: int, total: int) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What one run filled, and whether something is left for the next one."""

    documents: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Note:
    """``kept`` as ``note_of`` says it, and the last name that is filled, None where all are."""

    kept: str
    last: str | None

    @classmethod
    def read(cls, text: str) -> _Note:
        kept, unfinished, last = text.partition(" ")
        return cls(kept, last if unfinished else None)

    def __str__(self) -> str:
        return self.kept if self.last is None else f"{self.kept} {self.last}"


def stale(ctx: Context) -> list[DocType]:
    """The doctypes whose documents are not all in the index as they are to be kept."""
    notes = _notes(ctx)
    kept = (meta for meta in ctx.site.registry.all().values() if is_kept(meta))
    return [meta for meta in kept if notes.get(meta.name) != _Note(note_of(meta), None)]


def build(
    site: Site, progress: Progress = _quiet, *, seconds: float = ALL_THE_TIME, most: int | None = None
) -> Built:
    """Fill what is stale for about ``seconds``, of doctypes that have at most ``most`` documents. Alone on its site."""
    lock = FileLock(site.path / LOCK)
    if not lock.acquire():
        return Built(0, is_whole=False)
    try:
        return _build(site, progress, time.monotonic() + seconds, most)
    finally:
        lock.release()


def forget_all(site: Site) -> None:
    """Forget how far the index is filled, so that the next ``build`` reads every document."""
    with site.context() as ctx:
        ctx.db.begin()
        ctx.db.execute(sa.delete(search_table).where(search_table.c.doctype == NOTES))


def _build(site: Site, progress: Progress, until: float, most: int | None) -> Built:
    filled = 0
    with site.context() as ctx:
        _drop_strangers(ctx)
        waiting = stale(ctx)
        sizes = {meta: _size(ctx, meta) for meta in waiting}
    chosen = [meta for meta in waiting if most is None or sizes[meta] <= most]
    total = sum(sizes[meta] for meta in chosen)
    _note_empty(site, [meta for meta in chosen if not sizes[meta]])
    for meta in chosen:
        for portion in _portions(site, meta) if sizes[meta] else ():
            filled += portion
            progress("Indexing for search", filled, max(total, filled))
            if time.monotonic() > until:
                return Built(filled, is_whole=False)
    return Built(filled, is_whole=len(chosen) == len(waiting))


def _portions(site: Site, meta: DocType) -> Iterator[int]:
    """Fill ``meta``; each portion is committed before its size is given."""
    while True:
        with site.context() as ctx:
            ctx.db.begin()
            found = _notes(ctx).get(meta.name)
            last = found.last if found is not None and found.kept == note_of(meta) else ""
            if last is None:
                return
            names = _advance(ctx, meta, last)
        yield len(names)


def _note_empty(site: Site, metas: Iterable[DocType]) -> None:
    """Fill doctypes that had no document just now, together: a new site has little else."""
    with site.context() as ctx:
        ctx.db.begin()
        for meta in metas:
            _advance(ctx, meta, "")


def _advance(ctx: Context, meta: DocType, last: str) -> list[str]:
    """Fill one portion after ``last`` and note it. The names of its documents."""
    names = _fill(ctx, meta, last)
    done = len(names) < PORTION
    _write_note(ctx, meta, _Note(note_of(meta), None if done else names[-1]))
    return names


def _fill(ctx: Context, meta: DocType, last: str) -> list[str]:
    """Index the documents after ``last``, which nobody changes meanwhile."""
    table = table_for(meta)
    columns = [table.c[name] for name in dict.fromkeys(["name", *(kept.name for kept in kept_columns(meta))])]
    statement = sa.select(*columns).order_by(table.c.name).limit(PORTION)
    if last:
        counted = isinstance(table.c.name.type, sa.Integer)
        statement = statement.where(table.c.name > (int(last) if counted else last))
    if ctx.db.dialect == "mariadb":
        statement = statement.with_for_update(read=True)
    rows = ctx.db.execute(statement).mappings().all()
    forget_terms(ctx, meta, [row["name"] for row in rows])
    add_terms(ctx, meta, rows)
    return [str(row["name"]) for row in rows]


def _drop_strangers(ctx: Context) -> None:
    """Take out what belongs to doctypes that are no longer kept."""
    kept = {meta.name for meta in ctx.site.registry.all().values() if is_kept(meta)}
    for doctype in {*_held(ctx), *_notes(ctx)} - kept:
        ctx.db.begin()
        ctx.db.execute(sa.delete(search_table).where(search_table.c.doctype == doctype))
        _forget_notes(ctx, [doctype])


def _held(ctx: Context) -> Iterator[str]:
    """The doctypes in the index, found step by step along its key: there are few, of a great many documents."""
    columns = search_table.c
    last: str | None = NOTES
    while last is not None:
        following = sa.select(sa.func.min(columns.doctype)).where(columns.doctype > last)
        last = ctx.db.execute(following).scalar()
        if last is not None:
            yield last


def _size(ctx: Context, meta: DocType) -> int:
    return int(ctx.db.execute(sa.select(sa.func.count()).select_from(table_for(meta))).scalar_one())


def _notes(ctx: Context) -> dict[str, _Note]:
    columns = search_table.c
    rows = ctx.db.execute(sa.select(columns.name, columns.terms).where(columns.doctype == NOTES))
    return {str(row.name): _Note.read(str(row.terms)) for row in rows}


def _write_note(ctx: Context, meta: DocType, note: _Note) -> None:
    _forget_notes(ctx, [meta.name])
    ctx.db.execute(sa.insert(search_table).values(doctype=NOTES, name=meta.name, terms=str(note)))


def _forget_notes(ctx: Context, doctypes: Iterable[str]) -> None:
    columns = search_table.c
    ctx.db.execute(sa.delete(search_table).where(columns.doctype == NOTES, columns.name.in_(list(doctypes))))
