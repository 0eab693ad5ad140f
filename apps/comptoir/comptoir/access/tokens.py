"""API keys: a key that names a user, and a secret that proves it."""

from __future__ import annotations

import hmac
import secrets as random
from datetime import datetime

import sqlalchemy as sa

from comptoir.access.principals import (
    PRINCIPAL_LIFE,
    Principal,
    digest,
    forget_principals,
    principal_of,
    remembered,
)
from comptoir.access.secrets import get_secret, set_secret
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.sites.site import Site

MASK = "*" * 15
"""What the column of a secret shows."""


def generate_keys(ctx: Context, user: str) -> tuple[str, str]:
    """A new API key and secret for ``user``; the secret is shown this once."""
    table = table_for(ctx.site.registry.get("User"))
    key, secret = random.token_hex(8), random.token_hex(16)
    ctx.db.begin()
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(api_key=key, api_secret=MASK))
    set_secret(ctx, "User", user, "api_secret", secret)
    ctx.db.on_commit(lambda: forget_principals(ctx.site))
    return key, secret


def by_token(site: Site, api_key: str, api_secret: str) -> Principal | None:
    """The principal of an API key and secret; None where they do not fit. Also syncs the site's metadata."""
    key = f"token:{digest(f'{api_key}:{api_secret}')}"
    return remembered(site, key, lambda ctx: _load_token(ctx, api_key, api_secret))


def _load_token(ctx: Context, api_key: str, api_secret: str) -> tuple[Principal, datetime] | None:
    table = table_for(ctx.site.registry.get("User"))
    user = ctx.db.execute(
        sa.select(table.c.name).where(table.c.api_key == api_key, table.c.enabled == 1).limit(1)
    ).scalar()
    secret = get_secret(ctx, "User", user, "api_secret") if user else None
    if secret is None or not hmac.compare_digest(secret.encode(), api_secret.encode()):
        return None
    principal = principal_of(ctx, str(user), "")
    return (principal, ctx.clock.now() + PRINCIPAL_LIFE) if principal is not None else None
