"""New passwords by mail, and invitations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.desk import password_mail
from comptoir.documents import get_document
from comptoir.mail.letters import with_secret
from comptoir.mail.states import DOCTYPE
from comptoir.sites import Site
from comptoir.traces.entries import trace_table

from .conftest import PASSWORD, Browser, Caller, key_of, make_user

USER = "/api/method/frappe.core.doctype.user.user"
ANNA, BORIS = "anna@example.com", "boris@example.com"
FRESH = "entirely-different-horse-42"


@pytest.fixture
def mailing(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site, able to send mail; jobs run at once."""

    def run(_connection: Any, payload: dict[str, Any], **_options: Any) -> None:
        assert password_mail.SEND == payload["method"]
        with site.context(payload["user"]):
            password_mail.send_reset(**payload["kwargs"])

    monkeypatch.setattr(password_mail, "push", run)
    monkeypatch.setattr("comptoir.jobs.mailing.push", lambda *_given, **_options: None)
    raw = {**site.config.raw, "mail_server": "127.0.0.1", "host_name": "https://crm.example.com"}
    site.config = replace(site.config, raw=raw)
    return site


@pytest.fixture
def anna(site: Site) -> str:
    user = make_user(site, ANNA, "Sales User")
    with site.context() as ctx:
        get_document(ctx, "User", user).update({"language": "fr"}).save()
    return user


def letters(site: Site) -> list[Any]:
    with site.context() as ctx:
        table = sa.table("tabEmail Queue", sa.column("name"), sa.column("creation"))
        names = ctx.db.execute(sa.select(table.c.name).order_by(table.c.creation)).scalars().all()
        return [get_document(ctx, DOCTYPE, name) for name in names]


def link_in(site: Site, letter: Any) -> str:
    with site.context() as ctx:
        found = re.search(r'href="([^"]+)"', with_secret(ctx, letter.name, letter.message))
    assert found is not None
    return found[1]


def key_in(link: str) -> str:
    return link.partition("?key=")[2]


def ask(guest: Caller, user: str = ANNA, **options: Any) -> Any:
    return guest("POST", f"{USER}.reset_password", json={"user": user}, **options)


def choose(guest: Caller, key: str, password: str = FRESH) -> Any:
    return guest("POST", f"{USER}.update_password", json={"key": key, "new_password": password})


def signs_in(client: Browser, password: str) -> bool:
    client.cookies.clear()
    return client.post("/api/method/login", json={"usr": ANNA, "pwd": password}).status_code == 200


class TestAForgottenPassword:
    def test_is_replaced_by_way_of_a_mail(
        self, client: Browser, guest: Caller, mailing: Site, anna: str
    ) -> None:
        assert signs_in(client, PASSWORD)
        sid = client.cookies["sid"]
        assert 200 == ask(guest).status_code
        (letter,) = letters(mailing)
        assert [ANNA] == [row.recipient for row in letter.recipients]
        assert 200 == choose(guest, key_in(link_in(mailing, letter))).status_code
        assert (False, True) == (signs_in(client, PASSWORD), signs_in(client, FRESH))
        client.cookies.clear()
        old = client.get("/api/resource/User", headers={"Cookie": f"sid={sid}"})
        assert 403 == old.status_code
        with mailing.context() as ctx:
            columns = trace_table.c
            said = ctx.db.execute(
                sa.select(columns.user).where(columns.operation == "Password Reset")
            ).scalars()
            assert [ANNA] == list(said)

    def test_is_written_about_in_the_language_of_the_user(
        self, guest: Caller, mailing: Site, anna: str
    ) -> None:
        ask(guest, headers={"Accept-Language": "ru"})
        (letter,) = letters(mailing)
        assert letter.subject.startswith("Un nouveau mot de passe pour")

    def test_leads_to_the_configured_host_whatever_the_request_says(
        self, guest: Caller, mailing: Site, anna: str
    ) -> None:
        ask(
            guest,
            headers={
                "X-Forwarded-Host": "evil.example",
                "X-Forwarded-Proto": "http",
                "Origin": "http://evil.example",
            },
        )
        assert link_in(mailing, letters(mailing)[0]).startswith(
            "https://crm.example.com/update-password?key="
        )

    def test_leaves_no_link_in_the_outbox_or_the_user(
        self, guest: Caller, admin: Caller, mailing: Site, anna: str
    ) -> None:
        ask(guest)
        (letter,) = letters(mailing)
        key = key_in(link_in(mailing, letter))
        shown = admin("GET", f"/api/resource/Email Queue/{letter.name}").text
        assert (False, False) == (key in shown, key in admin("GET", f"/api/resource/User/{ANNA}").text)

    def test_answers_alike_for_nobody(self, guest: Caller, mailing: Site, anna: str) -> None:
        known, unknown = ask(guest), ask(guest, "nobody@example.com")
        assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
        assert 1 == len(letters(mailing))

    def test_of_a_disabled_user_sends_nothing(
        self, guest: Caller, admin: Caller, mailing: Site, anna: str
    ) -> None:
        admin("PUT", f"/api/resource/User/{ANNA}", json={"enabled": 0})
        assert 200 == ask(guest).status_code
        assert [] == letters(mailing)

    def test_can_be_told_a_few_times_an_hour(self, guest: Caller, mailing: Site, anna: str) -> None:
        for user in (ANNA, "nobody@example.com"):
            statuses = [ask(guest, user).status_code for _time in range(password_mail.OF_A_USER + 1)]
            assert [*[200] * password_mail.OF_A_USER, 429] == statuses

    def test_without_mail_says_what_to_do(self, guest: Caller, anna: str) -> None:
        known, unknown = ask(guest), ask(guest, "nobody@example.com")
        assert (417, known.json()) == (known.status_code, unknown.json() | {"exc": known.json().get("exc")})
        assert "Ask an administrator" in known.text

    def test_is_not_asked_for_by_get(self, guest: Caller, mailing: Site, anna: str) -> None:
        assert 403 == guest("GET", f"{USER}.reset_password", params={"user": ANNA}).status_code


