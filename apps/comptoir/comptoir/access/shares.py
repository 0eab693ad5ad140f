"""What was shared with the acting user: rows of DocShare for them or, unless they are a guest, for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comptoir.access import key_scopes
from comptoir.access.hearing import SHARES_TOPIC, announce_later, heard
from comptoir.bounded import Bounded
from comptoir.context import GUEST, Context
from comptoir.db.prepared import Prepared, prepare
from comptoir.db.tables import table_for
from comptoir.meta.model import DocType
from comptoir.query.model import Column, Condition, Filter, Query, Select, Within, all_of, any_of

DOCSHARE = "DocShare"
GIVEN: Mapping[str, str] = {
    "select": "read",
    "read": "read",
    "print": "read",
    "email": "read",
    "write": "write",
    "submit": "submit",
    "share": "share",
}
"""Which column of a share gives a right; what is not here cannot be shared."""
COLUMNS = ("read", "write", "submit", "share")
EXPIRES = "expires_on"
"""The column that says when a share ends; empty where it lasts."""

READABLE = "readable_with_shares"
"""Where a unit of work remembers how far it may read each doctype."""
_MINE = "shared_doctypes"
MOST_USERS = 10_000
"""A process remembers what was shared with so many."""


def can_be_shared(ctx: Context, action: str, doctype: DocType) -> bool:
    """Whether a share could give the acting user ``action`` on a document of ``doctype``."""
    return (
        action in GIVEN
        and ctx.user != GUEST
        and not doctype.istable
        and key_scopes.stopped_by(ctx, action, doctype) is None
        and (action != "submit" or doctype.is_submittable)
        and ctx.site.registry.has(DOCSHARE)
    )


def anything(ctx: Context, action: str, doctype: DocType) -> bool:
    """Whether a document of ``doctype`` was shared for ``action``."""
    found = ctx.memo.get(_MINE)
    if found is None:
        found = ctx.memo[_MINE] = _known(ctx).rights
    return GIVEN[action] in found.get(doctype.name, ())


@dataclass(frozen=True, slots=True)
class Summary:
    """The rights that somebody was given on any document, by its doctype: asked for with every request."""

    rights: Mapping[str, frozenset[str]]
    until: datetime | None
    """When the first of the shares ends."""


def _known(ctx: Context) -> Summary:
    """The summary of the acting user, which a process keeps until a share changes or ends."""
    if ctx.db.in_transaction:
        return _summary(ctx)
    known: Bounded[str, tuple[int, Summary]] = ctx.site.registry.remember(_MINE, lambda: Bounded(MOST_USERS))
    said = heard(ctx, SHARES_TOPIC)
    entry = known.get(ctx.user)
    if entry is not None and entry[0] == said and not has_ended(ctx, entry[1].until):
        return entry[1]
    found = _summary(ctx)
    known[ctx.user] = (said, found)
    return found


def _summary(ctx: Context) -> Summary:
    registry, dialect = ctx.site.registry, ctx.db.compiler
    query = registry.remember("summed shares", lambda: _summed(registry.get(DOCSHARE), dialect))
    rights: dict[str, frozenset[str]] = {}
    ends: list[datetime] = []
    for kind, until, *given in ctx.db.rows(query.bound({"person": ctx.user, "moment": ctx.clock.now()})):
        rights[kind] = frozenset(name for name, has in zip(COLUMNS, given, strict=True) if has)
        ends += [until] if until is not None else []
    return Summary(rights, min(ends, default=None))


def _summed(meta: DocType, dialect: sa.Dialect) -> Prepared:
    table = table_for(meta)
    columns = [sa.func.max(table.c[name]).label(name) for name in COLUMNS]
    until = table.c[EXPIRES]
    first_end = sa.func.min(until, type_=until.type).label(EXPIRES)
    whose = sa.or_(table.c.user == sa.bindparam("person", None), table.c.everyone == 1)
    lasting = sa.or_(until.is_(None), until > sa.bindparam("moment", None))
    chosen = sa.select(table.c.share_doctype, first_end, *columns)
    return prepare(chosen.where(whose, lasting).group_by(table.c.share_doctype), dialect)


def has_ended(ctx: Context, expires_on: datetime | None) -> bool:
    """Whether a share with this end opens nothing any more."""
    return expires_on is not None and expires_on <= ctx.clock.now()


def forget(ctx: Context) -> None:
    """Shares changed: this unit of work reads them again, every process after the commit."""
    ctx.memo.pop(_MINE, None)
    ctx.memo.pop(READABLE, None)
    announce_later(ctx, SHARES_TOPIC)


def rights_on(ctx: Context, doctype: DocType, name: Any) -> frozenset[str]:
    """The columns of GIVEN that shares of one document set."""
    table = table_for(ctx.site.registry.get(DOCSHARE))
    rows = ctx.db.execute(
        sa.select(*(table.c[name] for name in COLUMNS)).where(
            table.c.share_doctype == doctype.name, table.c.share_name == str(name), _mine(ctx, table)
        )
    ).mappings()
    return frozenset(name for row in rows for name in COLUMNS if row[name])


def filter_of(ctx: Context, action: str, doctype: DocType) -> Within:
    """The filter that leaves the documents of ``doctype`` shared for ``action``."""
    user = Condition(Column(DOCSHARE, "user"), "=", ctx.user)
    everyone = Condition(Column(DOCSHARE, "everyone"), "=", 1)
    until = Column(DOCSHARE, EXPIRES)
    lasting: list[Filter] = [Condition(until, "is", "not set"), Condition(until, ">", ctx.clock.now())]
    where = all_of(
        (
            Condition(Column(DOCSHARE, "share_doctype"), "=", doctype.name),
            Condition(Column(DOCSHARE, GIVEN[action]), "=", 1),
            any_of((user, everyone)),
            any_of(lasting),
        )
    )
    shared = Query(DOCSHARE, (Select(Column(DOCSHARE, "share_name"), "name"),), where, limit=None)
    return Within((Column(doctype.name, "name"),), shared)


def _mine(ctx: Context, table: sa.Table) -> sa.ColumnElement[bool]:
    until = table.c[EXPIRES]
    lasting = sa.or_(until.is_(None), until > ctx.clock.now())
    return sa.and_(sa.or_(table.c.user == ctx.user, table.c.everyone == 1), lasting)
