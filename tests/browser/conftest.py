"""A real browser on a real web process."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from comptoir.access.secrets import set_password
from comptoir.access.sessions import open_session
from comptoir.sites import Bench, Site
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from ..acceptance.servers import Server
from ..chromium import launch
from .quiet import PATIENCE, settle, watch

Visit = Callable[..., Page]
GO = """path => {
  history.pushState({}, "", path)
  dispatchEvent(new PopStateEvent("popstate", { state: {} }))
}"""
OVERFLOW = """async () => {
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame)
  const { scrollWidth, clientWidth } = document.documentElement
  return Math.max(0, scrollWidth - clientWidth)
}"""
PASSWORD = "a password of the browser tests"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = launch(playwright)
    if launched is None:
        pytest.fail("The browser tests need Chromium: apt-get install chromium.", pytrace=False)
    yield launched
    launched.close()


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    with site.context() as ctx:
        set_password(ctx, "Administrator", PASSWORD)
    made = Server(bench, "localhost", tmp_path / "web.log", served=site.name)
    yield made.start()
    made.stop()


@pytest.fixture
def visit(browser: Browser, server: Server, site: Site) -> Iterator[Visit]:
    """Opens a page in a browser that shares nothing with the others, as ``user`` where one is named.

    Whatever a browser complains about fails the test.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(path: str = "/app", user: str = "", **options: Any) -> Page:
        address = f"http://localhost:{server.port}"
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address, **options)
        contexts.append(context)
        if user:
            context.add_cookies([{"name": "sid", "value": session_of(site, user), "url": address}])
        made = context.new_page()
        watch(made)
        made.set_default_timeout(PATIENCE)
        made.on("pageerror", lambda error: complaints.append(str(error)))
        made.on("console", lambda said: complaints.append(said.text) if _is_fault(said, address) else None)
        made.goto(path)
        return made

    yield opened
    for context in contexts:
        context.close()
    assert [] == complaints


@pytest.fixture
def page(visit: Visit) -> Page:
    """A signed-in page."""
    made = visit(user="Administrator")
    made.get_by_role("navigation").first.wait_for()
    return made


def go(page: Page, path: str) -> None:
    """Go to ``path`` as a link leads there, without loading the Desk anew."""
    page.evaluate(GO, path)
    settle(page)
    expect(page.locator("h1").first).to_be_visible()


def overflow(page: Page) -> int:
    """How many CSS pixels of the page stick out at its side.

    Two frames are drawn first: the Desk hears of a new width in the first and has answered it in the second.
    """
    return int(page.evaluate(OVERFLOW))


def session_of(site: Site, user: str) -> str:
    """A session as signing in opens one."""
    with site.context() as ctx:
        return open_session(ctx, user).sid


def sign_in(page: Page, user: str = "Administrator", password: str = PASSWORD) -> None:
    """Go through the login page with a password alone."""
    enter_password(page, user, password)
    page.get_by_role("navigation").first.wait_for()


def enter_password(page: Page, user: str, password: str = PASSWORD) -> None:
    """The first step of signing in."""
    page.fill("input[autocomplete=username]", user)
    page.fill("input[type=password]", password)
    page.keyboard.press("Enter")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _is_fault(message: ConsoleMessage, address: str) -> bool:
    """A refusal (417) is an answer the screens expect; anything else the browser reports of our pages is a fault."""
    ours = message.page is None or message.page.url.startswith(address)
    return ours and message.type == "error" and "status of 417" not in message.text
