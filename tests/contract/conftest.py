"""A site with the document types, users and rows that the exchanges speak of."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from comptoir.access.tokens import generate_keys
from comptoir.apps.install import NewSite, create_site
from comptoir.context import Context
from comptoir.documents import Document, create, get_document, get_list, new_document
from comptoir.sites import Bench, Site
from comptoir.web.app import create_app

from ..acceptance.conftest import PASSWORD, Browser, Caller, make_user
from ..conftest import ROOT, SHARED
from ..databases import Databases
from ..services import Services
from ..site_templates import ADMIN_PASSWORD, Recipe, SiteTemplates
from .patterns import Roles
from .replay import Speaker

DAY = timedelta(days=1)
MANAGER, CLERK = "manager@example.com", "clerk@example.com"
DOCTYPES = Path(__file__).parent / "doctypes"
ORDER = ("branch", "item", "client", "proposal_item", "proposal")
GOLDEN = (
    ("Golden One", "111", "New", 100, "Branch 01"),
    ("Golden Two", "222", "Active", 200.5, "Branch 02"),
    ("Golden Three", None, "Active", 300, "Branch 01"),
    ("Golden Four", "", "Lost", 400, None),
    ("Golden Five", "555", "Lost", 500, "Branch 03"),
)


def office(bench: Bench, name: str, database: Mapping[str, str]) -> None:
    """The engine alone, with five document types declared on the site."""
    create_site(bench, NewSite(name, ADMIN_PASSWORD, database, apps=("comptoir",)))
    site = bench.site(name)
    with site.context() as ctx:
        add(ctx, "Role", role_name="Office Clerk")
    for declaration in ORDER:
        with site.context() as ctx:
            add(ctx, **json.loads((DOCTYPES / f"{declaration}.json").read_text()))
    make_user(site, MANAGER, "System Manager")
    make_user(site, CLERK, "Office Clerk")
    with site.context() as ctx:
        for user, first_name in ((MANAGER, "Manager"), (CLERK, "Clerk")):
            doc = get_document(ctx, "User", user)
            doc.first_name, doc.username = first_name, first_name.lower()
            doc.save()
    with site.context() as ctx:
        settings = get_document(ctx, "System Settings", "System Settings")
        settings.country = "India"
        settings.save()
    with site.context(MANAGER) as ctx:
        _fill(ctx)


def add(ctx: Context, doctype: str, **values: Any) -> Document:
    return create(ctx, new_document(ctx, values | {"doctype": doctype}))


def _fill(ctx: Context) -> None:
    for number in range(1, 21):
        add(ctx, "Branch", branch_name=f"Branch {number:02}", address=f"{number - 1} Main Street")
    for number in range(1, 31):
        add(ctx, "Item", item_code=f"ITM-{number:04}", item_name=f"Item {number}", rate=number)
    others = [add(ctx, "Client", client_name=f"Client {number:03}", city="Elsewhere") for number in range(40)]
    for number, (title, phone, status, limit, branch) in enumerate(GOLDEN):
        values = {"phone": phone, "status": status, "credit_limit": limit, "branch": branch}
        add(ctx, "Client", client_name=title, email=f"g{number}@example.com", city="GoldenCity", **values)
    for _ in range(25):
        add(ctx, "Proposal", client=others[0].name, total=1000, items=[{"item": "ITM-0003", "qty": 1}])


@pytest.fixture(scope="session")
def site_templates(
    request: pytest.FixtureRequest, services: Services, databases: Databases, worker: str
) -> SiteTemplates:
    """Makes sites of the office."""
    recipe = Recipe("office", office)
    return SiteTemplates(ROOT, request.config.stash[SHARED], services, databases, worker, recipe)


@pytest.fixture
def client(bench: Bench, site: Site) -> Iterator[Browser]:
    transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        made = httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}")
        yield Browser(portal, made)
        portal.call(made.aclose)


@pytest.fixture
def roles(site: Site) -> Roles:
    """Who is who before the first exchange."""
    with site.context() as ctx:
        keys = {"manager": generate_keys(ctx, MANAGER), "clerk": generate_keys(ctx, CLERK)}
    found: Roles = {"password": PASSWORD}
    for who, (key, secret) in keys.items():
        basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
        found |= {f"{who}_key": key, f"{who}_secret": secret, f"{who}_basic": basic}
    with site.context(MANAGER) as ctx:
        rows = get_list(
            ctx, "Client", fields=["name"], filters={"city": "GoldenCity"}, order_by="creation asc"
        )
        today = ctx.clock.now().date()
    found |= {"yesterday": str(today - DAY), "tomorrow": str(today + DAY)}
    return found | {f"golden_{number}": row["name"] for number, row in enumerate(rows, 1)}


class Session:
    """The browser of somebody who signed in: it sends its cookies, and a CSRF token where one is asked for."""

    def __init__(self, client: Browser):
        self._client = client
        self.cookies: dict[str, str] = {}

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = options.pop("headers", {})
        self._client.cookies.clear()
        if headers.pop("csrf", None):
            boot = self._send("GET", "/api/method/comptoir.desk.api.boot", {})
            headers["X-Frappe-CSRF-Token"] = boot.json()["message"].get("csrf_token", "")
        answer = self._send(method, path, headers, **options)
        if answer.cookies.get("sid"):
            self.cookies["sid"] = answer.cookies["sid"]
        return answer

    def _send(self, method: str, path: str, headers: dict[str, str], **options: Any) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self._client.request(
            method, path, headers=headers | ({"Cookie": cookies} if cookies else {}), **options
        )


@pytest.fixture
def speakers(client: Browser, roles: Roles) -> dict[str, Speaker]:
    """Everybody who sends requests."""
    token = partial("token {}:{}".format)
    return {
        "manager": Caller(client, {"Authorization": token(roles["manager_key"], roles["manager_secret"])}),
        "clerk": Caller(client, {"Authorization": token(roles["clerk_key"], roles["clerk_secret"])}),
        "guest": Caller(client, {}),
        "session": Session(client),
    }
