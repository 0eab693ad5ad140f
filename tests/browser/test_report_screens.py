"""Reports: groups as a chart and a table, all of it in the address, each number a way to its documents."""

from __future__ import annotations

import csv
from pathlib import Path

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")

DEALS = (
    ("Copiers", "2026-01-12", 1200.5, "EUR"),
    ("Paper", "2026-01-30", 300, "EUR"),
    ("Service", "2026-02-03", 800, "EUR"),
    ("Export", "2026-02-20", 950, "USD"),
)


@pytest.fixture
def deals(page: Page, site: Site) -> None:
    with site.context():
        client = frappe.get_doc(doctype="Client", client_name="Étoile").insert().name
        for title, close, amount, currency in DEALS:
            frappe.get_doc(
                doctype="Deal", deal_title=title, client=client, expected_close=close, amount=amount, currency=currency
            ).insert()  # fmt: skip


def cells(page: Page) -> list[list[str]]:
    rows = page.locator("[data-test=report-table] tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


@pytest.mark.usefixtures("deals")
def test_a_report_is_made_and_leads_to_its_documents(page: Page) -> None:
    page.goto("/app/deal")
    page.locator("[data-test=views]").click()
    page.locator("[data-test=view-report]").click()
    expect(page.locator("[data-test=chart] svg")).to_be_visible()
    page.locator("[data-test=report-rows]").click()
    page.get_by_placeholder("Search").last.fill("expected close")
    page.get_by_role("option", name="Expected close · by month").click()
    page.get_by_placeholder("Search").last.fill("status")
    page.get_by_role("option", name="Status").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-test=report-row]")).to_have_count(2)
    assert [
        ["Jan 2026", "2", "€1,500.50"],
        ["Feb 2026", "2", "€800.00\n$950.00"],
        ["Total", "4", "€2,300.50\n$950.00"],
    ] == cells(page)
    page.reload()
    expect(page.locator("[data-test=report-row]")).to_have_count(2)
    page.locator("[data-test=report-row]").first.locator("[data-test=number]").first.click()
    page.wait_for_url("**/app/deal?expected_close=*")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_text("Copiers")).to_be_visible()


@pytest.mark.usefixtures("deals")
def test_the_period_before_stands_beside_and_a_file_is_taken(page: Page) -> None:
    page.goto(
        "/app/deal/view/report?_period=2026-02-01..2026-02-28&_on=expected_close&_before=1"
        "&_rows=expected_close:month&_columns=currency&_numbers=count"
    )
    expect(page.locator("[data-test=report-total]")).to_contain_text("0")
    drawn = page.locator("[data-test=chart] table")
    expect(drawn.locator("thead th")).to_have_text(
        ["EUR", "EUR · Before: Jan 2026", "USD", "USD · Before: Jan 2026"]
    )
    expect(drawn.locator("tbody td")).to_have_text(["1", "2", "1", ""])
    expect(page.locator("[data-test=chart] svg")).to_contain_text("EUR · Before: Jan 2026")
    page.locator("[data-test=drawing-stacked]").click()
    page.wait_for_url("**_chart=stacked**")
    page.locator("[data-test=export-report]").click()
    with page.expect_download() as download:
        page.get_by_text("CSV (.csv)").click()
    lines = list(csv.reader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    count = "Number of documents"
    assert [
        "Expected close (month)",
        "Currency",
        count,
        f"{count}: Before",
        f"{count}: Change in %",
    ] == lines[0]
    assert [
        ["2026-02-01", "EUR", "1", "2", "-50"],
        ["2026-02-01", "USD", "1", "", ""],
        ["Total", "EUR", "1", "2", "-50"],
        ["Total", "USD", "1", "", ""],
        ["Total", "Total", "2", "2", "0"],
    ] == lines[1:-1]


@pytest.mark.usefixtures("deals")
def test_the_dashboard_of_a_list_shows_what_is_kept_and_what_its_fields_suggest(
    page: Page, site: Site
) -> None:
    with site.context():
        frappe.get_doc(
            doctype="Number Card", label="In euros", document_type="Deal", function="Count",
            filters_json='[["Deal", "currency", "=", "EUR"]]',
        ).insert()  # fmt: skip
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if ".reporting." in request.url else None)
    page.goto("/app/deal/view/dashboard")
    cards = page.locator("[data-test=number-card]")
    expect(cards.filter(has_text="In euros")).to_contain_text("3")
    expect(cards.filter(has_text="Number of documents")).to_contain_text("4")
    expect(cards.filter(has_text="Amount, sum")).to_contain_text("950")
    expect(
        page.locator("[data-test=chart-card]").filter(has_text="Number of documents: Status")
    ).to_be_visible()
    assert 1 == len(asked)
    page.locator("[data-test=list-search]").fill("Paper")
    expect(cards.filter(has_text="Number of documents")).to_contain_text("1")
    expect(cards.filter(has_text="In euros")).to_contain_text("1")
    cards.filter(has_text="In euros").click()
    expect(page.get_by_role("link", name="Paper")).to_be_visible()
