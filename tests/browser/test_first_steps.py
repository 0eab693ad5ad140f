"""What a newcomer does first: look, create, be told what is missing, find it again."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


def test_a_client_is_made_and_found_again(page: Page, site: Site) -> None:
    page.goto("/app/client/new")
    page.get_by_label("City").first.fill("Lille")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Client name is mandatory.").first).to_be_visible()
    page.get_by_label("Client name").first.fill("Étoile du Nord")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/app/client/CLI-*")
    with site.context():
        assert ["Étoile du Nord"] == frappe.get_all("Client", filters={"city": "Lille"}, pluck="client_name")
    page.goto("/app/client")
    page.get_by_text("Étoile du Nord").first.click()
    page.wait_for_url("**/app/client/CLI-*")
    expect(page.get_by_label("City").first).to_have_value("Lille")


def test_a_change_made_elsewhere_is_not_overwritten(page: Page, site: Site) -> None:
    with site.context():
        name = frappe.get_doc(doctype="Client", client_name="Twice").insert().name
    page.goto(f"/app/client/{name}")
    city = page.get_by_label("City").first
    city.fill("Mine")
    with site.context():
        other = frappe.get_doc("Client", name)
        other.city = "Theirs"
        other.save()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    with site.context():
        assert "Theirs" == frappe.db.get_value("Client", name, "city")
