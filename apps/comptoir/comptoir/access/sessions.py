"""Sessions: a cookie whose id is stored only as its hash."""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import sqlalchemy as sa

from comptoir.access.principals import Principal, digest, forget_principals, principal_of, remembered
from comptoir.access.secrets import verify_password
from comptoir.access.users import find_user
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError, TooManyRequestsError
from comptoir.sentences import _
from comptoir.sites.site import Site

LOGIN_WINDOW_SECONDS = 600
LOGIN_FAILURES = 10

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
            sid_hash=digest(sid),
            user=user,
            data=orjson.dumps({"csrf_token": csrf}).decode(),
            created=now,
            last_seen=now,
            expires=expires,
        )
    )
    table = table_for(ctx.site.registry.get("User"))
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(last_login=now, last_active=now))
    principal = principal_of(ctx, user, csrf)
    if principal is None:
        raise AuthenticationError()
    return NewSession(sid, principal, expires)


def serve_program(ctx: Context, sid: str) -> None:
    """Let a session write without a CSRF token: no browser holds its cookie, so no page can make one use it."""
    held = session_table.c.sid_hash == digest(sid)
    data = orjson.loads(ctx.db.execute(sa.select(session_table.c.data).where(held)).scalar_one())
    changed = orjson.dumps(data | {"csrf_token": ""}).decode()
    ctx.db.execute(sa.update(session_table).where(held).values(data=changed))


def logout(ctx: Context, sid: str) -> None:
    """End a session."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(session_table).where(session_table.c.sid_hash == digest(sid)))
    ctx.db.on_commit(lambda: forget_principals(ctx.site))


def end_sessions(ctx: Context, user: str) -> None:
    """End every session of ``user`` (password changed, user disabled)."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(session_table).where(session_table.c.user == user))
    ctx.db.on_commit(lambda: forget_principals(ctx.site))


def by_session(site: Site, sid: str) -> Principal | None:
    """The principal of a session id; None where the session has ended. Also syncs the site's metadata."""
    return remembered(site, _session_key(sid), lambda ctx: _load_session(ctx, sid))


def _load_session(ctx: Context, sid: str) -> tuple[Principal, datetime] | None:
    columns = session_table.c
    row = ctx.db.execute(
        sa.select(columns.user, columns.data, columns.expires).where(columns.sid_hash == digest(sid))
    ).first()
    if row is None or row.expires <= ctx.clock.now():
        return None
    principal = principal_of(ctx, row.user, orjson.loads(row.data)["csrf_token"])
    return (principal, row.expires) if principal is not None else None


def _session_key(sid: str) -> str:
    return f"session:{digest(sid)}"
