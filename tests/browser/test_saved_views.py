"""Saved views: kept, changed, shared, opened first, and undone."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")
ANNA = "anna@example.com"


@pytest.fixture
def clients(site: Site) -> None:
    with site.context():
        frappe.get_doc(doctype="User", email=ANNA, first_name="Anna", roles=[{"role": "Sales User"}]).insert()
        for number in range(6):
            frappe.get_doc(
                doctype="Client", client_name=f"Client {number}", city="Lyon" if number < 2 else "Nice"
            ).insert()


def save_as(page: Page, title: str, *ticks: str) -> None:
    page.locator("[data-test=saved-view]").click()
    page.locator("[data-test=saved-new]").click()
    page.locator("[data-test=saved-title]").fill(title)
    for tick in ticks:
        page.locator(f"[data-test={tick}]").check()


def test_a_list_is_found_again(page: Page, clients: None) -> None:
    page.goto("/app/client?city=Lyon")
    expect(page.locator("tbody tr")).to_have_count(2)
    save_as(page, "Of Lyon", "saved-pinned")
    page.locator("[data-test=saved-save]").click()
    button = page.locator("[data-test=saved-view]")
    expect(button).to_contain_text("Of Lyon")
    pinned = page.locator("[data-test=pinned-view]")
    expect(pinned).to_have_text("Of Lyon")
    expect(page.locator("[data-test=saved-view-changed]")).to_have_count(0)

    page.get_by_role("button", name="Remove the filter on City").click()
    expect(page.locator("[data-test=saved-view-changed]")).to_have_count(1)
    expect(page.locator("tbody tr")).to_have_count(6)
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(6)
    button.click()
    page.locator("[data-test=saved-reset]").click()
    expect(page.locator("tbody tr")).to_have_count(2)

    button.click()
    page.locator("[data-test=saved-delete]").click()
    expect(pinned).to_have_count(0)
    page.locator("[data-test=toast]").get_by_role("button", name="Undo").click()
    expect(pinned).to_have_text("Of Lyon")
    page.goto("/app/client")
    expect(page.locator("tbody tr")).to_have_count(6)
    pinned.click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_shared_view_opens_first_for_others(page: Page, visit: Visit, clients: None) -> None:
    page.goto("/app/client?city=Nice&_sort=client_name+asc")
    save_as(page, "Of Nice", "saved-first")
    page.get_by_label("Everybody").check()
    page.locator("[data-test=saved-save]").click()
    expect(page.locator("[data-test=saved-view]")).to_contain_text("Of Nice")

    anna = visit("/app", user=ANNA)
    menu = anna.get_by_role("complementary", name="Main menu")
    menu.locator("[data-module=CRM]").click()
    menu.get_by_role("link", name="Client", exact=True).click()
    expect(anna.locator("[data-test=saved-view]")).to_contain_text("Of Nice")
    expect(anna.locator("tbody tr")).to_have_count(4)
    anna.locator("[data-test=saved-view]").click()
    expect(anna.locator("[data-test=saved-new]")).to_be_visible()
    expect(anna.locator("[data-test=saved-delete]")).to_have_count(0)
    anna.locator("[data-test=saved-new]").click()
    expect(anna.locator("[data-test=saved-view-dialog]")).to_be_visible()
    expect(anna.get_by_label("Everybody")).to_have_count(0)
    expect(anna.locator("[data-test=saved-sharers]")).to_contain_text("roles may: System Manager")


def test_favourites_and_recent_documents_follow_a_user(page: Page, visit: Visit, clients: None) -> None:
    page.goto("/app/client")
    page.locator("[data-test=star]").click()
    page.locator("tbody tr", has_text="Client 3").click()
    page.locator("h1", has_text="Client 3").first.wait_for()
    with page.expect_response("**/comptoir.desk.places.star"):
        page.locator("[data-test=star]").click()

    elsewhere = visit("/app", user="Administrator")
    favourites = elsewhere.locator("[data-test=favourites]")
    expect(favourites.get_by_role("link")).to_have_text(["Client", "Client 3"])
    expect(elsewhere.get_by_role("region", name="Recent documents")).to_contain_text("Client 3")
    favourites.get_by_role("link", name="Client 3").click()
    elsewhere.locator("h1", has_text="Client 3").first.wait_for()
    elsewhere.locator("[data-test=star]").click()
    expect(favourites.get_by_role("link")).to_have_text(["Client"])
