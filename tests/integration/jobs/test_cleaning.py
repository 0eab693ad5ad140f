"""What the scheduler tidies up: sessions that have ended, and notes of when sessions and keys were used."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from comptoir.access.sessions import SEEN, Origin, open_session, session_table
from comptoir.access.tokens import USED, last_used
from comptoir.context import ADMINISTRATOR, Context
from comptoir.documents import create, get_document, new_document
from comptoir.jobs.cleaning import keep_sessions, write_down_use_of_keys
from comptoir.sites import Site

SECOND = timedelta(seconds=1)


def sessions(ctx: Context) -> list[sa.Row[tuple[object, ...]]]:
    return list(ctx.db.execute(sa.select(session_table).order_by(session_table.c.created)).all())


def opened(ctx: Context) -> str:
    open_session(ctx, ADMINISTRATOR, Origin("192.0.2.1", "curl/8"))
    ctx.db.commit()
    return str(sessions(ctx)[-1].sid_hash)


class TestKeepSessions:
    def test_writes_down_when_they_were_last_seen(self, ctx: Context, site: Site) -> None:
        session = opened(ctx)
        seen = ctx.clock.now() + timedelta(minutes=5)
        site.cache.hash_set(SEEN, {session: seen.isoformat()})
        keep_sessions()
        ctx.db.commit()
        assert [seen] == [row.last_seen for row in sessions(ctx)]
        assert seen == get_document(ctx, "User", ADMINISTRATOR).last_active
        assert {} == site.cache.hash_get(SEEN)

    def test_keeps_a_note_that_came_meanwhile(self, ctx: Context, site: Site) -> None:
        session = opened(ctx)
        seen = ctx.clock.now() + timedelta(minutes=5)
        site.cache.hash_set(SEEN, {session: seen.isoformat()})
        keep_sessions()
        site.cache.hash_set(SEEN, {session: (seen + SECOND).isoformat()})
        ctx.db.commit()
        assert {session: (seen + SECOND).isoformat()} == site.cache.hash_get(SEEN)

    def test_deletes_those_that_have_ended(self, ctx: Context) -> None:
        ended, lasting = opened(ctx), opened(ctx)
        past = ctx.clock.now() - SECOND
        ctx.db.execute(sa.update(session_table).where(session_table.c.sid_hash == ended).values(expires=past))
        keep_sessions()
        assert [lasting] == [row.sid_hash for row in sessions(ctx)]

    def test_writes_nothing_where_it_is_rolled_back(self, ctx: Context, site: Site) -> None:
        session = opened(ctx)
        noted = {session: (ctx.clock.now() + SECOND).isoformat()}
        site.cache.hash_set(SEEN, noted)
        keep_sessions()
        ctx.db.rollback()
        assert noted == site.cache.hash_get(SEEN)


class TestWriteDownUseOfKeys:
    def test_says_when_a_key_was_last_used(self, ctx: Context, site: Site) -> None:
        key = str(
            create(ctx, new_document(ctx, {"doctype": "API Key", "title": "x", "user": ADMINISTRATOR})).name
        )
        ctx.db.commit()
        used = ctx.clock.now()
        site.cache.hash_set(USED, {key: used.isoformat(), "gone": used.isoformat()})
        assert used == last_used(site)[key]
        write_down_use_of_keys()
        ctx.db.commit()
        assert (used, {}) == (get_document(ctx, "API Key", key).last_used, last_used(site))
