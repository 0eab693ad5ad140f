"""Importing a file: dropped, its columns set, checked, run, what was refused taken home, and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")

CLIENTS = "Nom du client;Ville;E-mail;Remarque\nAcme;Lyon;a@example.com;x\nBoréal;Lille;no address;y\n"


def choose(page: Page, path: Path) -> None:
    path.write_text(CLIENTS)
    page.goto("/app/client")
    page.locator("[data-test=import]").click()
    page.locator("[data-test=file]").set_input_files(path)
    expect(page.locator("[data-test=preview]")).to_be_visible()


def test_a_file_is_checked_run_and_undone(
    page: Page, site: Site, work: Callable[[], None], tmp_path: Path
) -> None:
    choose(page, tmp_path / "clients.csv")
    expect(page.locator("[data-test=taken]")).to_contain_text("4 of 4")
    expect(page.locator("[data-test=cell-problem]")).to_contain_text("e-mail")
    page.get_by_label("What Remarque fills").select_option("")
    expect(page.locator("[data-test=taken]")).to_contain_text("3 of 4")
    page.locator("[data-test=check]").click()
    expect(page.locator("[data-test=running]")).to_be_visible()
    work()
    expect(page.locator("[data-test=result]")).to_contain_text("1 document would be written. 1 was refused.")
    page.locator("[data-test=run]").click()
    expect(page.locator("[data-test=running]")).to_be_visible()
    work()
    expect(page.locator("[data-test=result]")).to_contain_text("1 document was written. 1 was refused.")
    expect(page.locator("[data-test=refused]")).to_contain_text("Row 3")
    with page.expect_download() as download:
        page.locator("[data-test=failed-rows]").click()
    assert "Boréal,Lille,no address,y" in Path(download.value.path()).read_text("utf-8-sig")
    page.locator("[data-test=undo]").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo this import").click()
    expect(page.locator("[data-test=running]")).to_be_visible()
    work()
    expect(page.locator("[data-test=result]")).to_contain_text("1 document was taken back.")
    with site.context():
        assert frappe.db.count("Client") == 0
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.locator("[data-test=past-imports]")).to_contain_text("Undone")


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    page.goto("/desk/import/client")
    page.locator("[data-test=file]").set_input_files(path)
    expect(page.get_by_role("alert")).to_contain_text("cannot be unpacked")


def test_an_import_made_by_hand_leads_to_where_it_is_run(page: Page, site: Site) -> None:
    with site.context():
        made = frappe.get_doc(
            doctype="Data Import", reference_doctype="Warehouse Entry", import_type="Insert New Records"
        ).insert()
    page.goto(f"/app/data-import/{made.name}")
    page.get_by_role("button", name="Open the import").click()
    page.wait_for_url(f"**/desk/import/*/{made.name}")
    expect(page.get_by_text("Choose the file to import first.")).to_be_visible()
    expect(page.locator("[data-test=check]")).to_be_visible()
