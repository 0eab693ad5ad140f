"""What people type: countries of telephone numbers, days in their own words, and what cannot be stored."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


def test_a_country_is_chosen_by_keyboard_and_the_number_comes_next(page: Page) -> None:
    page.goto("/app/client/new")
    number = page.locator("[data-field=phone] input")
    country = page.locator("[data-field=phone] [data-test=country]")
    country.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
    page.keyboard.type("kazakh")
    page.keyboard.press("Enter")
    expect(number).to_be_focused()
    page.keyboard.type("7012345678")
    expect(number).to_have_value("+77012345678")
    expect(country).to_have_accessible_name("Country: KZ, Kazakhstan +7")
    number.fill("+33184800010")
    expect(country).to_have_text("FR")
    page.keyboard.press("Tab")
    expect(page.locator("[data-field=phone] [data-test=country]")).to_have_accessible_name(
        "Country: FR, France +33"
    )


def test_days_are_read_as_they_are_written(page: Page) -> None:
    page.goto("/app/task/new")
    due = page.get_by_label("Due", exact=True)
    shown = {}
    for text in ("24.12.2026", "12/24/2026", "20261224", "24 12 26"):
        due.fill(text)
        due.press("Tab")
        shown[text] = due.input_value()
    assert 1 == len(set(shown.values())), shown
    due.fill("25:99 o'clock")
    due.press("Tab")
    expect(due).to_have_attribute("aria-invalid", "true")
    expect(due).to_have_value("25:99 o'clock")


def test_a_link_that_names_nothing_stays_and_is_flagged(page: Page) -> None:
    page.goto("/app/task/new")
    link = page.locator("[data-field] input[role=combobox]").first
    link.fill("Nobody of that name")
    link.press("Tab")
    expect(link).to_have_attribute("aria-invalid", "true")
    expect(link).to_have_value("Nobody of that name")
    expect(page.get_by_text("“Nobody of that name” was not found. Choose from the list.")).to_be_visible()


def test_a_period_between_two_days_is_typed(page: Page, site: Site) -> None:
    with site.context():
        for number, made in enumerate(("2026-03-10", "2026-05-10")):
            name = frappe.get_doc(doctype="Client", client_name=f"Client {number}").insert().name
            frappe.db.set_value("Client", name, "creation", f"{made} 10:00:00")
    page.goto("/app/client")
    rows, panel = page.locator("tbody tr"), page.locator("[data-test=period-panel]")
    expect(rows).to_have_count(2)
    page.locator("[data-test=period]").click()
    page.locator("[data-test=period-field]").select_option(label="Created")
    panel.get_by_label("From").fill("1.5.2026")
    panel.get_by_label("From").press("Tab")
    expect(rows).to_have_count(1)
    panel.get_by_role("button", name="Open the calendar").last.click()
    page.locator("[role=grid] [data-day]").first.wait_for()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(panel).to_be_visible()
    panel.get_by_label("To").fill("never")
    panel.get_by_label("To").press("Tab")
    expect(panel.get_by_role("alert")).to_contain_text("is not a date")
