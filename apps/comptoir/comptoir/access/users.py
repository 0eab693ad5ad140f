"""What a user is on a site: roles, name, language. Loaded once per unit of work."""

from __future__ import annotations

import sqlalchemy as sa

from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for

ALL = "All"
DESK_USER = "Desk User"
SYSTEM_MANAGER = "System Manager"
AUTOMATIC_ROLES = frozenset({ALL, GUEST, DESK_USER, ADMINISTRATOR})
"""Roles nobody is given by hand."""

_ROLES = "roles"


def roles_of(ctx: Context) -> frozenset[str]:
    """The roles of the acting user. Administrator has every role of the site."""
    roles = ctx.memo.get(_ROLES)
    if roles is None:
        roles = load_roles(ctx, ctx.user)
        ctx.memo[_ROLES] = roles
    return roles


def remember_roles(ctx: Context, roles: frozenset[str]) -> None:
    """Take over roles that authentication already knows."""
    ctx.memo[_ROLES] = roles


def load_roles(ctx: Context, user: str) -> frozenset[str]:
    """The roles of ``user`` from the database."""
    if user == GUEST:
        return frozenset({GUEST})
    registry = ctx.site.registry
    if user == ADMINISTRATOR:
        role = table_for(registry.get("Role"))
        names = ctx.db.execute(sa.select(role.c.name)).scalars()
        return frozenset(names) | AUTOMATIC_ROLES
    has_role = table_for(registry.get("Has Role"))
    names = ctx.db.execute(
        sa.select(has_role.c.role).where(has_role.c.parent == user, has_role.c.parenttype == "User")
    ).scalars()
    return frozenset(names) | {ALL, GUEST, DESK_USER}


def find_user(ctx: Context, usr: str) -> str | None:
    """The enabled user with this name, e-mail or username."""
    table = table_for(ctx.site.registry.get("User"))
    columns = table.c
    row = ctx.db.execute(
        sa.select(columns.name)
        .where(
            sa.or_(columns.name == usr, columns.email == usr, columns.username == usr), columns.enabled == 1
        )
        .limit(1)
    ).scalar()
    return str(row) if row is not None else None
