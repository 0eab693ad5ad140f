"""Open screens follow what others do."""

from __future__ import annotations

import os
from pathlib import Path

import frappe
import pytest
from comptoir.context import use
from comptoir.desk.bell import ring
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


@pytest.fixture
def client(site: Site) -> str:
    with site.context():
        return str(frappe.get_doc(doctype="Client", client_name="Acme").insert().name)


@pytest.fixture
def anna(visit: Visit, site: Site) -> Page:
    make_user(site, ANNA, "Sales Manager")
    return visit(user=ANNA)


def rename(site: Site, client: str, name: str, user: str = "Administrator") -> None:
    """Somebody else saves, and changes the city as well."""
    with site.context() as ctx, use(ctx.acting_as(user)):
        doc = frappe.get_doc("Client", client)
        doc.client_name, doc.city = name, "Lyon"
        doc.save()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_two_people_at_one_document(page: Page, anna: Page, site: Site, client: str) -> None:
    for each in (page, anna):
        each.goto(f"/app/client/{client}")
        expect(each.locator("[data-test=form-title]")).to_have_text("Acme")
    expect(page.locator("[data-test=viewers]")).to_have_accessible_name("Looking at this now: Test")
    name = anna.get_by_label("Client name")
    name.fill("Acme of Anna")
    name.press("Tab")
    rename(site, client, "Acme of the office")
    expect(page.locator("[data-test=form-title]")).to_have_text("Acme of the office")
    expect(anna.locator("[data-test=changed]")).to_be_visible()
    picture(page, "live-viewers")
    picture(anna, "live-changed")
    anna.set_viewport_size({"width": 390, "height": 800})
    picture(anna, "live-changed-phone")
    anna.set_viewport_size({"width": 1440, "height": 900})
    anna.locator("[data-test=changed] button").click()
    dialog = anna.get_by_role("dialog", name="Somebody else has changed Acme of the office")
    expect(dialog.locator("[data-test=conflict]")).to_contain_text("Administrator has saved it")
    met = dialog.locator("[data-field=client_name]")
    expect(met).to_contain_text("Acme of the office")
    expect(met).to_contain_text("Acme of Anna")
    expect(dialog.locator("[data-field=city]")).to_contain_text("not changed by you")
    picture(anna, "conflict")
    anna.get_by_role("button", name="Reload and keep my changes").click()
    expect(name).to_have_value("Acme of Anna")
    anna.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-title]")).to_have_text("Acme of Anna")
    anna.goto("/app")
    expect(page.locator("[data-test=viewers]")).to_have_count(0)


def test_a_comment_comes_by_itself(page: Page, anna: Page, client: str) -> None:
    for each in (page, anna):
        each.goto(f"/app/client/{client}")
    expect(page.locator("[data-test=viewers]")).to_be_visible()
    anna.locator("[data-test=comment-input]").fill("Called them")
    anna.locator("[data-test=comment-send]").click()
    expect(page.locator("[data-test=comment]")).to_contain_text("Called them")


def test_a_list_grows_by_itself(page: Page, site: Site, client: str) -> None:
    page.goto("/app/client")
    row = page.get_by_role("row").filter(has_text="Acme")
    expect(row).to_be_visible()
    with page.expect_response(lambda answer: "comptoir.desk.api.list" in answer.url), site.context():
        frappe.get_doc(doctype="Client", client_name="Borealis").insert()
    expect(page.get_by_role("row").filter(has_text="Borealis")).to_be_visible()


def test_the_bell_rings(page: Page, site: Site) -> None:
    page.goto("/app")
    expect(page.locator("[data-test=bell]")).to_be_visible()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((each) => each.name.includes('socket.io'))"
    )
    with site.context() as ctx:
        ring(ctx, "Administrator", "Something happened.")
    expect(page.locator("[data-test=unread]")).to_have_text("1")
