"""A client that speaks HTTP to the application, in process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from comptoir.access import rates
from comptoir.access.secrets import set_password
from comptoir.access.tokens import generate_keys
from comptoir.documents import create, new_document
from comptoir.sites import Bench, Site
from comptoir.web.app import create_app

PASSWORD = "a password of the tests"


class Browser:
    """Sends requests to the application in this process and keeps its cookies."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient):
        self._portal = portal
        self.client = client
        self.cookies = client.cookies

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._portal.call(partial(self.client.request, method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


class Caller:
    """Somebody who sends requests without cookies: a guest, or the owner of an API key."""

    def __init__(self, client: Browser, headers: dict[str, str]):
        self.client = client
        self._headers = headers

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = self._headers | options.pop("headers", {})
        self.client.cookies.clear()
        return self.client.request(method, path, headers=headers, **options)


@pytest.fixture
def client(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    moment = rates.now()
    # What is counted by the minute would be counted anew for a test that runs into the next one.
    monkeypatch.setattr(rates, "now", lambda: moment)
    transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        made = httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}")
        yield Browser(portal, made)
        portal.call(made.aclose)


@pytest.fixture
def guest(client: Browser) -> Caller:
    return Caller(client, {})


@pytest.fixture
def admin(client: Browser, site: Site) -> Caller:
    return Caller(client, key_of(site, "Administrator"))


@pytest.fixture
def driver(client: Browser, site: Site) -> Caller:
    """A user who may see little of the sales side."""
    make_user(site, "driver@example.com", "Driver")
    return Caller(client, key_of(site, "driver@example.com"))


def make_user(site: Site, email: str, *roles: str) -> str:
    with site.context() as ctx:
        rows = [{"role": role} for role in roles]
        user = new_document(ctx, {"doctype": "User", "email": email, "first_name": "Test", "roles": rows})
        create(ctx, user)
        set_password(ctx, str(user.name), PASSWORD)
        return str(user.name)


def key_of(site: Site, user: str) -> dict[str, str]:
    with site.context() as ctx:
        key, secret = generate_keys(ctx, user)
    return {"Authorization": f"token {key}:{secret}"}
