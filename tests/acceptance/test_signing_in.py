"""Signing in, staying in, and what an unsafe request needs."""

from __future__ import annotations

import pytest
from comptoir.sites import Site

from .conftest import PASSWORD, Browser, Caller, make_user

USER = "somebody@example.com"


def sign_in(client: Browser, site: Site) -> str:
    make_user(site, USER, "Sales User")
    answer = client.post("/api/method/login", data={"usr": USER, "pwd": PASSWORD})
    assert answer.status_code == 200, answer.text
    return str(client.get("/api/method/comptoir.desk.api.boot").json()["message"]["csrf_token"])


class TestSession:
    def test_login_leads_to_the_user(self, client: Browser, site: Site) -> None:
        sign_in(client, site)
        assert client.get("/api/method/frappe.auth.get_logged_user").json() == {"message": USER}

    def test_the_session_cookie_is_hidden_from_scripts(self, client: Browser, site: Site) -> None:
        make_user(site, USER)
        answer = client.post("/api/method/login", data={"usr": USER, "pwd": PASSWORD})
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("sid="))
        assert ("HttpOnly" in cookie, "samesite=lax" in cookie.lower(), "Path=/" in cookie) == (
            True,
            True,
            True,
        )

    def test_a_write_without_csrf_token_is_refused(self, client: Browser, site: Site) -> None:
        sign_in(client, site)
        answer = client.post("/api/resource/Client", json={"client_name": "x"})
        assert (answer.status_code, answer.json()["exc_type"]) == (400, "CSRFTokenError")

    def test_a_write_with_csrf_token_passes(self, client: Browser, site: Site) -> None:
        token = sign_in(client, site)
        headers = {"X-Frappe-CSRF-Token": token}
        body = {"doctype": "Branch"}
        answer = client.post("/api/method/frappe.client.get_count", json=body, headers=headers)
        assert answer.status_code == 200

    def test_after_logout_the_session_is_over(self, client: Browser, site: Site) -> None:
        token = sign_in(client, site)
        sid = client.cookies["sid"]
        client.post("/api/method/logout", headers={"X-Frappe-CSRF-Token": token})
        answer = client.get("/api/method/frappe.auth.get_logged_user", headers={"Cookie": f"sid={sid}"})
        assert (answer.status_code, answer.json()["session_expired"]) == (403, 1)


class TestProgramsThatSignIn:
    """Frappe's clients in Python: they post ``cmd=login`` and never learn of a CSRF token."""

    CREDENTIALS = {"cmd": "login", "usr": USER, "pwd": PASSWORD}

    def test_write_without_a_token(self, client: Browser, site: Site) -> None:
        make_user(site, USER, "Sales User")
        assert client.post("/", data=self.CREDENTIALS).json()["message"] == "Logged In"
        answer = client.post("/api/resource/Client", json={"client_name": "Made by a program"})
        assert (answer.status_code, answer.json()["data"]["owner"]) == (200, USER)

    @pytest.mark.parametrize("header", ["Origin", "Referer", "Sec-Fetch-Site"])
    def test_lend_their_session_to_no_page(self, client: Browser, site: Site, header: str) -> None:
        make_user(site, USER, "Sales User")
        client.post("/", data=self.CREDENTIALS)
        answer = client.post(
            "/api/resource/Client", json={"client_name": "x"}, headers={header: "cross-site"}
        )
        assert (answer.status_code, answer.json()["exc_type"]) == (400, "CSRFTokenError")

    @pytest.mark.parametrize("header", ["Origin", "Referer", "Sec-Fetch-Site"])
    def test_are_no_pages(self, client: Browser, site: Site, header: str) -> None:
        make_user(site, USER, "Sales User")
        client.post("/", data=self.CREDENTIALS, headers={header: "same-origin"})
        answer = client.post("/api/resource/Client", json={"client_name": "x"})
        assert (answer.status_code, answer.json()["exc_type"]) == (400, "CSRFTokenError")


class TestKeysByFrappesMethod:
    METHOD = "/api/method/frappe.core.doctype.user.user.generate_keys"

    def test_open_the_interface_to_their_user(self, client: Browser, site: Site, guest: Caller) -> None:
        token = sign_in(client, site)
        keys = client.post(self.METHOD, json={"user": USER}, headers={"X-Frappe-CSRF-Token": token}).json()[
            "message"
        ]
        authorization = {"Authorization": f"token {keys['api_key']}:{keys['api_secret']}"}
        client.cookies.clear()
        answer = guest("GET", "/api/method/frappe.auth.get_logged_user", headers=authorization)
        assert answer.json() == {"message": USER}

    def test_are_not_made_for_somebody_else(self, client: Browser, site: Site) -> None:
        headers = {"X-Frappe-CSRF-Token": sign_in(client, site)}
        answer = client.post(self.METHOD, json={"user": "Administrator"}, headers=headers)
        assert (answer.status_code, answer.json()["exc_type"]) == (403, "PermissionError")


class TestCredentials:
    def test_a_wrong_password_is_401(self, guest: Caller) -> None:
        answer = guest("POST", "/api/method/login", data={"usr": "Administrator", "pwd": "wrong"})
        assert (answer.status_code, answer.json()["exc_type"]) == (401, "AuthenticationError")

    def test_no_password_is_401(self, guest: Caller) -> None:
        assert guest("POST", "/api/method/login").status_code == 401

    def test_a_wrong_api_secret_is_401(self, guest: Caller) -> None:
        headers = {"Authorization": "token abc:def"}
        assert guest("GET", "/api/method/ping", headers=headers).status_code == 401

    def test_a_bearer_token_nobody_issued_is_401(self, guest: Caller) -> None:
        headers = {"Authorization": "Bearer abcdef"}
        assert guest("GET", "/api/method/ping", headers=headers).status_code == 401

    def test_an_unknown_host_is_no_site(self, guest: Caller) -> None:
        answer = guest("GET", "/api/method/ping", headers={"Host": "other.example"})
        assert (answer.status_code, answer.json()["exc_type"]) == (404, "DoesNotExistError")
