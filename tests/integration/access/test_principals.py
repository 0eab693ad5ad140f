"""Who asks, as several processes remember it: what one changes, the others know with their next request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from comptoir.access import policy, principals, sessions, tokens
from comptoir.companions import shares
from comptoir.documents import create, delete, get_document, new_document
from comptoir.sites import Bench, Site

USER = "anna@company.example"


@pytest.fixture
def elsewhere(bench: Bench, site: Site) -> Iterator[Site]:
    """The same site as another process has it open."""
    other = Bench(bench.root, bench.sites_path)
    yield other.site(site.name)
    other.close()


@pytest.fixture
def user(site: Site) -> str:
    with site.context() as ctx:
        roles = [{"role": "Sales User"}]
        create(
            ctx,
            new_document(
                ctx, {"doctype": "User", "email": USER, "first_name": "Anna", "enabled": 1, "roles": roles}
            ),
        )
    return USER


@pytest.fixture
def sid(site: Site, elsewhere: Site, user: str) -> str:
    """A session that the other process knows."""
    with site.context() as ctx:
        made = sessions.open_session(ctx, user).sid
    assert sessions.by_session(elsewhere, made) is not None
    return made


def change_user(site: Site, **values: object) -> None:
    with site.context() as ctx:
        get_document(ctx, "User", USER).update(values).save()


class TestWhatAnotherProcessDid:
    def test_a_signed_out_session_is_over(self, site: Site, elsewhere: Site, sid: str) -> None:
        with site.context() as ctx:
            sessions.logout(ctx, sid)
        assert sessions.by_session(elsewhere, sid) is None

    def test_a_disabled_user_is_nobody(self, site: Site, elsewhere: Site, sid: str) -> None:
        change_user(site, enabled=0)
        assert sessions.by_session(elsewhere, sid) is None

    def test_a_new_password_ends_the_sessions(self, site: Site, elsewhere: Site, sid: str) -> None:
        change_user(site, new_password="another-long-password-1")
        assert sessions.by_session(elsewhere, sid) is None

    def test_changed_roles_are_known(self, site: Site, elsewhere: Site, sid: str) -> None:
        change_user(site, roles=[{"role": "Driver"}])
        principal = sessions.by_session(elsewhere, sid)
        assert principal is not None
        assert ("Driver" in principal.roles, "Sales User" in principal.roles) == (True, False)

    def test_a_deleted_user_is_nobody(self, site: Site, elsewhere: Site, sid: str) -> None:
        with site.context() as ctx:
            delete(ctx, "User", USER, force=True)
        assert sessions.by_session(elsewhere, sid) is None

    def test_new_keys_replace_the_old_ones(self, site: Site, elsewhere: Site, user: str) -> None:
        with site.context() as ctx:
            old = tokens.generate_keys(ctx, user)
        assert tokens.by_token(elsewhere, *old) is not None
        with site.context() as ctx:
            new = tokens.generate_keys(ctx, user)
        assert tokens.by_token(elsewhere, *old) is None
        assert tokens.by_token(elsewhere, *new) is not None

    def test_is_known_after_a_lost_connection(
        self, bench: Bench, site: Site, elsewhere: Site, sid: str
    ) -> None:
        """What was announced while nobody listened is not missed."""
        client = bench.redis()
        assert client is not None
        client.client_kill_filter(_type="pubsub", skipme=True)
        change_user(site, enabled=0)
        assert sessions.by_session(elsewhere, sid) is None

    def test_changes_of_another_site_do_not_matter(self, bench: Bench, elsewhere: Site, sid: str) -> None:
        before = elsewhere.cache.heard(principals.AUTH_TOPIC)
        client = bench.redis()
        assert client is not None
        assert isinstance(client, redis.Redis)
        client.publish("comptoir:announcements", f"another.localhost:{principals.AUTH_TOPIC}")
        assert before == elsewhere.cache.heard(principals.AUTH_TOPIC)


class TestWhatWasShared:
    """Each process remembers what was shared with whom, until another one shares or stops."""

    def test_is_seen_and_gone_again_elsewhere_at_once(self, site: Site, elsewhere: Site, user: str) -> None:
        with site.context() as ctx:
            note = create(ctx, new_document(ctx, {"doctype": "Error Log", "method": "x", "error": "x"}))
        assert not self.sees(elsewhere, user)
        with site.context() as ctx:
            shares.add(ctx, "Error Log", note.name, user, {"read": True})
        assert self.sees(elsewhere, user)
        assert not self.sees(elsewhere, "Guest")
        with site.context() as ctx:
            shares.remove(ctx, "Error Log", note.name, user)
        assert not self.sees(elsewhere, user)

    def test_is_not_remembered_where_it_was_rolled_back(self, site: Site, elsewhere: Site, user: str) -> None:
        with site.context() as ctx:
            note = create(ctx, new_document(ctx, {"doctype": "Error Log", "method": "x", "error": "x"}))
        ctx = site.open("Administrator")
        shares.add(ctx, "Error Log", note.name, user, {"read": True})
        assert policy.decide(ctx.acting_as(user), "read", site.registry.get("Error Log"))
        ctx.db.rollback()
        ctx.db.close()
        assert not self.sees(site, user)
        assert not self.sees(elsewhere, user)

    @staticmethod
    def sees(site: Site, user: str) -> bool:
        with site.context(user) as ctx:
            return policy.decide(ctx, "read", ctx.site.registry.get("Error Log")).allow


class TestARememberedPrincipal:
    def test_costs_no_statement(self, elsewhere: Site, sid: str, monkeypatch: pytest.MonkeyPatch) -> None:
        known = sessions.by_session(elsewhere, sid)
        monkeypatch.setattr(elsewhere, "open", None)
        assert known == sessions.by_session(elsewhere, sid)

    def test_ends_with_its_session(
        self, site: Site, elsewhere: Site, sid: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        principal = sessions.by_session(elsewhere, sid)
        assert principal is not None
        key = next(iter(elsewhere.principals))
        with site.context() as ctx:
            expires = ctx.clock.now() + timedelta(days=site.config.session_days)
        assert elsewhere.principals[key].until < expires
