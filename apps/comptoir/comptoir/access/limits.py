"""What narrows a user, whatever their roles give: their User Permissions and their scopes.

Read once per user and kept by the process until the announcement ``auth`` is heard; a unit of work that changes it
reads anew at once and shares nothing before its commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from comptoir.access.hearing import AUTH_TOPIC, announce_later, heard
from comptoir.access.users import remember_roles, roles_of
from comptoir.bounded import Bounded
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for
from comptoir.meta.model import DocType
from comptoir.query import Column, Condition, Query, Select, compile_query
from comptoir.query.trees import is_tree

USER_PERMISSION = "User Permission"
USER_SCOPE = "User Scope"
MOST_USERS = 10_000
READ_FROM = frozenset({USER_PERMISSION, USER_SCOPE, "Role", "Has Role"})
"""The doctypes whose rows make the limits of users."""
_KEY = "limits"
_KNOWN = "limits of users"


@dataclass(frozen=True, slots=True)
class Permitted:
    """One User Permission: of ``allow``, the user is held to ``names``."""

    document: str
    """The name of the User Permission."""
    allow: str
    for_value: str
    names: tuple[str, ...]
    """``for_value`` and, in a tree, what lies below it."""
    applicable_for: str | None
    """The only doctype it holds for; None for all."""
    is_default: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What a user is held to."""

    permitted: Mapping[str, tuple[Permitted, ...]] = field(default_factory=dict)
    """By the doctype that is allowed."""
    scopes: tuple[str, ...] = ()
    """Names of the scopes, those below included."""
    default_scope: str | None = None
    sees_all: bool = False


NONE = Limits()


def limits_of(ctx: Context) -> Limits:
    """The limits of the acting user. Administrator has none."""
    if ctx.user == ADMINISTRATOR:
        return NONE
    found = ctx.memo.get(_KEY)
    if found is None or (_KEY in ctx.db.uncommitted and ctx.db.uncommitted[_KEY] is not found[1]):
        found = ctx.memo[_KEY] = (_limits(ctx), ctx.db.uncommitted.get(_KEY))
    limits: Limits = found[0]
    return limits


def forget(ctx: Context) -> None:
    """Limits changed: this unit of work reads them again, every process after the commit."""
    ctx.db.uncommitted[_KEY] = object()
    ctx.memo.clear()
    announce_later(ctx, AUTH_TOPIC)


def _limits(ctx: Context) -> Limits:
    if _KEY in ctx.db.uncommitted:
        return _load(ctx)
    known: Bounded[Any, tuple[int, Limits]] = ctx.site.registry.remember(_KNOWN, lambda: Bounded(MOST_USERS))
    said = heard(ctx, AUTH_TOPIC)
    key = (ctx.user, roles_of(ctx))
    entry = known.get(key)
    if entry is not None and entry[0] == said:
        return entry[1]
    found = _load_committed(ctx)
    known[key] = (said, found)
    return found


def _load_committed(ctx: Context) -> Limits:
    """What is committed by now: a write transaction may look at the database as it was when it began."""
    if not ctx.db.in_transaction:
        return _load(ctx)
    beside = ctx.site.open(ctx.user)
    try:
        remember_roles(beside, roles_of(ctx))
        return _load(beside)
    finally:
        beside.db.close()


def _load(ctx: Context) -> Limits:
    registry = ctx.site.registry
    if ctx.user == GUEST or not registry.has(USER_PERMISSION) or not registry.has(USER_SCOPE):
        return Limits(sees_all=_sees_all(ctx))
    permitted: dict[str, tuple[Permitted, ...]] = {}
    for held in _permissions(ctx):
        permitted[held.allow] = (*permitted.get(held.allow, ()), held)
    names: dict[str, None] = {}
    default = None
    for row in _scope_rows(ctx):
        target = registry.find(row["scope_type"] or "")
        if target is None or not row["scope"]:
            continue
        wide = row["include_descendants"] and is_tree(target)
        found = below(ctx, target, row["scope"]) if wide else (row["scope"],)
        names |= dict.fromkeys(found)
        if row["is_default"] or default is None:
            default = str(row["scope"])
    return Limits(permitted, tuple(names), default, _sees_all(ctx))


def _permissions(ctx: Context) -> list[Permitted]:
    columns = table_for(ctx.site.registry.get(USER_PERMISSION)).c
    rows = ctx.db.execute(
        sa.select(
            columns.name, columns.allow, columns.for_value, columns.applicable_for,
            columns.apply_to_all_doctypes, columns.is_default, columns.hide_descendants,
        )
        .where(columns.user == ctx.user)
        .order_by(columns.creation, columns.name)
    ).mappings()  # fmt: skip
    found = []
    for row in rows.all():
        target = ctx.site.registry.find(row["allow"] or "")
        if target is None:
            continue
        value = str(row["for_value"])
        wide = target.is_tree and is_tree(target) and not row["hide_descendants"]
        names = below(ctx, target, value) if wide else (value,)
        only = None if row["apply_to_all_doctypes"] or not row["applicable_for"] else row["applicable_for"]
        found.append(Permitted(row["name"], target.name, value, names, only, bool(row["is_default"])))
    return found


def _scope_rows(ctx: Context) -> list[sa.RowMapping]:
    columns = table_for(ctx.site.registry.get(USER_SCOPE)).c
    statement = (
        sa.select(columns.scope_type, columns.scope, columns.include_descendants, columns.is_default)
        .where(columns.parent == ctx.user, columns.parenttype == "User")
        .order_by(columns.is_default.desc(), columns.idx)
    )
    return list(ctx.db.execute(statement).mappings())


def _sees_all(ctx: Context) -> bool:
    role = ctx.site.registry.find("Role")
    if role is None or not role.has_field("sees_all_scopes"):
        return False
    columns = table_for(role).c
    wanted = sorted(roles_of(ctx))
    found = ctx.db.execute(
        sa.select(columns.name).where(columns.name.in_(wanted), columns.sees_all_scopes == 1).limit(1)
    )
    return found.first() is not None


def below(ctx: Context, tree: DocType, name: str) -> tuple[str, ...]:
    """``name`` and everything below it."""
    column = Column(tree.name, "name")
    where = Condition(column, "descendants of (inclusive)", (tree.name, name))
    query = Query(tree.name, (Select(column, "name"),), where, limit=None)
    found = ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect)).scalars()
    return tuple(dict.fromkeys((name, *(str(row) for row in found))))
