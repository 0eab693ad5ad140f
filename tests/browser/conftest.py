"""A real browser on a real web process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from comptoir.access.secrets import set_password
from comptoir.sites import Bench, Site
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from ..acceptance.servers import Server

PASSWORD = "a password of the browser tests"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("The browser tests need Chromium: apt-get install chromium.", pytrace=False)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
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
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A signed-in page; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, base_url=f"http://localhost:{server.port}"
    )
    made = context.new_page()
    made.set_default_timeout(15_000)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda message: complaints.append(message.text) if _is_fault(message) else None)
    made.goto("/app")
    made.fill("input[autocomplete=username]", "Administrator")
    made.fill("input[type=password]", PASSWORD)
    made.keyboard.press("Enter")
    made.get_by_role("navigation").first.wait_for()
    yield made
    context.close()
    assert [] == complaints


def _is_fault(message: ConsoleMessage) -> bool:
    """A refusal (417) is an answer the screens expect; anything else the browser reports is a fault."""
    return message.type == "error" and "status of 417" not in message.text
