"""Viewing as somebody else: the way there, the banner over every page, and the way back."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


@pytest.fixture
def anna(page: Page, site: Site) -> str:
    return make_user(site, ANNA, "Sales Manager")


def test_an_administrator_looks_and_comes_back(page: Page, site: Site, anna: str) -> None:
    page.goto(f"/app/user/{anna}")
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name="View as this user").click()
    expect(page.get_by_role("dialog")).to_contain_text("recorded")
    page.locator("[data-test=confirm]").click()
    banner = page.locator("[data-test=viewing]")
    expect(banner).to_contain_text("You see the site as Test. Nothing can be changed.")
    page.goto("/app/client")
    expect(banner).to_be_visible()
    page.reload()
    expect(banner).to_be_visible()
    expect(page.locator("[data-test=permissions]")).to_have_count(0)
    page.locator("body").press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-test=stop-viewing]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(banner).to_have_count(0)
    expect(page.locator("[data-test=permissions]")).to_be_visible()
    assert page.url.endswith("/app/client")
    with site.context():
        assert {"View As", "View As End"} <= set(frappe.get_all("Activity Log", pluck="operation"))


def test_another_tab_says_so_as_well(page: Page, anna: str) -> None:
    other = page.context.new_page()
    other.goto("/app/client")
    other.get_by_role("navigation").first.wait_for()
    page.goto(f"/desk/explain/{anna}")
    page.locator("[data-test=view-as]").click()
    page.locator("[data-test=confirm]").click()
    expect(other.locator("[data-test=viewing]")).to_be_visible()
    expect(page.locator("[data-test=viewing]")).to_be_visible()
