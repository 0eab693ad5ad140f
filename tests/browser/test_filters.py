"""Periods, groups of filters and words such as "me": chosen on the screen, kept in the address."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def clients(site: Site) -> None:
    """Six clients: two of Lyon, one made by another, one made last year."""
    with site.context():
        for number in range(6):
            made = frappe.get_doc(
                doctype="Client", client_name=f"Client {number}", city="Lyon" if number < 2 else "Nice"
            ).insert()
            if number == 2:
                frappe.db.set_value("Client", made.name, "owner", "Guest")
            if number == 3:
                frappe.db.set_value("Client", made.name, "creation", "2025-02-03 10:00:00")


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_period_narrows_and_one_key_takes_it_away(page: Page, clients: None) -> None:
    page.goto("/app/client")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(6)
    control = page.locator("[data-test=period]")
    control.click()
    page.locator("[data-test=period-field]").select_option(label="Created")
    page.locator("[data-test=period-panel]").get_by_role("button", name="this week", exact=True).click()
    expect(rows).to_have_count(5)
    expect(control).to_contain_text("this week")
    control.click()
    page.locator("[data-test=period-count]").fill("900")
    page.locator("[data-test=period-roll]").click()
    expect(rows).to_have_count(6)
    assert (["last 900 days"], ["creation"]) == (parameters(page)["_period"], parameters(page)["_on"])
    page.reload()
    expect(control).to_contain_text("last 900 days")
    control.press("Delete")
    expect(control).not_to_contain_text("last 900 days")
    assert "_period" not in parameters(page)


def test_groups_of_filters_are_built_and_kept(page: Page, clients: None) -> None:
    page.goto("/app/client")
    rows, panel = page.locator("tbody tr"), page.locator("[data-test=filter-panel]")
    expect(rows).to_have_count(6)
    page.locator("[data-test=filter-builder]").click()
    panel.get_by_label("Field").select_option(label="City")
    panel.get_by_label("Value").fill("Lyon")
    panel.get_by_label("Value").press("Tab")
    expect(rows).to_have_count(2)
    panel.locator("[data-test=add-filter]").click()
    panel.get_by_label("Field").last.select_option(label="Created")
    panel.get_by_label("Condition").last.select_option(label="is less than")
    panel.locator("[data-test=day-mode]").select_option("-day")
    panel.locator("[data-test=group-joiner]").first.select_option("any")
    expect(rows).to_have_count(3)
    panel.locator("[data-test=add-group]").click()
    group = panel.locator("[data-test=group]")
    group.get_by_label("Field").select_option(label="Created by")
    group.locator("[data-test=pick]").click()
    page.get_by_role("option", name="Me", exact=True).click()
    page.keyboard.press("Escape")
    expect(rows).to_have_count(5)
    kept = json.loads(parameters(page)["_where"][0])
    assert ["city", "like", "%Lyon%"] == kept[0]
    assert "or" == kept[1]
    assert ["creation", "<", "today - 7 days"] == kept[2]
    assert ["owner", "in", ["__user"]] == kept[4]
    page.reload()
    expect(rows).to_have_count(5)
    expect(page.locator("[data-test=group-chip]")).to_contain_text("Me")
    page.locator("[data-test=chips]").get_by_role("button", name="Remove this group").click()
    expect(rows).to_have_count(6)
