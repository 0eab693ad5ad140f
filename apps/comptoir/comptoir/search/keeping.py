"""Keeping the search index: which documents it holds and by what, written in the transaction that writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, sqlite

from comptoir.context import Context
from comptoir.db.prepared import Prepared, prepare_write
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType, column_field
from comptoir.search.index import search_table
from comptoir.search.terms import HIGHEST_LEVEL, Part, Role, terms_of

FORM = "1"
"""Of the terms: another one makes every site build its index anew."""
SECRET_TYPES = frozenset({"Password"})
UNSEARCHED = frozenset(COMPANIONS) - {"File"}
"""What accompanies other documents is found by them; files are found by their own names too."""
MEANINGLESS = frozenset({"", "hash", "random", "uuid"})
"""Rules that make names nobody would type."""


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A column whose words are in the index."""

    name: str
    role: Role
    level: int


@lru_cache(maxsize=4096)
def kept_columns(meta: DocType) -> tuple[KeptColumn, ...]:
    """What of documents of ``meta`` is in the index: name, title, and the fields by which they are found."""
    declared = [field.fieldname for field in meta.value_fields if field.in_global_search]
    if not meta.has_table or meta.istable or meta.name in UNSEARCHED or not (declared or _is_called(meta)):
        return ()
    title = meta.title_field if meta.title_field in meta.valid_columns else None
    roles: dict[str, Role] = {} if _rule(meta) in MEANINGLESS else {"name": "name" if title else "title"}
    if title:
        roles[title] = "title"
    for column in (*declared, *meta.search_columns):
        if column != "name":
            roles.setdefault(column, "other")
    found = (KeptColumn(column, role, _level(meta, column)) for column, role in roles.items())
    return tuple(kept for kept in found if kept.level <= HIGHEST_LEVEL and not _is_secret(meta, kept.name))


def is_kept(meta: DocType) -> bool:
    """Whether documents of ``meta`` are in the index."""
    return bool(kept_columns(meta))


def parts_of(meta: DocType, row: Mapping[str, Any] | sa.RowMapping) -> Iterator[Part]:
    """What of ``row`` is in the index, as far as it has the columns."""
    for kept in kept_columns(meta):
        value = row.get(kept.name)
        if value not in (None, ""):
            yield Part(kept.role, kept.level, str(value))


def note_of(meta: DocType) -> str:
    """Tells the present way of keeping documents of ``meta`` from others."""
    text = repr((FORM, [(kept.name, kept.role, kept.level) for kept in kept_columns(meta)]))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def add_terms(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any] | sa.RowMapping]) -> None:
    """Put new documents into the index."""
    if not is_kept(meta):
        return
    entries = [
        {"doctype": meta.name, "name": str(row["name"]), "terms": " ".join(terms_of(parts_of(meta, row)))}
        for row in rows
    ]
    if entries:
        ctx.db.write(_add_query(ctx.db.compiler), entries)


@lru_cache(maxsize=256)
def _add_query(dialect: sa.Dialect) -> Prepared:
    names = ("doctype", "name", "terms")
    values: dict[str, Any] = {name: sa.bindparam(name, None) for name in names}
    return prepare_write(_put(values, dialect), dialect)


def _put(values: Mapping[str, Any], dialect: sa.Dialect) -> sa.Insert:
    """What stands there already, of a document that was taken away past the index, gives way."""
    if dialect.name == "sqlite":
        kept = sqlite.insert(search_table).values(values)
        return kept.on_conflict_do_update(
            index_elements=["doctype", "name"], set_={"terms": kept.excluded.terms}
        )
    given = mysql.insert(search_table).values(values)
    return given.on_duplicate_key_update(terms=given.inserted.terms)


def forget_terms(ctx: Context, meta: DocType, names: Sequence[Any]) -> None:
    """Take documents out of the index."""
    if is_kept(meta) and names:
        columns = search_table.c
        ctx.db.execute(
            sa.delete(search_table).where(
                columns.doctype == meta.name, columns.name.in_([str(name) for name in names])
            )
        )


def _is_called(meta: DocType) -> bool:
    """Whether people call its documents by something, and not only the programs that make them."""
    if _rule(meta) == "hash":
        return False
    return _rule(meta) not in MEANINGLESS or bool(meta.title_field)


def _rule(meta: DocType) -> str:
    return (meta.autoname or "").strip().lower()


def _is_secret(meta: DocType, column: str) -> bool:
    field = column_field(meta, column)
    return field is not None and field.fieldtype in SECRET_TYPES


def _level(meta: DocType, column: str) -> int:
    field = column_field(meta, column)
    return 0 if field is None else field.permlevel
