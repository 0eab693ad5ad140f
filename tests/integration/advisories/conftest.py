"""A company of two branches that somebody attacks over HTTP, on a site of its own for every module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe
import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from comptoir.access.secrets import set_password
from comptoir.context import use
from comptoir.sites import Bench, Site
from comptoir.traces import later
from comptoir.web.app import create_app

from ...acceptance.conftest import PASSWORD, Browser, Caller, key_of
from ...conftest import SHARED
from ...databases import Databases
from ...services import Services
from ...site_templates import Recipe, SiteTemplates, every_app
from .attacks import Answer, answered

ROOT = Path(__file__).resolve().parents[3]
LYON, LILLE = "Lyon", "Lille"
PEOPLE = {
    "keeper": ("System Manager", None),
    "manager": ("Sales Manager", LYON),
    "anna": ("Sales User", LYON),
    "boris": ("Sales User", LILLE),
    "driver": ("Driver", LYON),
    "producer": ("Production User", LYON),
}
"""Who attacks, or is attacked: the role, and the branch they are held to."""
SECRET = "zephyrine"
"""A word that stands in documents of Lille alone."""


def user_of(name: str) -> str:
    """The user called ``name`` in these tests."""
    return f"{name}@example.com"


def _found(bench: Bench, name: str, database: Mapping[str, str]) -> None:
    every_app(bench, name, database)
    with bench.site(name).context() as ctx, use(ctx):
        for branch in (LYON, LILLE):
            _new("Branch", branch_name=branch)
        for person, (role, branch) in PEOPLE.items():
            scopes = [{"scope": branch}] if branch else []
            _new("User", email=user_of(person), first_name=person, roles=[{"role": role}], scopes=scopes)
            set_password(ctx, user_of(person), PASSWORD)
        settings = frappe.get_doc("System Settings")
        settings.limit_to_scope = 1
        settings.save()


def _new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


ATTACKED = Recipe("attacked", _found)


@dataclass(slots=True)
class Company:
    """The attacked site and those who ask it."""

    site: Site
    browser: Browser
    callers: dict[str, Caller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hand_out_keys()

    def hand_out_keys(self) -> None:
        """Gives everybody a key before anything is compared: a key is a value of its user."""
        for person in (*PEOPLE, "admin"):
            user = "Administrator" if person == "admin" else user_of(person)
            self.callers[person] = Caller(self.browser, key_of(self.site, user))
        self.callers["guest"] = Caller(self.browser, {})

    def ask(self, person: str, method: str, path: str, **options: Any) -> Answer:
        """The answer to ``person``: somebody of ``PEOPLE``, ``admin`` or ``guest``. Raises where it is no answer."""
        return answered(self.callers[person](method, path, **options))

    def call(self, person: str, method: str, /, **values: Any) -> Answer:
        """The answer to a POST of a whitelisted method."""
        return self.ask(person, "POST", f"/api/method/{method}", json=values)

    def make(self, doctype: str, **values: Any) -> str:
        """A document made by Administrator; its name."""
        made = self.ask("admin", "POST", f"/api/resource/{doctype}", json=values)
        assert made.status == 200, made.text
        return str(made.data["name"])

    def remove(self, doctype: str, name: str) -> None:
        """Deletes what a test made that others would see."""
        gone = self.ask("admin", "DELETE", f"/api/resource/{doctype}/{name}")
        assert gone.status == 202, gone.text

    def read(self, doctype: str, name: str) -> dict[str, Any]:
        """The stored document as Administrator reads it."""
        found = self.ask("admin", "GET", f"/api/resource/{doctype}/{name}")
        assert found.status == 200, found.text
        return dict(found.data)

    def count(self, doctype: str) -> int:
        """How many documents there are."""
        with self.site.context() as ctx, use(ctx):
            return int(frappe.db.count(doctype))


@pytest.fixture(scope="session")
def attacked_templates(
    request: pytest.FixtureRequest, services: Services, databases: Databases, worker: str
) -> SiteTemplates:
    """Makes copies of the company's site."""
    folder: Path = request.config.stash[SHARED]
    return SiteTemplates(ROOT, folder, services, databases, worker, ATTACKED)


@pytest.fixture(scope="module")
def company(bench: Bench, attacked_templates: SiteTemplates, db_type: str) -> Iterator[Company]:
    """The company, untouched at the beginning of each module."""
    site = attacked_templates.restore(bench, db_type)
    redis = bench.redis()
    assert redis is not None
    redis.flushdb()
    transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        client = httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}")
        yield Company(site, Browser(portal, client))
        portal.call(client.aclose)
    later.flush_all()  # what was told here belongs to this site
    bench.forget(site.name)


@pytest.fixture(scope="module")
def clients(company: Company) -> dict[str, str]:
    """A client of each branch, by the branch."""
    return {
        branch: company.make(
            "Client", client_name=name, branch=branch, phone=phone, email=f"{name}@example.com"
        )
        for branch, name, phone in (
            (LYON, "lavender", "+33184800001"),
            (LILLE, SECRET, "+33184800002"),
        )
    }
