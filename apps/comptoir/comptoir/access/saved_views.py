"""Who sees saved views, and who may share and change them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.access.limits import limits_of
from comptoir.access.scopes import READING
from comptoir.access.users import SYSTEM_MANAGER, administers, roles_of
from comptoir.context import Context, current
from comptoir.db.tables import table_for

SAVED_VIEW = "Saved View"


def may_share(ctx: Context) -> bool:
    """Whether the acting user shares saved views: who manages the site, and roles that are marked."""
    return administers(ctx) or not roles_of(ctx).isdisjoint(sharing_roles(ctx))


def sharing_roles(ctx: Context) -> list[str]:
    """The roles whose people share saved views."""
    columns = table_for(ctx.site.registry.get("Role")).c
    statement = sa.select(columns.name).where(columns.shares_views == 1, columns.disabled == 0)
    marked = ctx.db.execute(statement.order_by(columns.name)).scalars()
    return list(dict.fromkeys([SYSTEM_MANAGER, *marked]))


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
