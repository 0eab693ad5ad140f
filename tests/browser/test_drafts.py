"""Unsaved changes outlive the tab and the connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.access.sessions import end_sessions
from comptoir.documents import get_list, new_document
from comptoir.sites import Site
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..acceptance.servers import Server
from .conftest import session_of, sign_in

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def context(browser: Browser, server: Server, site: Site) -> Iterator[BrowserContext]:
    """A signed-in browser that may complain: it is to lose its connection."""
    address = f"http://localhost:{server.port}"
    made = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    made.add_cookies([{"name": "sid", "value": session_of(site, "Administrator"), "url": address}])
    yield made
    made.close()


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    page.locator("[data-test=form-title]").wait_for()
    return page


def test_changes_of_a_closed_tab_are_put_back_and_a_lost_save_is_sent_again(
    context: BrowserContext, site: Site
) -> None:
    page = opened(context, "/app/client/new")
    page.get_by_label("Client name").first.fill("Kept by the browser")
    page.keyboard.press("Tab")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('desk.draft/'))")
    page.close()

    page = opened(context, "/app/client/new")
    expect(page.locator("[data-test=draft]")).to_contain_text("You have unsaved changes from")
    page.locator("[data-test=draft-restore]").click()
    expect(page.get_by_label("Client name").first).to_have_value("Kept by the browser")

    context.set_offline(True)
    expect(page.locator("[data-test=offline]")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-problems]")).to_contain_text("saved as soon as it answers")
    context.set_offline(False)
    page.wait_for_url("**/app/client/CLI-*")
    expect(page.locator("[data-test=offline]")).to_have_count(0)
    with site.context() as ctx:
        assert 1 == len(get_list(ctx, "Client", filters={"client_name": "Kept by the browser"}))
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('desk.draft/'))")


def test_whose_session_has_ended_signs_in_and_finds_what_they_typed(
    context: BrowserContext, site: Site
) -> None:
    with site.context() as ctx:
        name = new_document(ctx, {"doctype": "Client", "client_name": "Aster"}).insert().name
    page = opened(context, f"/app/client/{name}")
    title = page.get_by_label("Client name").first
    title.fill("Aster and Sons")
    with site.context() as ctx:
        end_sessions(ctx, "Administrator")
    page.keyboard.press("Control+s")
    page.locator("input[autocomplete=username]").wait_for()
    sign_in(page)
    expect(page.locator("[data-test=form-title]")).to_have_text("Aster")
    page.locator("[data-test=draft-restore]").click()
    expect(title).to_have_value("Aster and Sons")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-title]")).to_have_text("Aster and Sons")
