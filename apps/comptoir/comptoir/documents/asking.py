"""What "me", "my branch" and "today" mean for the acting user when they filter a list."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from comptoir.access.limits import limits_of
from comptoir.access.persons import own_person, person_doctypes
from comptoir.access.scopes import scope_doctype
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.query import Asker
from comptoir.sites.settings import site_settings

_ZONES = "zones of the asker"


def asker_of(ctx: Context) -> Asker:
    """The acting user as filters see them."""
    scope = scope_doctype(ctx)
    return Asker(
        now=ctx.clock.now,
        user=ctx.user,
        scope=None if scope is None else scope.name,
        scopes=lambda: _own_scopes(ctx),
        persons=person_doctypes(ctx),
        person=lambda doctype: own_person(ctx, doctype),
        zones=lambda: _zones(ctx),
    )


def _own_scopes(ctx: Context) -> tuple[str, ...] | None:
    """Whoever has none and sees all has every one for their own."""
    limits = limits_of(ctx)
    everywhere = ctx.is_administrator or limits.sees_all
    return None if everywhere and not limits.scopes else limits.scopes


def _zones(ctx: Context) -> tuple[ZoneInfo, ZoneInfo]:
    known = ctx.memo.get(_ZONES)
    if known is None:
        users = table_for(ctx.site.registry.get("User")).c
        named = ctx.db.execute(sa.select(users.time_zone).where(users.name == ctx.user)).scalar()
        sites = site_settings(ctx).zone
        known = ctx.memo[_ZONES] = (_zone(named) or sites, sites)
    zones: tuple[ZoneInfo, ZoneInfo] = known
    return zones


def _zone(name: str | None) -> ZoneInfo | None:
    """None where the machine knows no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
