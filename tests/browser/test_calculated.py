"""Prices and totals follow what is typed, before anything is saved, and are what the save then stores."""

from __future__ import annotations

import re

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def client(site: Site) -> str:
    """A client, and a printer that the usual price list sells for 100."""
    with site.context():
        frappe.get_doc(doctype="Item Group", item_group_name="Everything", default_tax_percent=20).insert()
        frappe.get_doc(
            doctype="Item", item_code="P", item_name="Printer", item_group="Everything", unit="Piece"
        ).insert()
        frappe.get_doc(
            doctype="Price List", price_list_name="Retail", currency="EUR", selling=1, is_default=1
        ).insert()
        frappe.get_doc(
            doctype="Item Price", item="P", price_list="Retail", rate=100, valid_from="2020-01-01"
        ).insert()
        return str(frappe.get_doc(doctype="Client", client_name="Étoile du Nord").insert().name)


def cell(page: Page, row: int, column: str) -> Locator:
    grid = page.get_by_role("grid", name="Items")
    heads = grid.locator("thead th").all_inner_texts()
    at = next(index for index, head in enumerate(heads) if head.startswith(column))
    return grid.locator(f"tr[aria-rowindex='{row + 1}'] > td").nth(at)


def total(page: Page) -> Locator:
    return page.locator("[data-field=grand_total] output")


def begun(visit: Visit, client: str) -> Page:
    """A new proposal whose first line is a printer."""
    page = visit(f"/app/proposal/new?client={client}", user="Administrator")
    expect(page.get_by_label("Subject").first).to_be_focused()
    page.keyboard.press("Alt+t")
    page.keyboard.type("printer")
    page.keyboard.press("Tab")
    return page


def test_a_proposal_is_priced_while_it_is_typed(visit: Visit, site: Site, client: str) -> None:
    page = begun(visit, client)
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "Price")).to_have_text("€100.00")
    expect(cell(page, 1, "Price")).to_have_class(re.compile(r"\bfollows\b"))
    expect(total(page)).to_have_text("€360.00")

    cell(page, 1, "Price").dblclick()
    expect(page.locator("input[id^=cell-0-]")).to_have_value("100.00")
    page.keyboard.press("Escape")
    expect(total(page)).to_have_text("€360.00")
    cell(page, 1, "Price").click()
    page.keyboard.type("90")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("€324.00")
    expect(cell(page, 1, "Price")).not_to_have_class(re.compile(r"\bfollows\b"))
    with site.context():
        assert 0 == frappe.db.count("Proposal")

    cell(page, 1, "Quantity").click()
    for typed, amount in (("4", "€432.00"), ("3", "€324.00")):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        expect(total(page)).to_have_text(amount)
        page.keyboard.press("ArrowLeft")

    page.keyboard.press("Control+s")
    page.wait_for_url("**/app/proposal/PROP-*")
    expect(total(page)).to_have_text("€324.00")
    with site.context():
        [stored] = frappe.get_all("Proposal", ["name", "grand_total", "price_list"])
        [row] = frappe.get_all("Proposal Item", ["rate", "price_source"], {"parent": stored.name})
    assert (324, "Retail", 90, "Manual") == (
        stored.grand_total,
        stored.price_list,
        row.rate,
        row.price_source,
    )

    page.locator("[data-field=discount_type] select").select_option("Percent")
    page.locator("[data-field=discount_percent] input").fill("10")
    page.keyboard.press("Tab")
    expect(total(page)).to_have_text("€291.60")
    page.locator("[data-field=discount_type] select").select_option("")
    expect(total(page)).to_have_text("€324.00")


def test_what_the_server_refuses_leaves_the_totals_as_they_were(
    visit: Visit, site: Site, client: str
) -> None:
    page = begun(visit, client)
    expect(total(page)).to_have_text("€120.00")
    page.locator("[data-field=discount_type] select").select_option("Amount")
    page.locator("[data-field=discount_amount] input").fill("1000")
    page.keyboard.press("Tab")
    expect(page.locator("[data-field=grand_total]")).to_have_class(re.compile(r"\bbehind\b"))
    page.locator("[data-field=discount_amount] input").fill("20")
    page.keyboard.press("Tab")
    expect(total(page)).to_have_text("€96.00")
    expect(page.locator("[data-field=grand_total]")).not_to_have_class(re.compile(r"\bbehind\b"))
