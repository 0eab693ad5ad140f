"""Every doctype in every view it has, and its form: nothing complains, and nothing sticks out at any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Visit, go, overflow

pytestmark = pytest.mark.only_on("sqlite")

WIDTHS = (1440, 1024, 390)
PARTS = 2
"""The doctypes are crawled in so many tests, so that workers share them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_view_and_form(visit: Visit, part: int) -> None:
    crawler = Crawler(visit(user="Administrator"))
    found = []
    for entry in crawler.doctypes()[part::PARTS]:
        for path in crawler.paths(entry):
            found += crawler.faults(path)
    assert [] == found


class Crawler:
    """Goes from page to page as links lead, without loading the Desk anew."""

    def __init__(self, page: Any):
        self.page = page
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
        """The list of a doctype, every other view that it offers, and a new form; of a single its form."""
        home = f"/app/{entry['name'].lower().replace(' ', '-')}"
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
        if entry["can_create"]:
            yield f"{home}/new"

    def faults(self, path: str) -> list[tuple[str, str]]:
        """What is wrong on a page, at three widths."""
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        go(self.page, path)
        found = []
        if self.page.get_by_text("There is no such page").count():
            found.append((path, "is not there"))
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if sticking := overflow(self.page):
                found.append((path, f"sticks out {sticking} px at {width} px"))
        return found
