"""Working on a form: from list to document to the next, a new one beside it, and the keys of the page."""

from __future__ import annotations

import re

import frappe
import pytest
from comptoir.documents import new_document
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


def client(site: Site, title: str, **values: object) -> str:
    with site.context() as ctx:
        return str(new_document(ctx, {"doctype": "Client", "client_name": title, **values}).insert().name)


def test_from_the_list_through_its_documents_to_a_new_one_beside(page: Page, site: Site) -> None:
    for title in ("Aster", "Birch", "Cedar"):
        client(site, title, currency="USD")
    page.goto("/app/client?_sort=client_name+asc")
    page.get_by_role("link", name="Aster").click()
    title = page.locator("[data-test=form-title]")
    expect(page.locator("[data-test=passage]")).to_contain_text("1 of 3")
    page.keyboard.press("Alt+PageDown")
    expect(title).to_have_text("Birch")
    page.locator("[data-test=next]").click()
    expect(title).to_have_text("Cedar")
    expect(page.locator("[data-test=next]")).to_be_disabled()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("[data-test=bottom-bar] [data-test=previous]").click()
    expect(title).to_have_text("Birch")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("[data-test=next]").click()
    expect(title).to_have_text("Cedar")

    page.locator("body").press("?")
    expect(page.locator("[data-test=shortcuts]")).to_contain_text("Next in the list")
    page.keyboard.press("Escape")

    page.locator("[data-new=Deal]").click()
    page.wait_for_url(re.compile("/app/deal/new"))
    expect(page.get_by_label("Client", exact=False).first).to_have_value("Cedar")
    expect(page.locator("[data-field=currency] input")).to_have_value("USD")


def test_a_save_is_undone_and_the_field_tells_of_it(page: Page, site: Site) -> None:
    name = client(site, "Before")
    page.goto(f"/app/client/{name}")
    title = page.get_by_label("Client name").first
    title.fill("After")
    page.keyboard.press("Control+s")
    page.locator("[data-test=toast]").get_by_role("button", name="Undo").click()
    expect(title).to_have_value("Before")
    title.focus()
    page.keyboard.press("Alt+h")
    history = page.locator("[data-test=field-history] > li")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("After → Before")


def test_one_asks_to_be_reminded_and_takes_it_back(page: Page, site: Site) -> None:
    page.goto(f"/app/client/{client(site, 'Aster')}")
    panel = page.locator("[data-test=panel-reminders]")
    panel.locator("[data-test=remind]").click()
    expect(page.locator("[data-test=remind-what]")).to_have_value("Aster")
    page.locator("[data-test=remind-what]").fill("Call them back")
    page.locator("[data-test=remind-tomorrow]").click()
    expect(panel).to_contain_text("Call them back")
    expect(panel.locator("time")).to_have_attribute("datetime", re.compile(" 09:00"))
    panel.get_by_role("button", name="Remind me no more of Call them back").click()
    expect(panel).not_to_contain_text("Call them back")
    page.get_by_role("button", name="Undo").last.click()
    expect(panel).to_contain_text("Call them back")
    page.reload()
    expect(panel).to_contain_text("Call them back")
    with site.context():
        told = frappe.get_all("Reminder", ["reminder_doctype", "user"], {"description": "Call them back"})
    assert [{"reminder_doctype": "Client", "user": "Administrator"}] == told


@pytest.mark.parametrize("name", ["new", "New"])
def test_a_document_called_like_the_empty_form_is_opened(page: Page, site: Site, name: str) -> None:
    with site.context() as ctx:
        new_document(ctx, {"doctype": "Lead Source", "source_name": name}).insert()
    page.goto("/app/lead-source")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("[data-test=form-title]")).to_have_text(name)
    page.reload()
    expect(page.locator("[data-test=form-title]")).to_have_text(name)
    page.goto("/app/lead-source/new")
    expect(page.locator("[data-test=form-title]")).to_have_text("New Lead Source")


def test_a_title_is_shown_as_it_was_written(page: Page, site: Site) -> None:
    page.goto(f"/app/client/{client(site, 'Bars <5 and >3')}")
    expect(page.locator("[data-test=form-title]")).to_have_text("Bars <5 and >3")
    expect(page.locator("h1")).to_have_text("Bars <5 and >3")
