"""One's own account: the sessions, the password, and what roles and rates let through."""

from __future__ import annotations

from typing import Any

import pytest
from comptoir.access import rates
from comptoir.documents import get_document
from comptoir.errors import RateLimitExceededError
from comptoir.sites import Site

from .conftest import PASSWORD, Browser, Caller, make_user

USER = "somebody@example.com"
LOGIN = "/api/method/login"
PROFILE = "/api/method/comptoir.desk.profile."
WHO = "/api/method/frappe.auth.get_logged_user"
NEW = "seven quiet foxes paint doors"


@pytest.fixture
def sid(client: Browser, site: Site) -> str:
    """The other browser of the user."""
    make_user(site, USER, "Driver")
    return sign_in(client)


def sign_in(client: Browser) -> str:
    client.cookies.clear()
    assert client.post(LOGIN, data={"usr": USER, "pwd": PASSWORD}).status_code == 200
    return str(client.cookies["sid"])


def who(client: Browser, sid: str) -> int:
    client.cookies.clear()
    return client.get(WHO, headers={"Cookie": f"sid={sid}"}).status_code


def call(client: Browser, name: str, **values: Any) -> Any:
    token = client.get("/api/method/comptoir.desk.api.boot").json()["message"]["csrf_token"]
    return client.post(PROFILE + name, json=values, headers={"X-Frappe-CSRF-Token": token})


class TestSessions:
    def test_are_listed_and_one_is_ended(self, client: Browser, sid: str) -> None:
        mine = sign_in(client)
        listed = call(client, "sessions").json()["message"]
        assert [session["current"] for session in listed] == [True, False]
        assert set(listed[0]) == {"id", "created", "last_seen", "address", "device", "current"}
        assert call(client, "revoke_session", id=listed[1]["id"]).json()["message"] == {"ended": 1}
        assert (who(client, sid), who(client, mine)) == (403, 200)

    def test_of_others_cannot_be_ended(self, client: Browser, sid: str, site: Site) -> None:
        theirs = call(client, "sessions").json()["message"][0]["id"]
        make_user(site, "other@example.com", "Driver")
        client.cookies.clear()
        client.post(LOGIN, data={"usr": "other@example.com", "pwd": PASSWORD})
        assert call(client, "revoke_session", id=theirs).status_code == 404
        assert who(client, sid) == 200

    def test_of_other_browsers_end_together(self, client: Browser, sid: str) -> None:
        mine = sign_in(client)
        assert call(client, "revoke_other_sessions").json()["message"] == {"ended": 1}
        assert (who(client, sid), who(client, mine)) == (403, 200)


class TestThePassword:
    def test_is_changed_for_the_old_one_and_ends_other_sessions(self, client: Browser, sid: str) -> None:
        mine = sign_in(client)
        answer = call(client, "change_password", old_password="wrong", new_password=NEW)
        assert (answer.status_code, answer.json()["_field_errors"][0]["fieldname"]) == (417, "old_password")
        answer = call(client, "change_password", old_password=PASSWORD, new_password="password123")
        assert answer.json()["_field_errors"][0]["fieldname"] == "new_password"
        assert call(client, "change_password", old_password=PASSWORD, new_password=NEW).status_code == 200
        assert (who(client, sid), who(client, mine)) == (403, 200)
        client.cookies.clear()
        assert client.post(LOGIN, data={"usr": USER, "pwd": NEW}).status_code == 200

    def test_is_judged_before_it_is_chosen(self, guest: Caller) -> None:
        path = "/api/method/comptoir.desk.sign_in.password_strength"
        found = guest("POST", path, json={"password": "anna", "user_inputs": ["anna"]}).json()["message"]
        assert (found["score"], found["least"]) == (0, 3)
        assert len(found["problems"]) > 1
        assert guest("POST", path, json={"password": NEW}).json()["message"]["problems"] == []


class TestARole:
    def shut(self, site: Site) -> None:
        with site.context() as ctx:
            get_document(ctx, "Role", "Driver").update({"restrict_to_addresses": "10.1.0.0/16"}).save()

    def test_holds_for_running_sessions_and_says_why(self, client: Browser, sid: str, site: Site) -> None:
        self.shut(site)
        answer = client.get(WHO)
        assert (answer.status_code, answer.json()["session_expired"]) == (403, 1)
        assert "127.0.0.1" in answer.json()["_server_messages"]

    def test_holds_for_keys(self, driver: Caller, site: Site) -> None:
        self.shut(site)
        assert driver("GET", WHO).status_code == 401

    def test_is_not_escaped_by_a_forged_address(self, driver: Caller, site: Site) -> None:
        self.shut(site)
        headers = {"X-Forwarded-For": "10.1.2.3", "X-Real-IP": "10.1.2.3", "Forwarded": "for=10.1.2.3"}
        assert driver("GET", WHO, headers=headers).status_code == 401

    def test_shuts_nobody_out_who_writes_it(self, client: Browser, site: Site) -> None:
        make_user(site, USER, "System Manager")
        sign_in(client)
        token = client.get("/api/method/comptoir.desk.api.boot").json()["message"]["csrf_token"]
        answer = client.request(
            "PUT", "/api/resource/Role/System Manager", json={"restrict_to_addresses": "10.1.0.0/16"},
            headers={"X-Frappe-CSRF-Token": token},
        )  # fmt: skip
        assert (answer.status_code, "shut you out" in answer.text) == (417, True)


class TestRates:
    def test_are_refused_with_a_time_to_wait(self, guest: Caller) -> None:
        path = "/api/method/comptoir.desk.sign_in.password_strength"
        answers = [guest("POST", path, json={"password": ""}) for _ in range(61)]
        assert (answers[0].status_code, answers[60].status_code) == (200, 429)
        assert answers[60].json()["exc_type"] == "RateLimitExceededError"
        assert 0 < int(answers[60].headers["Retry-After"]) <= 60

    def test_are_counted_for_each_by_themselves(self, site: Site) -> None:
        rates.count(site, "x", "anna", 1)
        rates.count(site, "x", "boris", 1)
        rates.count(site, "y", "anna", 1)
        with pytest.raises(RateLimitExceededError):
            rates.count(site, "x", "anna", 1)
