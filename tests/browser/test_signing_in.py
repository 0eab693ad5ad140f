"""The ways in: with a provider of identities, with a second factor, with a link from a mail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.access import oidc
from comptoir.documents import new_document
from comptoir.sites import Site
from comptoir.sites.config import SITE, read_json, write_json
from playwright.sync_api import Page, expect

from ..acceptance.identities import claims, introduce, running_provider
from ..acceptance.servers import Server
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


@pytest.fixture
def anna(site: Site) -> str:
    with site.context() as ctx:
        values = {"doctype": "User", "email": ANNA, "first_name": "Anna", "roles": [{"role": "Sales User"}]}
        return str(new_document(ctx, values).insert().name)


def configure(site: Site, server: Server, **values: object) -> None:
    """Set what the web process reads of the site when it starts."""
    server.stop()
    path = site.path / SITE
    write_json(path, read_json(path) | {"host_name": f"http://localhost:{server.port}"} | values)
    server.start()


class TestWithAProvider:
    @pytest.fixture
    def provider(self, site: Site, server: Server) -> Iterator[str]:
        with running_provider() as address:
            configure(site, server, **{oidc.PRIVATE: True})
            introduce(site, address)
            yield address

    def go(self, page: Page, sub: str) -> None:
        page.locator("[data-test=provider]", has_text="Company").click()
        page.locator("input[name=sub]").fill(sub)
        page.locator("form:has(input[name=sub]) button").first.click()

    def test_leads_to_where_somebody_was_going(self, visit: Visit, provider: str, anna: str) -> None:
        claims(provider, "anna-1", email=ANNA, email_verified=True, name="Anna")
        page = visit("/app/client?city=Lille")
        self.go(page, "anna-1")
        page.wait_for_url("**/app/client?city=Lille")
        expect(page.locator("[data-test=user-menu]")).to_contain_text("Anna")

    def test_says_on_the_login_page_why_it_was_refused(self, visit: Visit, provider: str) -> None:
        claims(provider, "boris", email="boris@example.com", email_verified=True)
        page = visit("/login")
        self.go(page, "boris")
        expect(page.locator("[data-test=login-error]")).to_contain_text("Company knows you, but this site")
        page.reload()
        page.locator("[data-test=provider]").wait_for()
        expect(page.locator("[data-test=login-error]")).to_have_count(0)
