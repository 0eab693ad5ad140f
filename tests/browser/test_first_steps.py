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


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_every_list_and_form_opens(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    boot = page.evaluate("fetch('/api/method/comptoir.desk.api.boot').then(answer => answer.json())")[
        "message"
    ]
    doctypes = [entry for module in boot["modules"] for entry in module["doctypes"]]
    assert 30 < len(doctypes)
    for entry in doctypes[:: 1 if width == 1440 else 4]:
        slug = entry["name"].lower().replace(" ", "-")
        page.goto(f"/app/{slug}")
        expect(page.get_by_text("There is no such page")).to_have_count(0)
        page.locator("main, [role=main]").first.wait_for()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert (entry["name"], 0) == (entry["name"], max(0, overflow))
        if entry["can_create"] and not entry["issingle"]:
            page.goto(f"/app/{slug}/new")
            page.get_by_role("button", name="Save").first.wait_for()
