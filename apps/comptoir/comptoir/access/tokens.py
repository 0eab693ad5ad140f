"""API keys: a key that names a user, and a secret that proves it.

A user has one key of Frappe's kind, which is on the User, and any number of API Key documents, which may end and may
reach less than their user (``key_scopes``). Of those only the fingerprint of the secret is kept. When one was used is
noted in the cache and written down later: authenticating a request writes nothing.
"""

from __future__ import annotations

import hmac
import secrets as random
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from comptoir.access.hearing import Heard
from comptoir.access.key_scopes import KeyScope, require_whole, scope_of
from comptoir.access.principals import (
    PRINCIPAL_LIFE,
    Principal,
    digest,
    forget_principals,
    principal_of,
    remembered,
)
from comptoir.access.secrets import get_secret, has_fingerprint, set_secret
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError
from comptoir.meta.model import RIGHTS
from comptoir.sentences import _
from comptoir.sites.site import Site
from comptoir.traces import operations, record

API_KEY, SCOPE = "API Key", "API Key Scope"
SECRET = "api_secret"  # noqa: S105  the name of a field
PREFIX = "key_"
"""How the keys of API Key documents begin; those of users are hexadecimal."""
USED = "api_keys_used"
"""In the cache: when each key was used last, until it is written down."""

MASK = "*" * 15
"""What the column of a secret shows."""


def generate_keys(ctx: Context, user: str) -> tuple[str, str]:
    """A new API key and secret for ``user``; the secret is shown this once."""
    require_whole(ctx)
    table = table_for(ctx.site.registry.get("User"))
    key, secret = random.token_hex(8), random.token_hex(16)
    ctx.db.begin()
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(api_key=key, api_secret=MASK))
    set_secret(ctx, "User", user, SECRET, secret)
    record(ctx, operations.KEY_CREATED, user=user, doctype="User", name=user, detail={"api_key": key})
    ctx.db.on_commit(lambda: forget_principals(ctx.site))
    return key, secret


def new_pair() -> tuple[str, str]:
    """The key and the secret of an API Key document to be."""
    return f"{PREFIX}{random.token_hex(8)}", random.token_urlsafe(32)


def by_token(site: Site, api_key: str, api_secret: str, said: Heard | None = None) -> Principal | None:
    """The principal of an API key and secret; None where they do not fit.

    Raises ``AuthenticationError`` where they fit and the key has ended.
    """
    load = _load_key if api_key.startswith(PREFIX) else _load_token
    key = f"token:{digest(f'{api_key}:{api_secret}')}"
    return remembered(site, key, lambda ctx: load(ctx, api_key, api_secret), said)


def last_used(site: Site) -> dict[str, datetime]:
    """When keys were used, by the name of the document, as far as it is not written down yet."""
    return {name: datetime.fromisoformat(text) for name, text in site.cache.hash_get(USED).items()}


def write_down_use(ctx: Context) -> None:
    """Write to the API Key documents when they were used last."""
    table = table_for(ctx.site.registry.get(API_KEY))
    noted = ctx.site.cache.hash_get(USED)
    ctx.db.begin()
    for name, text in noted.items():
        used = datetime.fromisoformat(text)
        ctx.db.execute(sa.update(table).where(table.c.name == name).values(last_used=used))
    ctx.db.on_commit(lambda: ctx.site.cache.hash_settle(USED, noted))


def keys_of(ctx: Context, user: str) -> list[str]:
    """Names of the API Key documents of ``user``."""
    table = table_for(ctx.site.registry.get(API_KEY))
    return list(ctx.db.execute(sa.select(table.c.name).where(table.c.user == user)).scalars())


def narrowing_of(ctx: Context, name: str) -> KeyScope:
    """What the API Key document ``name`` lets through for the acting user: nothing once it has ended."""
    table = table_for(ctx.site.registry.get(API_KEY))
    row = ctx.db.execute(sa.select(table).where(table.c.name == name)).mappings().first()
    nothing = KeyScope(name, name, ctx.user)
    if row is None or row["revoked"] or (row["expires_on"] and row["expires_on"] <= ctx.clock.now()):
        return nothing
    return _scope(ctx, row) or nothing


def _load_token(ctx: Context, api_key: str, api_secret: str) -> tuple[Principal, datetime] | None:
    table = table_for(ctx.site.registry.get("User"))
    user = ctx.db.execute(
        sa.select(table.c.name).where(table.c.api_key == api_key, table.c.enabled == 1).limit(1)
    ).scalar()
    secret = get_secret(ctx, "User", user, SECRET) if user else None
    if secret is None or not hmac.compare_digest(secret.encode(), api_secret.encode()):
        return None
    principal = principal_of(ctx, str(user), "")
    return (principal, ctx.clock.now() + PRINCIPAL_LIFE) if principal is not None else None


def _load_key(ctx: Context, api_key: str, api_secret: str) -> tuple[Principal, datetime] | None:
    table = table_for(ctx.site.registry.get(API_KEY))
    row = ctx.db.execute(sa.select(table).where(table.c.api_key == api_key).limit(1)).mappings().first()
    if row is None or not has_fingerprint(ctx, API_KEY, row["name"], SECRET, digest(api_secret)):
        return None
    now, until = ctx.clock.now(), row["expires_on"]
    if row["revoked"]:
        raise AuthenticationError(_("The API key {key} was revoked. Use another one.", key=row["title"]))
    if until is not None and until <= now:
        raise AuthenticationError(_("The API key {key} has expired. Use another one.", key=row["title"]))
    key = _scope(ctx, row)
    principal = principal_of(ctx, str(row["user"]), "")
    if principal is None:
        return None
    ctx.site.cache.hash_set(USED, {str(row["name"]): now.isoformat()})
    latest = now + PRINCIPAL_LIFE
    return replace(principal, key=key), latest if until is None else min(until, latest)


def _scope(ctx: Context, row: sa.RowMapping) -> KeyScope | None:
    columns = table_for(ctx.site.registry.get(SCOPE)).c
    statement = sa.select(
        columns.method, columns.document_type, *(columns[f"for_{right}"] for right in RIGHTS)
    )
    scopes = ctx.db.execute(
        statement.where(columns.parent == row["name"], columns.parenttype == API_KEY).order_by(columns.idx)
    ).mappings()
    return scope_of(row["name"], row["title"], row["user"], row["expires_on"], list(map(dict, scopes)))
