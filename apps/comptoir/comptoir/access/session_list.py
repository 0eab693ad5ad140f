"""The sessions of a user as a list to look at, and the notes of their last use written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comptoir.access.devices import device_of
from comptoir.access.principals import digest
from comptoir.access.sessions import SEEN, end, is_idle, session_table
from comptoir.context import Context
from comptoir.db.tables import table_for

ID_LENGTH = 20
"""What is shown of the hash of a session's id: enough to name it, of no use as a cookie."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of a user."""

    id: str
    created: datetime
    last_seen: datetime
    address: str
    device: str
    current: bool


def sessions_of(ctx: Context, user: str, sid: str) -> list[OpenSession]:
    """The sessions of ``user`` that have not ended, the last used first; ``sid`` is the present one's."""
    columns, now, notes = session_table.c, ctx.clock.now(), ctx.site.cache.hash_get(SEEN)
    rows = ctx.db.execute(sa.select(session_table).where(columns.user == user, columns.expires > now)).all()
    found = [
        OpenSession(
            row.sid_hash[:ID_LENGTH],
            row.created,
            _last_seen(row.last_seen, notes.get(row.sid_hash)),
            row.address or "",
            device_of(row.user_agent or ""),
            row.sid_hash == digest(sid),
        )
        for row in rows
    ]
    idle = ctx.site.settings.sign_in.idle
    return sorted(
        (session for session in found if not is_idle(session.last_seen, idle, now)),
        key=lambda session: (session.current, session.last_seen),
        reverse=True,
    )


def end_session(ctx: Context, user: str, id: str) -> bool:
    """End the session of ``user`` that is listed as ``id``. Whether there was one."""
    columns = session_table.c
    return end(ctx, columns.user == user, sa.func.substr(columns.sid_hash, 1, ID_LENGTH) == id) > 0


def keep_last_seen(ctx: Context) -> None:
    """Write down when sessions and their users were last seen, and delete the sessions that have ended."""
    notes = ctx.site.cache.hash_get(SEEN)
    columns, now = session_table.c, ctx.clock.now()
    idle = ctx.site.settings.sign_in.idle
    ctx.db.begin()
    rows = ctx.db.execute(sa.select(columns.sid_hash, columns.user, columns.last_seen, columns.expires)).all()
    users: dict[str, datetime] = {}
    for row in rows:
        seen = _last_seen(row.last_seen, notes.get(row.sid_hash))
        mine = columns.sid_hash == row.sid_hash
        if row.expires <= now or is_idle(seen, idle, now):
            ctx.db.execute(sa.delete(session_table).where(mine))
        elif seen > row.last_seen:
            ctx.db.execute(sa.update(session_table).where(mine).values(last_seen=seen))
            users[row.user] = max(seen, users.get(row.user, seen))
    table = table_for(ctx.site.registry.get("User"))
    for user, seen in users.items():
        ctx.db.execute(sa.update(table).where(table.c.name == user).values(last_active=seen))
    ctx.db.on_commit(lambda: ctx.site.cache.hash_settle(SEEN, notes))


def _last_seen(stored: datetime, noted: str | None) -> datetime:
    return max(stored, datetime.fromisoformat(noted)) if noted else stored
