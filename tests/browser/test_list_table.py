"""Working in a list: what is done to many documents at once."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def clients(page: Page, site: Site) -> None:
    with site.context():
        for name in ("Étoile du Nord", "Étoile du Sud", "Tonnelier"):
            frappe.get_doc(doctype="Client", client_name=name, city="Lyon").insert()


@pytest.mark.usefixtures("clients")
def test_fields_of_a_selection_are_changed_and_put_back(page: Page, site: Site) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    for row in range(2):
        page.locator("tbody input[type=checkbox]").nth(row).check()
    page.locator("[data-test=bulk-edit]").click()
    page.locator("[data-test=bulk-field]").select_option("city")
    page.locator("[data-test=bulk-field]").select_option("payment_terms_days")
    page.locator("[data-test=bulk-form]").get_by_role("textbox", name="City").fill("Lille")
    page.locator("[data-test=bulk-run]").click()
    expect(page.get_by_text("2 documents were changed.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Lille")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 documents have their earlier values again.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Lyon")
    page.locator("thead input[type=checkbox]").check()
    page.locator("[data-test=bulk-tag]").click()
    page.locator("[data-test=bulk-tags-add]").fill("Spring, Fair")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The tags of 3 documents were changed.")).to_be_visible()
    with site.context():
        assert 6 == frappe.db.count("Tag Link")
