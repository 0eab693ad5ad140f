"""Exporting a list: the dialog, and the file that the browser keeps."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import frappe
import openpyxl
import pytest
from comptoir.access.secrets import set_password
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import PASSWORD

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


@pytest.fixture
def clients(page: Page, site: Site) -> None:
    with site.context():
        for name in ("Étoile du Nord", "Étoile du Sud", "Tonnelier"):
            frappe.get_doc(doctype="Client", client_name=name, notes="by hand").insert()


def taken(page: Page) -> Path:
    with page.expect_download() as download:
        page.locator("[data-test=export-run]").click()
    expect(page.locator("[data-test=export-form]")).to_have_count(0)
    return Path(download.value.path())


@pytest.mark.usefixtures("clients")
def test_what_a_search_finds_is_taken_as_csv_by_keyboard(page: Page) -> None:
    page.goto("/app/client?_q=toile&_sort=client_name+asc")
    page.locator("[data-test=export]").press("Enter")
    expect(page.locator("[data-test=export-extent]")).to_contain_text("2")
    page.get_by_label("Excel").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("CSV")).to_be_checked()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Client.csv" == download.value.suggested_filename
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert ["Étoile du Nord", "Étoile du Sud"] == [row[1] for row in rows[1:-1]]
    assert rows[-1][0].startswith("# Exported by Administrator")


@pytest.mark.usefixtures("clients")
def test_the_selected_rows_are_taken_with_every_field(page: Page) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    page.locator("tbody input").nth(1).check()
    page.locator("[data-test=bulk-export]").click()
    page.get_by_label("Every field you may see").check()
    book = openpyxl.load_workbook(io.BytesIO(taken(page).read_bytes()))
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert 1 == len(rows)
    assert "by hand" in rows[0]
    assert len(heading) > 15


@pytest.mark.usefixtures("clients")
def test_who_may_take_less_is_told_before(page: Page, site: Site) -> None:
    with site.context() as ctx:
        make_user(site, ANNA, "Sales Manager")
        set_password(ctx, ANNA, PASSWORD)
        for role in frappe.get_all("Role", pluck="name"):
            frappe.db.set_value("Role", role, "export_limit", 2)
    page.context.clear_cookies()
    page.goto("/login")
    page.fill("input[autocomplete=username]", ANNA)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("navigation").first.wait_for()
    page.goto("/app/client")
    page.locator("[data-test=export]").click()
    expect(page.locator("[data-test=export-extent]")).to_contain_text("more rows than you may export at once")
    expect(page.locator("[data-test=export-run]")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator("[data-test=export]")).to_be_focused()
