"""Signing in: passwords, waiting after failures, sessions that end, and where one may work from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from comptoir.access import lockout, passwords, session_list, sessions, sign_in
from comptoir.access.lockout import TooManyAttemptsError
from comptoir.access.secrets import auth_table, set_password, verify_password
from comptoir.access.sessions import NewSession, Origin
from comptoir.clock import FixedClock
from comptoir.context import Context
from comptoir.documents import create, get_document, new_document
from comptoir.errors import AuthenticationError, ValidationError
from comptoir.sites import Site

USER = "anna.petrova@company.example"
PASSWORD = "green lamps under seven bridges"
HOME = Origin("203.0.113.9", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0")
ELSEWHERE = Origin("198.51.100.7", "curl/8.5")


@pytest.fixture
def user(site: Site) -> str:
    with site.context() as ctx:
        values = {"doctype": "User", "email": USER, "first_name": "Anna", "username": "anna", "enabled": 1}
        create(ctx, new_document(ctx, values | {"roles": [{"role": "Driver"}], "new_password": PASSWORD}))
    return USER


def enter(site: Site, usr: str = USER, password: str = PASSWORD, origin: Origin = HOME) -> NewSession:
    with site.context("Guest") as ctx:
        opened = sign_in.begin(ctx, usr, password, origin)
    assert isinstance(opened, NewSession)
    return opened


def fail(site: Site, usr: str = USER, origin: Origin = HOME) -> None:
    with pytest.raises(AuthenticationError), site.context("Guest") as ctx:
        sign_in.begin(ctx, usr, "wrong", origin)


def set_up(site: Site, doctype: str, name: str, **values: object) -> None:
    with site.context() as ctx:
        get_document(ctx, doctype, name).update(values).save()


@pytest.fixture
def moving(site: Site) -> Iterator[FixedClock]:
    """A clock of the site that the test moves."""
    usual = site.clock
    site.clock = clock = FixedClock(usual.now())
    yield clock
    site.clock = usual


class TestThePassword:
    @pytest.mark.parametrize("usr", [USER, "anna", USER.upper()])
    def test_opens_a_session_for_each_name_of_the_user(self, site: Site, user: str, usr: str) -> None:
        assert enter(site, usr).principal.user == user

    def test_of_a_disabled_user_opens_none(self, site: Site, user: str) -> None:
        set_up(site, "User", user, enabled=0)
        with pytest.raises(AuthenticationError), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, HOME)

    def test_of_guest_opens_none(self, site: Site) -> None:
        with site.context() as ctx:
            set_password(ctx, "Guest", PASSWORD)
        fail(site, "Guest")
        with pytest.raises(AuthenticationError), site.context("Guest") as ctx:
            sign_in.begin(ctx, "Guest", PASSWORD, HOME)

    def test_hashed_weakly_is_hashed_anew(self, site: Site, user: str) -> None:
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        with site.context() as ctx:
            ctx.db.begin()
            ctx.db.execute(auth_table.update().values(password=weak).where(auth_table.c.name == user))
        enter(site)
        with site.context() as ctx:
            stored = ctx.db.execute(auth_table.select().where(auth_table.c.name == user)).one()
            assert not PasswordHasher().check_needs_rehash(stored.password)
            assert verify_password(ctx, user, PASSWORD)


class TestFailures:
    def test_are_waited_for_after_the_fifth(self, site: Site, user: str) -> None:
        for _ in range(6):  # the sixth is let through and begins the first wait
            fail(site)
        with pytest.raises(TooManyAttemptsError) as refused, site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, HOME)
        assert 0 < (refused.value.retry_after or 0) <= 30

    def test_of_nobody_are_waited_for_alike(self, site: Site, user: str) -> None:
        for _ in range(6):
            fail(site, "nobody@company.example")
        with pytest.raises(TooManyAttemptsError), site.context("Guest") as ctx:
            sign_in.begin(ctx, "nobody@company.example", PASSWORD, HOME)

    def test_count_for_the_user_whatever_name_was_typed(self, site: Site, user: str) -> None:
        for name in (USER, "anna", USER.upper(), "ANNA", USER, "anna"):
            fail(site, name)
        with pytest.raises(TooManyAttemptsError), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, HOME)

    def test_make_each_wait_twice_as_long(self, site: Site, ctx: Context) -> None:
        waits = []
        for _ in range(4):
            while True:
                try:
                    lockout.attempt(ctx, lockout.PASSWORD, "somebody", "")
                except TooManyAttemptsError as error:
                    waits.append(error.retry_after or 0)
                    break
            for key in site.cache.keys("lockout:wait:*"):
                site.cache.delete(key)  # the wait is over
        assert [round(wait / 30) for wait in waits] == [1, 2, 4, 8]

    def test_are_forgotten_after_a_success(self, site: Site, user: str) -> None:
        for _ in range(4):
            fail(site)
        enter(site)
        for _ in range(5):
            fail(site)
        enter_again = enter(site)
        assert enter_again.principal.user == user

    def test_of_strangers_do_not_lock_out_who_comes_from_a_known_address(self, site: Site, user: str) -> None:
        enter(site, origin=HOME)
        for _ in range(6):
            fail(site, origin=ELSEWHERE)
        with pytest.raises(TooManyAttemptsError), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, ELSEWHERE)
        assert enter(site, origin=HOME).principal.user == user

    def test_from_one_address_at_many_names_make_it_wait(self, site: Site, user: str) -> None:
        for number in range(51):
            fail(site, f"nobody{number}@company.example", ELSEWHERE)
        with pytest.raises(TooManyAttemptsError), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, ELSEWHERE)
        assert enter(site, origin=HOME).principal.user == user

    def test_at_the_same_time_are_all_counted(self, site: Site, ctx: Context) -> None:
        """An attempt counts before it is judged, so a hundred at once are not a hundred guesses."""
        passed = 0
        for _ in range(100):
            try:
                lockout.attempt(ctx, lockout.PASSWORD, "somebody", "")
                passed += 1
            except TooManyAttemptsError:
                continue
        assert passed == 6


class TestANewPassword:
    @pytest.mark.parametrize(
        ("password", "why"),
        [
            ("short-1A", "10 characters"),
            ("password123", "many people"),
            ("aaaaaaaaaaaaaa", "easy to guess"),
            ("petrova anna-2026 house", "your name"),
            ("x" * 600, "512 characters"),
        ],
    )
    def test_that_is_weak_is_refused_with_the_reason(
        self, site: Site, user: str, password: str, why: str
    ) -> None:
        with pytest.raises(passwords.WeakPasswordError) as refused:
            set_up(site, "User", user, new_password=password)
        assert why in refused.value.message
        assert [problem.fieldname for problem in refused.value.fields] == ["new_password"]
        assert enter(site).principal.user == user

    def test_obeys_the_settings(self, site: Site, user: str) -> None:
        set_up(site, "System Settings", "System Settings", minimum_password_length=40)
        with pytest.raises(passwords.WeakPasswordError, match="40 characters"):
            set_up(site, "User", user, new_password="purple river eleven cats dance")

    def test_shown_as_stars_changes_nothing(self, site: Site, user: str) -> None:
        set_up(site, "User", user, new_password="**********", first_name="Anya")
        assert enter(site).principal.full_name == "Anya"

    def test_of_administrator_is_for_administrator(self, site: Site, user: str) -> None:
        set_up(site, "User", user, roles=[{"role": "System Manager"}])
        with pytest.raises(Exception, match="Only Administrator"), site.context(user) as ctx:
            get_document(ctx, "User", "Administrator").update({"new_password": PASSWORD}).save()


class TestASession:
    def test_has_an_id_of_its_own(self, site: Site, user: str) -> None:
        assert enter(site).sid != enter(site).sid

    def test_knows_where_it_was_opened(self, site: Site, user: str) -> None:
        sid = enter(site).sid
        with site.context(user) as ctx:
            (found,) = session_list.sessions_of(ctx, user, sid)
        assert (found.address, found.device, found.current) == (HOME.address, "Firefox, Linux", True)
        assert sid not in found.id

    def test_ends_when_it_is_not_used(self, site: Site, user: str, moving: FixedClock) -> None:
        set_up(site, "System Settings", "System Settings", session_expiry="8:00")
        sid = enter(site).sid
        moving.moment += timedelta(hours=7)
        assert sessions.by_session(site, sid) is not None
        moving.moment += timedelta(hours=7)
        assert sessions.by_session(site, sid) is not None
        moving.moment += timedelta(hours=9)
        assert sessions.by_session(site, sid) is None

    def test_ends_at_last_however_much_it_is_used(self, site: Site, user: str, moving: FixedClock) -> None:
        set_up(site, "System Settings", "System Settings", session_days=2)
        sid = enter(site).sid
        for _ in range(4):
            assert sessions.by_session(site, sid) is not None
            moving.moment += timedelta(hours=12)
        assert sessions.by_session(site, sid) is None

    def test_one_too_many_ends_the_oldest(self, site: Site, user: str, moving: FixedClock) -> None:
        set_up(site, "System Settings", "System Settings", simultaneous_sessions=2)
        sids = []
        for _ in range(3):
            sids.append(enter(site).sid)
            moving.moment += timedelta(minutes=1)
        assert [sessions.by_session(site, sid) is not None for sid in sids] == [False, True, True]

    def test_is_noted_as_seen_and_the_note_is_kept(self, site: Site, user: str, moving: FixedClock) -> None:
        sid = enter(site).sid
        moving.moment += timedelta(hours=1)
        sessions.by_session(site, sid)
        with site.context() as ctx:
            session_list.keep_last_seen(ctx)
        assert site.cache.hash_get(sessions.SEEN) == {}
        with site.context() as ctx:
            (found,) = session_list.sessions_of(ctx, user, "")
            active = get_document(ctx, "User", user).last_active
        assert (found.last_seen, active) == (moving.moment, moving.moment)

    def test_that_ended_is_deleted(self, site: Site, user: str, moving: FixedClock) -> None:
        enter(site)
        moving.moment += timedelta(days=8)
        with site.context() as ctx:
            session_list.keep_last_seen(ctx)
            assert ctx.db.execute(sessions.session_table.select()).all() == []


class TestARole:
    def test_lets_in_from_its_network_only(self, site: Site, user: str) -> None:
        set_up(site, "Role", "Driver", restrict_to_addresses="10.1.0.0/16")
        with pytest.raises(AuthenticationError, match=r"203\.0\.113\.9"), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, HOME)
        assert enter(site, origin=Origin("10.1.2.3")).principal.user == user

    def test_tells_only_who_knows_the_password(self, site: Site, user: str) -> None:
        set_up(site, "Role", "Driver", restrict_to_addresses="10.1.0.0/16")
        with pytest.raises(AuthenticationError) as refused, site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, "wrong", HOME)
        assert refused.value.message == AuthenticationError().message

    def test_lets_in_at_its_hours_only(self, site: Site, user: str, moving: FixedClock) -> None:
        set_up(site, "Role", "Driver", login_after=8, login_before=20)
        moving.moment = moving.moment.replace(hour=7)
        with pytest.raises(AuthenticationError, match="8:00 to 20:00"), site.context("Guest") as ctx:
            sign_in.begin(ctx, USER, PASSWORD, HOME)
        moving.moment = moving.moment.replace(hour=9)
        assert enter(site).principal.user == user

    def test_of_the_staff_does_not_bind_administrator(self, site: Site) -> None:
        for role in ("System Manager", "All", "Driver"):
            set_up(site, "Role", role, restrict_to_addresses="10.1.0.0/16")
        with site.context() as ctx:
            set_password(ctx, "Administrator", PASSWORD)
        assert enter(site, "Administrator").principal.restrictions == ()

    def test_administrator_has_terms_of_their_own(self, site: Site) -> None:
        set_up(site, "Role", "Administrator", restrict_to_addresses="10.1.0.0/16")
        with site.context() as ctx:
            set_password(ctx, "Administrator", PASSWORD)
        with pytest.raises(AuthenticationError), site.context("Guest") as ctx:
            sign_in.begin(ctx, "Administrator", PASSWORD, HOME)

    @pytest.mark.parametrize("address", ["10.1.0.0/40", "office", "10.1.2.3 300.1.1.1"])
    def test_with_a_bad_address_is_refused(self, site: Site, address: str) -> None:
        with pytest.raises(ValidationError, match="no address or network"):
            set_up(site, "Role", "Driver", restrict_to_addresses=address)

    def test_that_lets_nobody_work_is_refused(self, site: Site) -> None:
        with pytest.raises(ValidationError, match="Nobody could work"):
            set_up(site, "Role", "Driver", login_after=9, login_before=9)
