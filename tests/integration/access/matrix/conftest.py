"""The company on a site of its own, made once for a run and asked by everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from comptoir.sites import Bench
from comptoir.sites.config import COMMON, write_json
from comptoir.web.app import create_app

from ....conftest import ROOT, SHARED
from ....databases import Databases
from ....services import Services
from ....site_templates import Recipe, SiteTemplates, every_app
from .company import Company, company_of, found
from .oracle import Person
from .surfaces import Ask


def _company(bench: Bench, name: str, database: Mapping[str, str]) -> None:
    every_app(bench, name, database)
    found(bench.site(name))


FOUNDED = Recipe("access", _company)


class Asking:
    """Asks the company's site in the name of somebody."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient, company: Company):
        self._portal = portal
        self._client = client
        self.company = company

    def __call__(self, person: Person, ask: Ask, **headers: str) -> httpx.Response:
        """The answer to ``ask``."""
        self._client.cookies.clear()
        sent: dict[str, Any] = {"params": ask.query} if ask.query else {}
        if ask.body is not None:
            sent["json"] = ask.body
        given = self.company.keys[person] | ask.headers | headers
        return self._portal.call(partial(self._client.request, ask.method, ask.path, headers=given, **sent))

    def leaks(self, person: Person, ask: Ask) -> list[str]:
        """What the answer to ``ask`` tells ``person`` that it must not, with the request."""
        answer = self(person, ask)
        told = answer.text + json.dumps(dict(answer.headers))
        told = told.replace(answer.headers["X-Request-Id"], "")  # whose digits may happen to look like a mark
        broken = [] if answer.status_code < 500 else [f"{answer.status_code} {told[:300]}"]
        found = self.company.oracle.leaks(person, told, ask.said)
        return [f"{ask}: {what}" for what in (*broken, *sorted(found))]


@pytest.fixture(scope="session")
def company_bench(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Bench]:
    """An installation for the company's sites."""
    sites = tmp_path_factory.mktemp("access") / "sites"
    write_json(sites / COMMON, {"redis_url": redis_url})
    made = Bench(ROOT, sites)
    yield made
    made.close()


@pytest.fixture(scope="session")
def company_templates(
    request: pytest.FixtureRequest, services: Services, databases: Databases, worker: str
) -> SiteTemplates:
    """Makes copies of the company's site."""
    folder: Path = request.config.stash[SHARED]
    return SiteTemplates(ROOT, folder, services, databases, worker, FOUNDED)


@pytest.fixture(scope="session")
def company(company_bench: Bench, company_templates: SiteTemplates, db_type: str) -> Company:
    """The company, which no test changes: what is asked for here is refused, or read."""
    made = company_of(company_templates.restore(company_bench, db_type))
    made.sign_in()
    return made


@pytest.fixture(scope="session")
def asking(company_bench: Bench, company: Company) -> Iterator[Asking]:
    """Requests to the company."""
    transport = httpx.ASGITransport(create_app(company_bench), raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        client = httpx.AsyncClient(transport=transport, base_url=f"http://{company.site.name}")
        yield Asking(portal, client, company)
        portal.call(client.aclose)
