"""What a request presents becomes a ``Principal``, which each process keeps for a while.

The announcement ``auth`` makes every process forget them, when a user, role, session or key changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from comptoir.access.hearing import AUTH_TOPIC, Heard, listen
from comptoir.access.restrictions import Restriction
from comptoir.access.users import load_terms
from comptoir.context import ADMINISTRATOR, GUEST, Context, Narrowing
from comptoir.db.tables import table_for
from comptoir.sites.site import Site

PRINCIPAL_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from."""

    user: str
    roles: tuple[str, ...]
    full_name: str = ""
    lang: str = ""
    csrf_token: str = ""
    """Empty for API keys and the sessions of programs, which need none."""
    restrictions: tuple[Restriction, ...] = ()
    """From where and at which hours the roles let work."""
    second_factor: bool = False
    """Whether the roles ask for more than a password."""
    key: Narrowing | None = None
    """The API key it came by, where that narrows the user."""
    viewer: str = ""
    """Who really asks, where the session views as ``user``."""


ANONYMOUS = Principal(GUEST, (GUEST,), GUEST)


@dataclass(frozen=True, slots=True)
class Known:
    """A principal this process has seen: good ``until`` then, and while nothing more was ``heard``."""

    principal: Principal
    until: datetime
    heard: int


LoadPrincipal = Callable[[Context], tuple[Principal, datetime] | None]
"""Finds a principal in the database, and when it ends at the latest."""


def forget_principals(site: Site) -> None:
    """Make every process authenticate anew: a user, role or session changed."""
    site.cache.announce(AUTH_TOPIC)


def remembered(site: Site, key: str, load: LoadPrincipal, said: Heard | None = None) -> Principal | None:
    """The principal under ``key``, loaded where this process does not know it, or not since what was ``said``.

    Listens, where nobody did for it.
    """
    heard = (listen(site) if said is None else said)[AUTH_TOPIC]
    now = site.clock.now()
    known: Known | None = site.principals.get(key)
    if known is not None and known.heard == heard and now < known.until:
        return known.principal
    ctx = site.open(GUEST)
    try:
        found = load(ctx)
    finally:
        ctx.db.close()
    if found is None:
        site.principals.pop(key, None)
        return None
    principal, end = found
    site.principals[key] = Known(principal, min(end, now + PRINCIPAL_LIFE), heard)
    return principal


def principal_of(ctx: Context, user: str, csrf_token: str) -> Principal | None:
    """``user`` as a principal; None where there is no such enabled user."""
    table = table_for(ctx.site.registry.get("User"))
    columns = table.c
    row = ctx.db.execute(
        sa.select(columns.full_name, columns.language, columns.enabled).where(columns.name == user)
    ).first()
    if row is None or not row.enabled:
        return None
    return principal_from(ctx, user, row.full_name, row.language, csrf_token)


def principal_from(
    ctx: Context, user: str, full_name: str | None, lang: str | None, csrf_token: str = ""
) -> Principal:
    """``user``, who is enabled, as a principal: what is known of them, and their roles from the database."""
    terms = load_terms(ctx, user)
    name = full_name or (ADMINISTRATOR if user == ADMINISTRATOR else user)
    return Principal(
        user=user,
        roles=tuple(sorted(terms.roles)),
        full_name=name,
        lang=lang or "",
        csrf_token=csrf_token,
        restrictions=terms.restrictions,
        second_factor=terms.second_factor,
    )


def digest(value: str) -> str:
    """What is kept of a secret that only has to be recognised."""
    return hashlib.sha256(value.encode()).hexdigest()
