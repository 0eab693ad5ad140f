"""The pages where people settle access: permissions, explanations, their profile."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


def test_a_right_is_given_after_its_review(page: Page, site: Site) -> None:
    page.goto("/desk/permissions?doctype=Client")
    row = page.locator("tr[data-row=Driver]").first
    row.get_by_label("Driver: Delete").check()
    expect(row).to_have_attribute("data-state", "changed")
    page.locator("[data-test=review]").click()
    expect(page.locator("[data-test=review-dialog]")).to_contain_text("Driver may now delete Client.")
    page.locator("[data-test=save-permissions]").click()
    expect(row).to_have_attribute("data-state", "same")
    with site.context():
        assert 1 == frappe.db.get_value("Custom DocPerm", {"parent": "Client", "role": "Driver"}, "delete")


def test_access_is_explained_by_module(page: Page) -> None:
    page.goto("/desk/explain/Administrator")
    page.locator("[data-test=explain-search]").fill("client")
    expect(page.locator("[data-doctype=Client]")).to_be_visible()
    page.locator("[data-count]").first.click()
    expect(page.locator("[data-doctype=Client]")).to_contain_text("0 of 0")


def test_people_change_their_name(page: Page, site: Site) -> None:
    page.goto("/desk/profile")
    page.get_by_label("Last name").fill("Garcia")
    page.locator("[data-test=save-about]").click()
    expect(page.locator("[data-test=user-menu]")).to_contain_text("Garcia")
    expect(page.locator("[data-test=session]").first).to_contain_text("This one")
