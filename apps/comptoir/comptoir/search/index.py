"""How a question is put to the full-text index: FTS5 on SQLite, InnoDB's FULLTEXT on MariaDB. One answer from both.

Only letters and digits behind a mark come into the text of a question (``terms``), so nothing typed is an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import match

from comptoir.context import Context
from comptoir.db.prepared import Prepared, prepare
from comptoir.search.typed import Question

search_table = sa.Table(
    "__search",
    sa.MetaData(),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("doctype", sa.String(140)),
    sa.Column("name", sa.String(140)),
    sa.Column("terms", sa.Text),
)
_FTS5 = "__search.terms_text"
_fts5 = sa.table(_FTS5, sa.column("rowid", sa.BigInteger), sa.column(_FTS5, sa.Text))
"""A column of the table's own name stands for all that the index holds."""

NEWEST = 2**62
"""Before this come the entries of all documents."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that the index finds. ``place`` is higher the later its terms were written."""

    place: int
    doctype: str
    name: str


def matching(dialect: str, question: Question) -> str:
    """``question`` in the words of the database's index."""
    if dialect == "sqlite":
        return " AND ".join(f"({' OR '.join(group)})" for group in question.groups)
    return " ".join(f"+({' '.join(group)})" for group in question.groups)


def hits(
    ctx: Context, question: Question, doctypes: Sequence[str], limit: int, before: int = NEWEST
) -> list[Hit]:
    """At most ``limit`` documents of ``doctypes`` that answer ``question``, those written last first."""
    query = _hits_query(len(doctypes), limit, ctx.db.compiler)
    values = _named(doctypes) | {"wanted": matching(ctx.db.dialect, question), "before": before}
    return [Hit(int(place), str(doctype), str(name)) for place, doctype, name in _rows(ctx, query, values)]


def hits_by_doctype(ctx: Context, question: Question, doctypes: Sequence[str]) -> dict[str, int]:
    """How many documents of each of ``doctypes`` answer ``question``, whoever may see them."""
    query = _count_query(len(doctypes), ctx.db.compiler)
    values = _named(doctypes) | {"wanted": matching(ctx.db.dialect, question)}
    return {str(doctype): int(number) for doctype, number in _rows(ctx, query, values)}


def names_matching(dialect: str, doctype: str, wanted: sa.BindParameter[Any]) -> sa.Select[Any]:
    """The names of the documents of ``doctype`` that answer what ``wanted`` asks, to be used within a query."""
    source, found = _asked(dialect, wanted)
    columns = search_table.c
    return sa.select(columns.name).select_from(source).where(found, columns.doctype == doctype)


def _rows(ctx: Context, query: Prepared, values: dict[str, Any]) -> Sequence[Sequence[Any]]:
    return ctx.db.rows(query.bound(values))


def _named(doctypes: Sequence[str]) -> dict[str, str]:
    return {f"doctype_{place}": doctype for place, doctype in enumerate(doctypes)}


def _asked(dialect: str, wanted: sa.BindParameter[Any]) -> tuple[sa.FromClause, sa.ColumnElement[bool]]:
    if dialect == "sqlite":
        source = sa.join(_fts5, search_table, search_table.c.id == _fts5.c.rowid)
        return source, _fts5.c[_FTS5].bool_op("MATCH")(wanted)
    return search_table, match(search_table.c.terms, against=wanted).in_boolean_mode()


def _condition(doctypes: int, dialect: sa.Dialect) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    among = [sa.bindparam(f"doctype_{place}", None, type_=sa.String()) for place in range(doctypes)]
    source, found = _asked(_kind(dialect), sa.bindparam("wanted", None, type_=sa.String()))
    return source, [found, search_table.c.doctype.in_(among)]


def _kind(dialect: sa.Dialect) -> str:
    return "sqlite" if dialect.name == "sqlite" else "mariadb"


@lru_cache(maxsize=256)
def _hits_query(doctypes: int, limit: int, dialect: sa.Dialect) -> Prepared:
    source, conditions = _condition(doctypes, dialect)
    columns = search_table.c
    place = _fts5.c.rowid if dialect.name == "sqlite" else columns.id
    statement = (
        sa.select(place.label("place"), columns.doctype, columns.name)
        .select_from(source)
        .where(*conditions, place < sa.bindparam("before", None, type_=sa.BigInteger()))
        .order_by(place.desc())
        .limit(limit)
    )
    return prepare(statement, dialect)


@lru_cache(maxsize=256)
def _count_query(doctypes: int, dialect: sa.Dialect) -> Prepared:
    source, conditions = _condition(doctypes, dialect)
    doctype = search_table.c.doctype
    statement = (
        sa.select(doctype, sa.func.count().label("number"))
        .select_from(source)
        .where(*conditions)
        .group_by(doctype)
    )
    return prepare(statement, dialect)
