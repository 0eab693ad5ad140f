"""Searching everything: the palette by keyboard alone, the page of all results, on three widths, dark and light."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from .conftest import go, overflow

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def clients(site: Site) -> list[str]:
    """More clients of a name than the palette shows, and a task about them."""
    with site.context():
        made = [
            frappe.get_doc(doctype="Client", client_name=f"Dupont Moreau {number:02}", city="Lyon")
            .insert()
            .name
            for number in range(40)
        ]
        frappe.get_doc(doctype="Task", subject="Call Dupont").insert()
    return made


def test_a_document_is_opened_by_keyboard_alone(page: Page, clients: list[str]) -> None:
    palette = page.locator("[data-test=palette]")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("dupnot moreau 07")
    expect(palette.get_by_role("option").first).to_contain_text("Dupont Moreau 07")
    expect(palette.locator("mark").first).to_have_text("moreau", ignore_case=True)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/app/client/{clients[7]}")
    expect(palette).to_have_count(0)
    page.locator("h1", has_text="Dupont Moreau 07").first.wait_for()
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option").first).to_contain_text("Dupont Moreau 07")
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)


def test_lists_new_documents_and_pages_are_reached(page: Page, clients: list[str]) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("client")
    palette = page.locator("[data-test=palette]")
    expect(palette.get_by_role("option", selected=True)).to_have_text("Client")
    expect(palette.get_by_role("option", name="New: Client", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/client")


def test_nothing_earlier_is_shown_for_what_was_typed_later(page: Page, clients: list[str]) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("dupont", delay=30)
    page.keyboard.press("Control+a")
    page.keyboard.type("qzxw")
    expect(page.locator("[data-test=palette]").get_by_role("status")).to_contain_text("qzxw")
    expect(page.locator("[data-test=palette]").get_by_role("option")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_results_stand_on_a_page(page: Page, clients: list[str], width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.keyboard.press("Control+k")
    page.keyboard.type("dupont")
    more = page.locator("[data-test=palette]").get_by_role("option", name="All results for “dupont”")
    more.click()
    page.wait_for_url("**/desk/search?q=dupont")
    found = page.locator("[data-test=search-found]")
    expect(found).to_have_count(30)
    page.get_by_role("button", name="Show more").click()
    expect(found).to_have_count(41)
    page.get_by_role("region", name="Task").get_by_role("link", name="Only these").click()
    expect(found).to_have_count(1)
    assert overflow(page) == 0


def test_the_palette_does_things_and_answers(page: Page, clients: list[str]) -> None:
    palette = page.locator("[data-test=palette]")

    def typed(text: str) -> None:
        page.keyboard.press("Control+k")
        expect(palette.get_by_role("combobox")).to_be_focused()
        page.keyboard.type(text)
        expect(palette.get_by_role("listbox")).to_have_attribute("aria-busy", "false")

    typed("dark")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Theme: Dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    typed("how do i merge")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Merge two documents")
    page.keyboard.press("Escape")
    typed("report client")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Report: Client")
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/client/view/report")
    go(page, f"/app/client/{clients[3]}")
    typed("rename")
    expect(palette.get_by_role("option", selected=True)).to_have_text("Rename")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Rename")).to_be_visible()
    expect(page.locator("[role=dialog] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    typed("keyboard sh")
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=shortcuts]")).to_be_visible()
