"""Who sees saved views, and who may share and change them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.access.limits import limits_of
from comptoir.access.scopes import READING
from comptoir.access.users import administers, roles_of
from comptoir.context import Context, current
from comptoir.db.tables import table_for

SAVED_VIEW = "Saved View"


def may_share(ctx: Context) -> bool:
    """Whether the acting user shares saved views: who manages the site, and roles that are marked."""
    if administers(ctx):
        return True
    columns = table_for(ctx.site.registry.get("Role")).c
    wanted = sorted(roles_of(ctx))
    statement = sa.select(columns.name).where(columns.name.in_(wanted), columns.shares_views == 1).limit(1)
    return ctx.db.execute(statement).first() is not None


def readable(user: str) -> Any:
    """What is visible to ``user``; administrators read those of everybody."""
    return None if administers(current()) else visible(user)


def visible(user: str) -> Any:
    """The saved views of ``user`` and those shared with them, which stand in their menu."""
    ctx = current()
    limits = limits_of(ctx)
    where: list[Any] = [["owner", "=", user], "or", ["everybody", "=", 1]]
    where += ["or", ["Saved View Role", "role", "in", sorted(roles_of(ctx))]]
    if limits.sees_all:
        where += ["or", ["scope", "is", "set"]]
    elif limits.scopes:
        where += ["or", ["scope", "in", list(limits.scopes)]]
    return where


def may_change(doc: Any, ptype: str, user: str) -> bool | None:
    """Only its owner changes a saved view, and whoever manages the site those that are shared."""
    if ptype in READING or doc.owner == user:
        return None
    return None if doc.is_shared() and administers(current()) else False
