"""What a user is on a site: roles, name, language. Loaded once per unit of work."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.access.restrictions import Restriction, restriction_of
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for

ALL = "All"
DESK_USER = "Desk User"
SYSTEM_MANAGER = "System Manager"
ROLE_PROFILE = "Role Profile"
AUTOMATIC_ROLES = frozenset({ALL, GUEST, DESK_USER, ADMINISTRATOR})
"""Roles nobody is given by hand."""
STAFF_ROLES = frozenset({ALL, GUEST, DESK_USER})
"""Roles everybody has who can sign in."""

_ROLES = "roles"


def roles_of(ctx: Context) -> frozenset[str]:
    """The roles of the acting user. Administrator has every role of the site."""
    roles = ctx.memo.get(_ROLES)
    if roles is None:
        roles = load_roles(ctx, ctx.user)
        ctx.memo[_ROLES] = roles
    return roles


def administers(ctx: Context) -> bool:
    """Whether the acting user keeps this site: Administrator, or whoever has the role System Manager."""
    return ctx.is_administrator or SYSTEM_MANAGER in roles_of(ctx)


def is_enabled(ctx: Context, user: str) -> bool:
    """Whether ``user`` is there and may act."""
    table = table_for(ctx.site.registry.get("User"))
    return bool(ctx.db.execute(sa.select(table.c.enabled).where(table.c.name == user)).scalar())


def remember_roles(ctx: Context, roles: frozenset[str]) -> None:
    """Take over roles that authentication already knows."""
    ctx.memo[_ROLES] = roles


@dataclass(frozen=True, slots=True)
class Terms:
    """The roles of a user, and what they ask of whoever signs in with them."""

    roles: frozenset[str]
    restrictions: tuple[Restriction, ...] = ()
    second_factor: bool = False
    """Whether a password alone is not enough."""


def load_roles(ctx: Context, user: str) -> frozenset[str]:
    """The roles of ``user`` from the database."""
    return load_terms(ctx, user).roles


def profile_roles(ctx: Context, user: str) -> frozenset[str]:
    """The roles that ``user`` has by their role profile."""
    registry = ctx.site.registry
    person, given = table_for(registry.get("User")).c, table_for(registry.get("Has Role")).c
    statement = sa.select(given.role).where(
        given.parenttype == ROLE_PROFILE, given.parent == person.role_profile_name, person.name == user
    )
    return frozenset(ctx.db.execute(statement).scalars())


def load_terms(ctx: Context, user: str) -> Terms:
    """The roles of ``user`` and their terms from the database.

    Administrator has every role, but is bound by the terms of the role Administrator alone: a rule for the staff
    must not shut out whoever can correct it.
    """
    if user == GUEST:
        return Terms(frozenset({GUEST}))
    registry = ctx.site.registry
    role = table_for(registry.get("Role")).c
    statement = sa.select(
        role.name, role.two_factor_auth, role.restrict_to_addresses, role.login_after, role.login_before
    )
    automatic = AUTOMATIC_ROLES if user == ADMINISTRATOR else STAFF_ROLES
    if user != ADMINISTRATOR:
        given = table_for(registry.get("Has Role")).c
        own = sa.select(given.role).where(given.parent == user, given.parenttype == "User")
        statement = statement.where(sa.or_(role.name.in_(own), role.name.in_(STAFF_ROLES)))
    rows = ctx.db.execute(statement).all()
    binding = [
        row for row in rows if (row.name == ADMINISTRATOR if user == ADMINISTRATOR else row.name != GUEST)
    ]
    asked = (
        restriction_of(row.name, row.restrict_to_addresses, row.login_after, row.login_before)
        for row in binding
    )
    return Terms(
        frozenset(row.name for row in rows) | automatic,
        tuple(restriction for restriction in asked if restriction is not None),
        any(row.two_factor_auth for row in binding),
    )
