"""The designer of print formats: a format is made beside a document that is printed in it."""

from __future__ import annotations

from urllib.parse import quote

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import FrameLocator, Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def client(page: Page, site: Site) -> str:
    with site.context():
        return str(frappe.get_doc(doctype="Client", client_name="Étoile du Nord", city="Lille").insert().name)


def paper(page: Page) -> FrameLocator:
    return page.frame_locator("[data-test=preview]")


def open_new(page: Page) -> None:
    page.goto("/desk/print-designer?doctype=Client")
    expect(paper(page).locator(".print-heading h2")).to_have_text("Client")


def save_as(page: Page, name: str) -> None:
    page.locator("[data-test=save]").click()
    page.locator("[data-test=format-name]").fill(name)
    page.locator("[data-test=save-name]").click()
    page.wait_for_url(f"**/desk/print-designer/{quote(name)}**")


def test_a_format_is_designed_saved_and_printed(page: Page, client: str) -> None:
    page.goto(f"/desk/print/Client/{client}")
    page.locator("[data-test=print-menu]").click()
    page.get_by_role("menuitem", name="Design a format…").click()
    expect(paper(page).locator(".sub-heading")).to_contain_text(client)
    page.locator("[data-test=sheet] [data-item]", has_text="City").first.click()
    page.locator("[data-test=item-label]").fill("Town of the driver")
    expect(paper(page).locator("body")).to_contain_text("Town of the driver")
    page.locator("[data-test=add-Text]").click()
    page.locator("[data-test=item-text]").fill("Ring before nine")
    page.locator("[data-test=aspect-format]").click()
    page.locator("[data-test=set-orientation]").select_option("Landscape")
    expect(paper(page).locator("body")).to_contain_text("Ring before nine")
    save_as(page, "Driver card")
    page.goto(f"/desk/print/Client/{client}")
    page.locator("[data-test=print-format]").select_option("Driver card")
    expect(paper(page).locator("body")).to_contain_text("Town of the driver")
    expect(paper(page).locator("body")).to_contain_text("Ring before nine")


def test_the_keyboard_is_enough(page: Page, client: str) -> None:
    open_new(page)
    rows = page.locator("[data-test=sheet] [data-section='0'] [data-column='0'] [data-item]")
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()
    rows.nth(0).press("Alt+ArrowDown")
    expect(rows.nth(0)).to_have_text(second)
    expect(rows.nth(1)).to_be_focused()
    rows.nth(1).press("Delete")
    expect(page.locator("[data-test=sheet]")).not_to_contain_text(first)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(rows.nth(0)).to_have_text(first)
    page.keyboard.press("Control+Shift+z")
    expect(rows.nth(0)).to_have_text(second)


def test_a_draft_survives_a_reload(page: Page, client: str) -> None:
    open_new(page)
    page.locator("[data-test=add-Heading]").click()
    page.locator("[data-test=item-label]").fill("For the driver")
    expect(paper(page).locator(".extra-heading")).to_have_text("For the driver")
    page.reload()
    expect(paper(page).locator(".extra-heading")).to_have_text("For the driver")
    page.locator("[data-test=discard-draft]").click()
    expect(page.locator("[data-test=designer-note]")).to_have_count(0)
    expect(paper(page).locator(".extra-heading")).to_have_count(0)


def test_a_field_is_dragged_onto_the_sheet(page: Page, client: str) -> None:
    open_new(page)
    page.locator("[data-test=add-section]").click()
    page.locator("[data-test=section-columns]").select_option("2")
    column = page.locator("[data-test=sheet] [data-section]").last.locator("[data-column='1']")
    page.locator("[data-field=city]").drag_to(column)
    expect(column).to_contain_text("City")
    assert 0 == page.locator("main").evaluate("frame => frame.scrollHeight - frame.clientHeight")


def test_a_standard_format_is_changed_as_a_copy_in_html(page: Page, client: str) -> None:
    page.goto("/desk/print-designer/Client%20Card")
    expect(page.locator("[data-test=designer-note]")).to_contain_text("belongs to an app")
    expect(paper(page).locator("h1")).to_have_text("Étoile du Nord")
    source = page.locator("[data-test=source-html]")
    source.fill("<h2>One</h2>\n{{ doc.city.nothing.more }}")
    expect(page.locator("[data-test=preview-problem]")).to_contain_text("line 2")
    source.fill("<h2>Two</h2>\n")
    source.press("Control+End")
    page.locator("[data-field=city]").click()
    expect(source).to_have_value('<h2>Two</h2>\n{{ doc.get_formatted("city") }}')
    expect(paper(page).locator("body")).to_contain_text("Lille")
    save_as(page, "Client Card of ours")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(page: Page, client: str, site: Site) -> None:
    with site.context():
        frappe.get_doc(doctype="Print Format", name="Shared", doc_type="Client").insert()
    page.goto("/desk/print-designer/Shared")
    expect(paper(page).locator(".print-heading h2")).to_have_text("Client")
    with site.context():
        other = frappe.get_doc("Print Format", "Shared")
        other.margin_top = 33
        other.save()
    page.locator("[data-test=set-hide_heading]").uncheck()
    page.locator("[data-test=save]").click()
    page.get_by_role("button", name="Reload and keep my changes").click()
    expect(page.locator("[data-test=set-margin_top]")).to_have_value("33")
    expect(page.locator("[data-test=set-hide_heading]")).not_to_be_checked()
    page.locator("[data-test=save]").click()
    expect(page.get_by_text("Shared is saved.")).to_be_visible()
    with site.context():
        assert (33, 1) == tuple(frappe.db.get_value("Print Format", "Shared", ["margin_top", "hide_heading"]))
