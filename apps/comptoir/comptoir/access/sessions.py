"""Sessions: a cookie whose id is stored only as its hash.

When a session was last used is noted in the cache whenever a process asks the database for it, every few minutes; a
scheduled job writes the notes down, so that reading never writes.
"""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.access import viewing
from comptoir.access.devices import LONGEST
from comptoir.access.hearing import Heard
from comptoir.access.principals import (
    PRINCIPAL_LIFE,
    Principal,
    digest,
    forget_principals,
    principal_of,
    remembered,
)
from comptoir.access.users import is_enabled
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError
from comptoir.sites.site import Site
from comptoir.traces import operations, record

SEEN = "sessions:seen"
"""Hash of the cache: when each session was last used, by the hash of its id."""

session_table = sa.Table(
    "__session",
    sa.MetaData(),
    sa.Column("sid_hash", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(140)),
    sa.Column("data", sa.Text),
    sa.Column("address", sa.String(64)),
    sa.Column("user_agent", sa.String(255)),
    sa.Column("created", sa.DateTime),
    sa.Column("last_seen", sa.DateTime),
    sa.Column("expires", sa.DateTime),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in from."""

    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a successful login hands to the browser."""

    sid: str
    principal: Principal
    expires: datetime
    recovery_codes: tuple[str, ...] = ()
    """Shown this once, where a second factor was set up on the way."""


NOWHERE = Origin()


def open_session(
    ctx: Context,
    user: str,
    origin: Origin = NOWHERE,
    *,
    principal: Principal | None = None,
    second_factor: bool = False,
) -> NewSession:
    """A new session of ``user``, loaded unless ``principal`` is given; the oldest one too many ends.

    ``second_factor`` says that more than a password was shown.
    """
    sid, csrf = random.token_urlsafe(32), random.token_urlsafe(24)
    rules, now = ctx.site.settings.sign_in, ctx.clock.now()
    ctx.db.begin()
    ctx.db.execute(
        sa.insert(session_table).values(
            sid_hash=digest(sid),
            user=user,
            data=orjson.dumps({"csrf_token": csrf, "second_factor": second_factor}).decode(),
            address=origin.address[:64],
            user_agent=origin.user_agent[:LONGEST],
            created=now,
            last_seen=now,
            expires=now + rules.longest,
        )
    )
    _end_oldest(ctx, user, rules.sessions)
    table = table_for(ctx.site.registry.get("User"))
    seen = {"last_login": now, "last_active": now, "last_ip": origin.address or None}
    ctx.db.execute(sa.update(table).where(table.c.name == user).values(seen))
    known = replace(principal, csrf_token=csrf) if principal else principal_of(ctx, user, csrf)
    if known is None:
        raise AuthenticationError()
    return NewSession(sid, known, now + rules.longest)


def logout(ctx: Context, sid: str) -> None:
    """End a session."""
    mine = session_table.c.sid_hash == digest(sid)
    user = ctx.db.execute(sa.select(session_table.c.user).where(mine)).scalar()
    if user and end(ctx, mine):
        record(ctx, operations.LOGOUT, user=user)


def note(ctx: Context, sid: str, user: str, **values: Any) -> bool:
    """Keep ``values`` with a session of ``user``, and forget those that are None; False where it is not theirs."""
    ctx.db.begin()
    held = sa.and_(session_table.c.sid_hash == digest(sid), session_table.c.user == user)
    data = ctx.db.execute(sa.select(session_table.c.data).where(held)).scalar()
    if data is None:
        return False
    kept = {key: value for key, value in (orjson.loads(data) | values).items() if value is not None}
    ctx.db.execute(sa.update(session_table).where(held).values(data=orjson.dumps(kept).decode()))
    ctx.db.on_commit(lambda: forget_principals(ctx.site))
    return True


def end(ctx: Context, *which: sa.ColumnElement[bool]) -> int:
    """End the sessions that fulfil all of ``which``. How many there were."""
    ctx.db.begin()
    ended = ctx.db.execute(sa.delete(session_table).where(*which)).rowcount
    ctx.db.on_commit(lambda: forget_principals(ctx.site))
    return ended


def end_sessions(ctx: Context, user: str, besides: str = "") -> int:
    """End every session of ``user`` but the one whose id is ``besides``. How many there were."""
    columns = session_table.c
    return end(ctx, columns.user == user, columns.sid_hash != digest(besides))


def by_session(site: Site, sid: str, said: Heard | None = None) -> Principal | None:
    """The principal of a session id; None where the session has ended."""
    return remembered(site, f"session:{digest(sid)}", lambda ctx: _load_session(ctx, sid), said)


def is_open(ctx: Context, sid: str) -> bool:
    """Whether the session goes on and its user may act. Asking is no use of it."""
    columns, now, key = session_table.c, ctx.clock.now(), digest(sid)
    row = ctx.db.execute(
        sa.select(columns.user, columns.expires, columns.last_seen).where(columns.sid_hash == key)
    ).first()
    if row is None or row.expires <= now or not is_enabled(ctx, row.user):
        return False
    return not is_idle(
        max(row.last_seen, _noted(ctx, key) or row.last_seen), ctx.site.settings.sign_in.idle, now
    )


def idle_life(idle: timedelta) -> timedelta:
    """How long a process may know a session without noting that it is in use."""
    return min(PRINCIPAL_LIFE, idle / 4)


def is_idle(last_seen: datetime, idle: timedelta, now: datetime) -> bool:
    """Whether a session has been unused for too long, as far as the notes can tell."""
    return last_seen + idle + idle_life(idle) <= now


def _load_session(ctx: Context, sid: str) -> tuple[Principal, datetime] | None:
    columns, now, key = session_table.c, ctx.clock.now(), digest(sid)
    row = ctx.db.execute(
        sa.select(columns.user, columns.data, columns.expires, columns.last_seen).where(
            columns.sid_hash == key
        )
    ).first()
    if row is None or row.expires <= now:
        return None
    idle = ctx.site.settings.sign_in.idle
    if is_idle(max(row.last_seen, _noted(ctx, key) or row.last_seen), idle, now):
        return None
    data = orjson.loads(row.data)
    principal = principal_of(ctx, row.user, data["csrf_token"])
    if principal is None or (principal.second_factor and not data.get("second_factor")):
        return None
    ctx.site.cache.hash_set(SEEN, {key: now.isoformat()})
    return viewing.seen(ctx, principal, data), min(row.expires, now + idle_life(idle))


def _noted(ctx: Context, key: str) -> datetime | None:
    text = ctx.site.cache.hash_field(SEEN, key)
    return datetime.fromisoformat(text) if text else None


def _end_oldest(ctx: Context, user: str, most: int) -> None:
    if not most:
        return
    columns = session_table.c
    newest = sa.select(columns.sid_hash).where(columns.user == user).order_by(columns.created.desc())
    extra = ctx.db.execute(newest.limit(1000).offset(most)).scalars().all()
    if extra:
        end(ctx, columns.sid_hash.in_(extra))
