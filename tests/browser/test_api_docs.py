"""The page that describes the REST interface, and tries it with the session of the reader."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import Page, expect

from ..acceptance.servers import Server

MOMENT = 60_000
"""Milliseconds: the description of a whole site is resolved in the browser before it is shown."""


def test_what_is_tried_is_done(page: Page, server: Server) -> None:
    page.set_default_timeout(MOMENT)
    page.goto("/api/docs")
    expect(page.locator("#who")).to_contain_text("Administrator")
    page.locator("#operations-tag-Org").click()
    operation = page.locator("#operations-Org-create_Branch")
    operation.locator(".opblock-summary").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("textarea.body-param__text").fill('{"branch_name": "Tried"}')
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .response").first
    expect(answer.locator(".response-col_status")).to_have_text(re.compile("200"), timeout=MOMENT)
    expect(answer).to_contain_text("Tried")
    assert "Tried" in page.evaluate("fetch('/api/resource/Branch/Tried').then((answer) => answer.text())")


def test_loads_nothing_from_elsewhere(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/docs")
    expect(page.locator(".opblock-tag").first).to_be_visible(timeout=MOMENT)
    origin = f"http://localhost:{server.port}"
    assert [] == [url for url in asked if not url.startswith((origin, "data:"))]
    policy = httpx.get(f"{server.url}/api/docs", headers=server.headers).headers["content-security-policy"]
    assert "script-src 'self';" in policy