class TestALink:
    @pytest.fixture
    def key(self, guest: Caller, mailing: Site, anna: str) -> str:
        ask(guest)
        return key_in(link_in(mailing, letters(mailing)[0]))

    def test_works_once(self, guest: Caller, key: str) -> None:
        assert [200, 401] == [choose(guest, key).status_code for _time in range(2)]

    def test_works_for_a_day(
        self, guest: Caller, site: Site, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with site.context() as ctx:
            later = ctx.clock.now() + timedelta(days=1, seconds=1)
        monkeypatch.setattr(type(site.clock), "now", lambda clock: later)
        assert 401 == choose(guest, key).status_code

    def test_is_replaced_by_a_newer_one(self, guest: Caller, mailing: Site, key: str) -> None:
        ask(guest)
        assert 401 == choose(guest, key).status_code

    def test_stays_when_the_password_is_too_weak(self, guest: Caller, key: str) -> None:
        assert [417, 200] == [choose(guest, key, password).status_code for password in ("password1", FRESH)]

    def test_of_a_disabled_user_does_not_work(self, guest: Caller, admin: Caller, key: str) -> None:
        admin("PUT", f"/api/resource/User/{ANNA}", json={"enabled": 0})
        assert 401 == choose(guest, key).status_code

    @pytest.mark.parametrize("wrong", ["", "wrong", "%", None])
    def test_that_is_none_does_nothing(self, guest: Caller, key: str, wrong: Any) -> None:
        assert 401 == choose(guest, wrong).status_code

    def test_cannot_be_guessed_on_and_on(self, guest: Caller, anna: str) -> None:
        assert 429 in [choose(guest, f"wrong {n}").status_code for n in range(21)]


class TestAnInvitation:
    VALUES = {"email": BORIS, "first_name": "Boris", "language": "ru", "send_welcome_email": 1}

    def test_is_sent_to_a_new_user(self, guest: Caller, admin: Caller, mailing: Site) -> None:
        assert 200 == admin("POST", "/api/resource/User", json=self.VALUES).status_code
        (letter,) = letters(mailing)
        assert BORIS in letter.message
        assert 200 == choose(guest, key_in(link_in(mailing, letter))).status_code

    def test_is_not_sent_where_nobody_asked(self, admin: Caller, mailing: Site) -> None:
        admin("POST", "/api/resource/User", json=self.VALUES | {"send_welcome_email": 0})
        assert [] == letters(mailing)

    def test_without_mail_is_a_link_for_the_administrator(
        self, guest: Caller, admin: Caller, site: Site
    ) -> None:
        made = admin("POST", "/api/resource/User", json=self.VALUES)
        assert "This site sends no mail" in made.text
        answer = admin("POST", f"/api/v2/document/User/{BORIS}/method/invite").json()
        link = answer["data"]["link"]
        assert link.startswith(f"http://{site.name}/update-password?key=")
        assert 200 == choose(guest, key_in(link)).status_code

    def test_is_not_for_others_to_make(self, admin: Caller, driver: Caller, anna: str) -> None:
        assert 403 == driver("POST", f"/api/v2/document/User/{ANNA}/method/invite").status_code

    def test_of_administrator_is_not_made_by_others(self, client: Browser, site: Site) -> None:
        manager = Caller(client, key_of(site, make_user(site, "manager@example.com", "System Manager")))
        assert 403 == manager("POST", "/api/v2/document/User/Administrator/method/invite").status_code


def test_a_present_password_changes_too(client: Browser, site: Site, anna: str) -> None:
    assert signs_in(client, PASSWORD)
    token = client.get("/api/method/comptoir.desk.api.boot").json()["message"]["csrf_token"]
    headers = {"X-Frappe-CSRF-Token": token}
    path = f"{USER}.update_password"
    wrong = client.post(path, json={"old_password": "no", "new_password": FRESH}, headers=headers)
    right = client.post(path, json={"old_password": PASSWORD, "new_password": FRESH}, headers=headers)
    assert (417, 200) == (wrong.status_code, right.status_code)
    assert signs_in(client, FRESH)
