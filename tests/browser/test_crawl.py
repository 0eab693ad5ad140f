"""Every page there is to open on a site at work: every doctype in every view it has, its form, and one document of it.

A reader of Russian, whose words are the longest, sees the demo company. Nothing complains, nothing sticks out at any
width, nothing is said in English that nobody entered, no page is missing, and axe finds nothing, wide and on a phone, in light and in dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import frappe
import pytest
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.sites import Site
from playwright.sync_api import Page, expect
from regioncrm.demo import install

from .axe import CONTRAST, DESKTOP, TAGS, Look, faults
from .conftest import Visit, go, overflow
from .untranslated import Said

pytestmark = pytest.mark.only_on("sqlite")

LOOKS = (
    DESKTOP,
    Look(1440, "dark", CONTRAST),
    Look(1024, "dark", {}),
    Look(390, "dark", TAGS, height=3000),
)
"""A phone is so high that nothing lies under what stays at its foot, which axe would take for a target too small to hit.

A page of 1024 px has the colours and names of a wider one; whether it has room is asked at every width."""
PROBLEM = "[data-test=problem]"
"""What stands where a page could not be shown."""
BELOW = "() => document.documentElement.scrollHeight - document.documentElement.clientHeight"
"""Pixels by which the window itself scrolls; only what lies within the frame of the Desk may."""
PARTS = 6
"""The doctypes are crawled in so many tests, so that workers share them."""


@pytest.fixture
def demo(site: Site) -> Iterator[Context]:
    with use(site.open(ADMINISTRATOR)) as ctx:
        ctx.db.begin()
        install()
        frappe.db.set_value("User", ADMINISTRATOR, "language", "ru")
        ctx.db.commit()
        yield ctx
        ctx.db.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(visit: Visit, demo: Context, part: int) -> None:
    crawler = Crawler(visit(user=ADMINISTRATOR, reduced_motion="reduce"), demo)
    found = []
    for entry in crawler.doctypes()[part::PARTS]:
        for path in crawler.paths(entry):
            found += crawler.faults(path)
    assert not found, "\n".join(found)


class Crawler:
    """Goes from page to page as links lead, without loading the Desk anew."""

    def __init__(self, page: Page, ctx: Context):
        self.page = page
        self.said = Said(ctx)
        page.get_by_role("navigation").first.wait_for()

    def doctypes(self) -> list[dict[str, Any]]:
        """Those that stand in the menu."""
        boot = self.page.evaluate(
            "fetch('/api/method/comptoir.desk.api.boot').then(answer => answer.json())"
        )["message"]
        listed = [entry for module in boot["modules"] for entry in module["doctypes"]]
        assert 30 < len(listed)
        return listed

    def paths(self, entry: dict[str, Any]) -> Iterator[str]:
        """The list of a doctype, every other view that it offers, a document and a new one; of a single its form."""
        doctype = entry["name"]
        home = f"/app/{doctype.lower().replace(' ', '-')}"
        yield home
        if entry.get("issingle"):
            return
        if self.page.locator("[data-test=views]").count():
            self.page.locator("[data-test=views]").click()
            offered = self.page.locator("[data-test^=view-]")
            offered.first.wait_for()
            views = [str(each.get_attribute("href")) for each in offered.all()]
            self.page.keyboard.press("Escape")
            yield from (path for path in views if "/view/" in path)
        documents = frappe.get_all(doctype, pluck="name", limit=1)
        yield from (f"{home}/{quote(str(name), safe='')}" for name in documents)
        if entry["can_create"]:
            yield f"{home}/new"

    def faults(self, path: str) -> list[str]:
        """What is wrong on a page, in readable lines."""
        go(self.page, path)
        expect(self.page.locator(".skeleton")).to_have_count(0)
        found = [f"{path} says {text!r}" for text in self.said.in_english(self.page)]
        found += [f"{path} is not there: {told}" for told in self.page.locator(PROBLEM).all_inner_texts()]
        for look in LOOKS:
            look.put_on(self.page)
            if sticking := overflow(self.page):
                found.append(f"{path} sticks out {sticking} px at {look.width} px")
            if scrolled := self.page.evaluate(BELOW):
                found.append(f"{path} lets the frame of the Desk scroll by {scrolled} px at {look.width} px")
            if look.rules:
                found += [f"{path}, {look}: {fault}" for fault in faults(self.page, look.rules)]
        DESKTOP.put_on(self.page)
        return found
