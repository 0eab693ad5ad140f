"""Sites that an older engine made: their own tables take the columns that came later."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from comptoir.access.session_list import sessions_of
from comptoir.access.sessions import Origin, by_session, open_session
from comptoir.apps.migrate import migrate
from comptoir.context import ADMINISTRATOR
from comptoir.sites import Site

LATER = ("address", "user_agent")


@pytest.fixture
def sid(site: Site) -> str:
    """A session of a time when nobody asked where it came from."""
    with site.context() as ctx:
        opened = open_session(ctx, ADMINISTRATOR, Origin("192.0.2.1", "curl/8"))
        ctx.db.commit()
        for column in LATER:
            ctx.db.execute(sa.text(f"ALTER TABLE {quoted(ctx.db.dialect)} DROP COLUMN {column}"))
        ctx.db.commit()
    return opened.sid


def quoted(dialect: str) -> str:
    return '"__session"' if dialect == "sqlite" else "`__session`"


def test_sessions_outlive_the_columns_that_come(site: Site, sid: str) -> None:
    migrate(site)
    with site.context() as ctx:
        assert [("", "", True)] == [
            (session.address, session.device, session.current)
            for session in sessions_of(ctx, ADMINISTRATOR, sid)
        ]
        principal = by_session(site, sid)
        assert (principal is not None and principal.user) == ADMINISTRATOR
        opened = open_session(ctx, ADMINISTRATOR, Origin("192.0.2.2", "curl/8"))
        assert ["192.0.2.2", ""] == [found.address for found in sessions_of(ctx, ADMINISTRATOR, opened.sid)]


def test_a_second_migration_finds_nothing_to_do(site: Site, sid: str) -> None:
    migrate(site)
    with site.context() as ctx:
        before = [
            row.sid_hash for row in ctx.db.execute(sa.text(f"SELECT sid_hash FROM {quoted(ctx.db.dialect)}"))
        ]
    migrate(site)
    with site.context() as ctx:
        after = [
            row.sid_hash for row in ctx.db.execute(sa.text(f"SELECT sid_hash FROM {quoted(ctx.db.dialect)}"))
        ]
    assert before == after
