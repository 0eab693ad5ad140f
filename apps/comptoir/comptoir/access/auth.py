"""Signing in: sessions by cookie, API keys by header. What a request presents becomes a ``Principal``.

Each process keeps the principals it has seen; the announcement ``auth`` makes all of them forget when a user, role or
session changes. A session id is stored only as its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa

from comptoir.access.secrets import get_secret, set_secret, verify_password
from comptoir.access.users import load_roles
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError, TooManyRequestsError
from comptoir.sentences import _
from comptoir.sites.registry import META_TOPIC
from comptoir.sites.site import Site

AUTH_TOPIC = "auth"
PRINCIPAL_LIFE = timedelta(minutes=5)
MOST_PRINCIPALS = 10_000
LOGIN_WINDOW_SECONDS = 600
LOGIN_FAILURES = 10
MASK = "*" * 15
"""What the column of a secret shows."""

session_table = sa.Table(
    "__session",
    sa.MetaData(),
    sa.Column("sid_hash", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(140)),
    sa.Column("data", sa.Text),
    sa.Column("created", sa.DateTime),
    sa.Column("last_seen", sa.DateTime),
    sa.Column("expires", sa.DateTime),
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from."""

    user: str
    roles: tuple[str, ...]
    full_name: str = ""
    lang: str = ""
    csrf_token: str = ""
    """Empty for API keys, which need none."""


ANONYMOUS = Principal(GUEST, (GUEST,), GUEST)


@dataclass(frozen=True, slots=True)
class Known:
    """A principal this process has seen: good ``until`` then, and while nothing more was ``heard``."""

    principal: Principal
    until: datetime
    heard: int


LoadPrincipal = Callable[[Context], tuple[Principal, datetime] | None]
"""Finds a principal in the database, and when it ends at the latest."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a successful login hands to the browser."""

    sid: str
    principal: Principal
    expires: datetime


def login(ctx: Context, usr: str, password: str, address: str = "") -> NewSession:
    """Check the password and open a session. Raises ``AuthenticationError``, the same for every cause."""
    key = f"login_failures:{usr.lower()[:140]}:{address}"
    if int(ctx.site.cache.get_many([key])[0] or 0) >= LOGIN_FAILURES:
        raise TooManyRequestsError(_("Too many attempts to sign in. Wait ten minutes and try again."))
    user = find_user(ctx, usr)
    if not verify_password(ctx, user, password):
        ctx.site.cache.increment(key, LOGIN_WINDOW_SECONDS)
        raise AuthenticationError()
    assert user is not None
    ctx.site.cache.delete(key)
    return open_session(ctx, user)


def open_session(ctx: Context, user: str) -> NewSession:
    """A new session of ``user``."""
    sid, csrf = random.token_urlsafe(32), random.token_urlsafe(24)
    now = ctx.clock.now()
    expires = now + timedelta(days=ctx.site.config.session_days)
    ctx.db.begin()
    ctx.db.execute(
        sa.insert(session_table).values(
            sid_hash=_hash(sid),
            user=user,
            data=orjson.dumps({"csrf_token": csrf}).decode(),
            created=now,
            last_seen=now,
            expires=expires,
        )
    )
    table = table_for(ctx.site.registry.get("User"))
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(last_login=now, last_active=now))
    principal = _principal(ctx, user, csrf)
    if principal is None:
        raise AuthenticationError()
    return NewSession(sid, principal, expires)


def logout(ctx: Context, sid: str) -> None:
    """End a session."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(session_table).where(session_table.c.sid_hash == _hash(sid)))
    ctx.db.on_commit(lambda: forget_principals(ctx.site))


def end_sessions(ctx: Context, user: str) -> None:
    """End every session of ``user`` (password changed, user disabled)."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(session_table).where(session_table.c.user == user))
    ctx.db.on_commit(lambda: forget_principals(ctx.site))


def by_session(site: Site, sid: str) -> Principal | None:
    """The principal of a session id; None where the session has ended. Also syncs the site's metadata."""
    return _cached(site, _session_key(sid), lambda ctx: _load_session(ctx, sid))


def by_token(site: Site, api_key: str, api_secret: str) -> Principal | None:
    """The principal of an API key and secret; None where they do not fit. Also syncs the site's metadata."""
    key = f"token:{_hash(f'{api_key}:{api_secret}')}"
    return _cached(site, key, lambda ctx: _load_token(ctx, api_key, api_secret))


def anonymous(site: Site) -> Principal:
    """Guest. Also syncs the site's metadata."""
    site.registry.sync()
    return ANONYMOUS


def forget_principals(site: Site) -> None:
    """Make every process authenticate anew: a user, role or session changed."""
    site.cache.announce(AUTH_TOPIC)


def generate_keys(ctx: Context, user: str) -> tuple[str, str]:
    """A new API key and secret for ``user``; the secret is shown this once."""
    table = table_for(ctx.site.registry.get("User"))
    key, secret = random.token_hex(8), random.token_hex(16)
    ctx.db.begin()
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(api_key=key, api_secret=MASK))
    set_secret(ctx, "User", user, "api_secret", secret)
    ctx.db.on_commit(lambda: forget_principals(ctx.site))
    return key, secret


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


def _cached(site: Site, key: str, load: LoadPrincipal) -> Principal | None:
    meta, heard = site.cache.heard(META_TOPIC, AUTH_TOPIC)
    site.registry.sync(meta)
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
    if len(site.principals) >= MOST_PRINCIPALS:
        site.principals.clear()
    site.principals[key] = Known(principal, min(end, now + PRINCIPAL_LIFE), heard)
    return principal


def _load_session(ctx: Context, sid: str) -> tuple[Principal, datetime] | None:
    columns = session_table.c
    row = ctx.db.execute(
        sa.select(columns.user, columns.data, columns.expires).where(columns.sid_hash == _hash(sid))
    ).first()
    if row is None or row.expires <= ctx.clock.now():
        return None
    principal = _principal(ctx, row.user, orjson.loads(row.data)["csrf_token"])
    return (principal, row.expires) if principal is not None else None


def _load_token(ctx: Context, api_key: str, api_secret: str) -> tuple[Principal, datetime] | None:
    table = table_for(ctx.site.registry.get("User"))
    user = ctx.db.execute(
        sa.select(table.c.name).where(table.c.api_key == api_key, table.c.enabled == 1).limit(1)
    ).scalar()
    secret = get_secret(ctx, "User", user, "api_secret") if user else None
    if secret is None or not hmac.compare_digest(secret.encode(), api_secret.encode()):
        return None
    principal = _principal(ctx, str(user), "")
    return (principal, ctx.clock.now() + PRINCIPAL_LIFE) if principal is not None else None


def _principal(ctx: Context, user: str, csrf_token: str) -> Principal | None:
    table = table_for(ctx.site.registry.get("User"))
    columns = table.c
    row = ctx.db.execute(
        sa.select(columns.full_name, columns.language, columns.enabled).where(columns.name == user)
    ).first()
    if row is None or not row.enabled:
        return None
    roles = tuple(sorted(load_roles(ctx, user)))
    name = row.full_name or (ADMINISTRATOR if user == ADMINISTRATOR else user)
    return Principal(user, roles, name, row.language or "", csrf_token)


def _session_key(sid: str) -> str:
    return f"session:{_hash(sid)}"


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
