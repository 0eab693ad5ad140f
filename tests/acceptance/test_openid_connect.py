"""Signing in by OpenID Connect, with a provider that runs as a server of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import orjson
import pytest
from comptoir.access import oidc
from comptoir.documents import get_document
from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.sites import Site
from comptoir.web.oidc import same_site

from .conftest import Browser, Caller, make_user
from .identities import claims, introduce, running_provider

ANNA = "anna@example.com"
CALLBACK = "/oidc/callback"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture
def known(site: Site, provider: str) -> Site:
    """The site, with the provider."""
    trust(site, provider)
    return site


def trust(site: Site, provider: str) -> None:
    site.config = replace(site.config, raw={**site.config.raw, oidc.PRIVATE: True})
    introduce(site, provider)


def change(site: Site, **values: Any) -> None:
    with site.context() as ctx:
        get_document(ctx, "Social Login Key", "Company").update(values).save()


def begin(client: Browser, **query: str) -> str:
    answer = client.get("/oidc/start/Company", params=query)
    assert 303 == answer.status_code, answer.text
    return str(answer.headers["location"])


def authorise(url: str, sub: str) -> dict[str, str]:
    """What the provider sends the browser back with."""
    answer = httpx.post(url, data={"sub": sub}, trust_env=False, follow_redirects=False)
    assert answer.status_code in (302, 303), answer.text
    target = urlsplit(answer.headers["location"])
    assert CALLBACK == target.path
    return {key: value[0] for key, value in parse_qs(target.query).items()}


def sign_in(client: Browser, sub: str, **query: str) -> httpx.Response:
    return client.get(CALLBACK, params=authorise(begin(client, **query), sub))


def sent_back(answer: httpx.Response) -> str:
    """What the login page says to somebody who was refused."""
    assert (303, "/login") == (answer.status_code, urlsplit(answer.headers["location"]).path), answer.text
    return unquote(answer.cookies["sign_in_refusal"])


def who(client: Browser) -> str:
    return str(client.get("/api/method/frappe.auth.get_logged_user").json().get("message", "Guest"))


@pytest.fixture
def anna(known: Site, provider: str) -> str:
    claims(provider, "anna-1", email=ANNA, email_verified=True, name="Anna")
    return make_user(known, ANNA, "Sales User")


class TestSigningIn:
    def test_is_offered_to_guests(self, guest: Caller, known: Site) -> None:
        rows = guest("GET", "/api/method/comptoir.desk.sign_in.providers").json()["message"]
        assert [{"name": "Company", "label": "Company", "url": "/oidc/start/Company"}] == rows

    def test_opens_a_session(self, client: Browser, anna: str) -> None:
        answer = sign_in(client, "anna-1")
        assert (303, "/app") == (answer.status_code, answer.headers["location"]), answer.text
        assert ANNA == who(client)

    def test_goes_by_pkce_state_and_nonce(self, client: Browser, anna: str) -> None:
        asked = parse_qs(urlsplit(begin(client)).query)
        assert {"state", "nonce", "code_challenge"} <= set(asked)
        assert (["S256"], ["code"]) == (asked["code_challenge_method"], asked["response_type"])

    def test_follows_the_identity_when_the_address_changes(
        self, client: Browser, known: Site, provider: str, anna: str
    ) -> None:
        sign_in(client, "anna-1")
        client.cookies.clear()
        claims(provider, "anna-1", email="other@example.com", email_verified=True)
        assert 303 == sign_in(client, "anna-1").status_code
        assert ANNA == who(client)

    @pytest.mark.parametrize(
        ("target", "reached"),
        [
            ("/app/client?status=x", "/app/client?status=x"),
            ("https://evil.example/", "/app"),
            ("//evil.example/", "/app"),
            ("/\\evil.example/", "/app"),
            ("/%09/evil", "/%09/evil"),
            ("\t//evil.example", "/app"),
            ("javascript:alert(1)", "/app"),
        ],
    )
    def test_leads_to_this_site_alone(self, client: Browser, anna: str, target: str, reached: str) -> None:
        assert reached == same_site(target)
        answer = sign_in(client, "anna-1", **{"redirect-to": target})
        assert reached == answer.headers["location"]


class TestARefusal:
    def refused(self, client: Browser, answer: httpx.Response) -> bool:
        return bool(sent_back(answer)) and "sid" not in answer.cookies and who(client) == "Guest"

    def test_is_said_on_the_login_page_in_the_language_of_the_browser(
        self, client: Browser, known: Site, provider: str
    ) -> None:
        claims(provider, "boris", email="boris@example.com", email_verified=True)
        assert sent_back(sign_in(client, "boris")).startswith(
            "Company knows you, but this site has no active user"
        )
        client.client.headers["accept-language"] = "fr"
        assert "Company vous connaît" in sent_back(sign_in(client, "boris"))

    def test_to_begin_keeps_where_somebody_was_going(self, client: Browser, known: Site) -> None:
        change(known, base_url="http://127.0.0.1:1")
        answer = client.get("/oidc/start/Company", params={"redirect-to": "/app/client?status=x"})
        assert sent_back(answer)
        assert "/login?redirect-to=%2Fapp%2Fclient%3Fstatus%3Dx" == answer.headers["location"]

    def test_of_a_tampered_state(self, client: Browser, anna: str) -> None:
        sent = authorise(begin(client), "anna-1")
        assert self.refused(client, client.get(CALLBACK, params=sent | {"state": sent["state"] + "x"}))

    def test_of_another_browser(self, client: Browser, anna: str) -> None:
        sent = authorise(begin(client), "anna-1")
        client.cookies.clear()
        assert self.refused(client, client.get(CALLBACK, params=sent))

    def test_of_a_callback_replayed(self, client: Browser, anna: str) -> None:
        url = begin(client)
        cookie = client.cookies["oidc"]
        sent = authorise(url, "anna-1")
        assert 303 == client.get(CALLBACK, params=sent).status_code
        client.cookies.clear()
        client.cookies.set("oidc", cookie)
        assert self.refused(client, client.get(CALLBACK, params=sent))

    def test_of_a_wrong_nonce(self, client: Browser, anna: str) -> None:
        url = re.sub(r"nonce=[^&]+", "nonce=another", begin(client))
        assert self.refused(client, client.get(CALLBACK, params=authorise(url, "anna-1")))

    def test_of_a_token_for_somebody_else(
        self, client: Browser, anna: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = oidc._verified

        def other(provider: oidc.Provider, *given: Any) -> dict[str, Any]:
            return real(replace(provider, client_id="another"), *given)

        monkeypatch.setattr(oidc, "_verified", other)
        assert self.refused(client, sign_in(client, "anna-1"))

    def test_of_an_unsigned_token(self, known: Site, provider: str) -> None:
        header, body = (oidc.base64.urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode() for part in (
            {"alg": "none"}, {"iss": "i", "aud": "crm", "sub": "x", "nonce": "n", "exp": 99999999999},
        ))  # fmt: skip
        keys = httpx.get(f"{provider}/jwks", trust_env=False).json()
        begun = oidc.Begun("Company", "n", "v", "b", "/app")
        with pytest.raises(oidc.AuthenticationError):
            oidc._verified(oidc.Provider("Company", "i", "crm", "s"), begun, f"{header}.{body}.", keys)

    def test_of_an_address_nobody_has_verified(self, client: Browser, provider: str, anna: str) -> None:
        claims(provider, "anna-2", email=ANNA, email_verified=False)
        assert self.refused(client, sign_in(client, "anna-2"))

    def test_of_a_disabled_user(self, client: Browser, admin: Caller, anna: str) -> None:
        assert 303 == sign_in(client, "anna-1").status_code
        admin("PUT", f"/api/resource/User/{ANNA}", json={"enabled": 0})
        assert self.refused(client, sign_in(client, "anna-1"))

    def test_of_a_stranger(self, client: Browser, known: Site, provider: str) -> None:
        claims(provider, "boris", email="boris@example.com", email_verified=True)
        assert self.refused(client, sign_in(client, "boris"))

    def test_by_the_provider(self, client: Browser, anna: str) -> None:
        state = parse_qs(urlsplit(begin(client)).query)["state"][0]
        assert self.refused(client, client.get(CALLBACK, params={"error": "access_denied", "state": state}))

    def test_of_a_provider_that_is_switched_off(self, client: Browser, known: Site) -> None:
        change(known, enable_social_login=0)
        assert 404 == client.get("/oidc/start/Company").status_code


class TestAStranger:
    def test_becomes_a_user_where_the_site_says_so(self, client: Browser, known: Site, provider: str) -> None:
        change(known, sign_ups="Allow")
        claims(provider, "carla", email="carla@example.com", email_verified=True, name="Carla")
        assert 303 == sign_in(client, "carla").status_code
        assert "carla@example.com" == who(client)
        with known.context() as ctx:
            made = get_document(ctx, "User", "carla@example.com")
            assert (["Sales User"], ["carla"]) == (
                [row.role for row in made.roles], [row.userid for row in made.social_logins],
            )  # fmt: skip

    def test_does_not_with_an_address_nobody_has_verified(
        self, client: Browser, known: Site, provider: str
    ) -> None:
        change(known, sign_ups="Allow")
        claims(provider, "dora", email="dora@example.com", email_verified=False)
        assert sent_back(sign_in(client, "dora"))
        assert "Guest" == who(client)


class TestTheNetwork:
    @pytest.mark.parametrize(
        "url", ["https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x", "http://example.com/"]
    )
    def test_is_not_asked_for_private_addresses(self, site: Site, url: str) -> None:
        with site.context() as ctx, pytest.raises(ValidationError):
            oidc.check_address(ctx, url)

    def test_that_does_not_answer_is_said(self, client: Browser, known: Site) -> None:
        change(known, base_url="http://127.0.0.1:1")
        assert "does not answer" in sent_back(client.get("/oidc/start/Company"))

    def test_is_believed_only_under_the_configured_issuer(
        self, client: Browser, known: Site, provider: str
    ) -> None:
        with known.context() as ctx, pytest.raises(ServiceUnavailableError):
            oidc._discover(
                ctx, oidc.Provider("Company", provider.replace("127.0.0.1", "localhost") + "/", "crm", "s")
            )


class TestAnotherCompany:
    def test_takes_no_state_of_the_first(
        self, client: Browser, anna: str, neighbour: Site, provider: str
    ) -> None:
        trust(neighbour, provider)
        make_user(neighbour, ANNA, "Sales User")
        there = {"Host": neighbour.name}
        begun = begin(client)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
        given = authorise(begun, "anna-1")
        client.cookies.clear()
        refused = client.get(CALLBACK, params=given, headers=there | cookies)
        assert sent_back(refused)
        assert "sid" not in refused.cookies
        client.cookies.clear()
        assert "/app" == client.get(CALLBACK, params=given, headers=cookies).headers["location"]
