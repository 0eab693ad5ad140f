"""Printing from the Desk: a preview that follows the choices, and a file of PDF."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def client(page: Page, site: Site) -> str:
    with site.context():
        return str(frappe.get_doc(doctype="Client", client_name="Étoile du Nord", city="Lille").insert().name)


def test_the_preview_follows_format_and_language(page: Page, client: str) -> None:
    page.goto(f"/app/client/{client}")
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name="Print").click()
    paper = page.frame_locator("[data-test=preview]")
    expect(paper.locator("h1")).to_have_text("Étoile du Nord")
    page.locator("[data-test=print-lang]").select_option("fr")
    expect(paper.locator("body")).to_contain_text("Coordonnées légales")
    page.locator("[data-test=print-format]").select_option("Standard")
    expect(paper.locator(".print-heading h2")).to_have_text("Client")


def test_the_file_is_what_was_chosen(page: Page, client: str) -> None:
    page.goto(f"/desk/print/Client/{client}")
    with page.expect_download(timeout=60_000) as download:  # the first PDF loads its engine
        page.locator("[data-test=save-pdf]").click()
    assert f"{client}.pdf" == download.value.suggested_filename
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_selection_is_printed_in_one_dialog(page: Page, client: str) -> None:
    page.goto("/app/client")
    page.locator("tbody input").first.check()
    page.locator("[data-test=bulk-print]").click()
    expect(page.locator("[data-test=print-format]")).to_contain_text("Client Card")
    page.locator("[data-test=batch-run]").click()
    expect(page.locator("[data-test=batch-state]")).to_contain_text("0 of 1 printed")
