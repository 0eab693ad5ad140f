"""The Desk as an application on a phone, as Chromium judges it, and without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from comptoir.sites import Site
from playwright.sync_api import Browser, Page, expect

from ..acceptance.servers import Server
from .conftest import session_of

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def signed_in(browser: Browser, server: Server, site: Site) -> Iterator[Page]:
    """A page whose complaints are let pass: the browser reports each request that finds no server."""
    address = f"http://localhost:{server.port}"
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "sid", "value": session_of(site, "Administrator"), "url": address}])
    page = context.new_page()
    page.goto("/app")
    yield page
    context.close()


def test_a_phone_may_install_it_and_is_told_when_there_is_no_network(signed_in: Page, server: Server) -> None:
    page = signed_in
    page.get_by_role("navigation").first.wait_for()
    cdp = page.context.new_cdp_session(page)
    told = cdp.send("Page.getAppManifest")
    assert [] == told["errors"]
    manifest = json.loads(told["data"])
    assert ("/app", "standalone") == (manifest["start_url"], manifest["display"])
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert (200, icon["type"]) == (answer.status, answer.headers["content-type"])
    problems = [
        problem["errorId"] for problem in cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
    ]
    # A context of its own counts as a private window, from which nothing is installed.
    assert [] == [problem for problem in problems if problem != "in-incognito"]

    assert page.evaluate("navigator.serviceWorker.ready.then(worker => worker.scope)").endswith("/app")
    server.stop()
    page.goto("/app/client")
    expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    expect(page.get_by_text("Нет связи")).to_be_visible()
    assert [] == page.evaluate("caches.keys()")
    server.start()
    expect(page.get_by_role("navigation").first).to_be_visible()
