"""What is done most stays within reach of the thumb that holds a phone."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from .conftest import overflow

pytestmark = pytest.mark.only_on("sqlite")

WIDTH, HEIGHT = 390, 844
REACH = HEIGHT * 2 / 3
"""The thumb of the hand that holds a phone covers the lower third of its screen."""


@pytest.fixture
def phone(page: Page, site: Site) -> Page:
    with site.context():
        for name, city in (("Aster", "Lyon"), ("Birch", "Lyon"), ("Cedar", "Lille")):
            frappe.get_doc(doctype="Client", client_name=name, city=city).insert()
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return page


def is_within_reach(part: Locator) -> bool:
    expect(part).to_be_visible()
    box = part.bounding_box()
    assert box
    return REACH < box["y"] and box["y"] + box["height"] <= HEIGHT and 36 <= box["height"]


def test_a_list_is_narrowed_and_added_to(phone: Page) -> None:
    phone.goto("/app/client")
    cards = phone.locator("main li")
    expect(cards).to_have_count(3)
    bar = phone.locator("[data-test=phone-bar]")
    builder = bar.locator("[data-test=filter-builder]")
    expect(phone.locator("[data-test=filter-builder]")).to_have_count(1)
    assert is_within_reach(builder)
    builder.click()
    panel = phone.locator("[data-test=filter-panel]")
    panel.get_by_label("Field").select_option(label="City")
    panel.get_by_label("Value").fill("Lyon")
    panel.get_by_label("Value").press("Tab")
    expect(cards).to_have_count(2)
    box = panel.bounding_box()
    assert box
    assert 0 <= box["y"] <= HEIGHT - box["height"]
    assert 0 == overflow(phone)
    phone.keyboard.press("Escape")
    assert is_within_reach(phone.locator("[data-test=new]"))
    phone.locator("[data-test=new]").click()
    phone.wait_for_url("**/app/client/new**")
    phone.get_by_label("Client name").first.fill("Dogwood")
    assert is_within_reach(phone.locator("[data-test=bottom-bar]").get_by_role("button", name="Save"))


def test_everything_is_searched_from_the_foot_of_a_list(phone: Page) -> None:
    phone.goto("/app/client/view/kanban")
    search = phone.locator("[data-test=phone-search]")
    assert is_within_reach(search)
    search.click()
    phone.keyboard.type("Cedar")
    phone.get_by_role("option", name="Cedar").first.click()
    phone.wait_for_url("**/app/client/CLI-*")


def test_a_wide_screen_has_it_at_the_top(page: Page) -> None:
    page.goto("/app/client")
    expect(page.locator("[data-test=new]")).to_have_count(1)
    expect(page.locator("[data-test=phone-bar]")).to_have_count(0)
    expect(page.locator("header [data-test=new]")).to_be_visible()
