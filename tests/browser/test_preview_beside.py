"""The paper beside a form: it follows what is saved, goes along to the next document, and leaves the form usable."""

from __future__ import annotations

import re

import frappe
import pytest
from comptoir.documents import new_document
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from .axe import LOOKS, faults_of_looks
from .conftest import Visit, overflow

pytestmark = pytest.mark.only_on("sqlite")

PANE = "[data-test=preview-pane]"
MENU_ITEM = "Preview beside"
WATCH = """() => {
    window.seen = []
    const look = () => {
        const found = document.querySelector("[data-test=preview]")?.contentDocument?.querySelector("h1")?.textContent
        if (window.seen.at(-1) !== found) window.seen.push(found)
        requestAnimationFrame(look)
    }
    look()
}"""
"""Notes what the paper says in each frame that is drawn: nothing, wherever it is empty."""


@pytest.fixture
def clients(site: Site) -> list[str]:
    with site.context() as ctx:
        return [
            str(new_document(ctx, {"doctype": "Client", "client_name": title, "city": "Lille"}).insert().name)
            for title in ("Aster", "Birch")
        ]


def title_on_paper(page: Page, title: str) -> None:
    expect(page.frame_locator("[data-test=preview]").locator("h1")).to_have_text(title)


def test_the_paper_follows_what_is_saved_and_goes_along(page: Page, clients: list[str]) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    page.get_by_role("link", name="Aster").click()
    expect(page.locator("[data-test=side-panel]")).to_be_visible()
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name=MENU_ITEM).click()
    title_on_paper(page, "Aster")
    expect(page.locator("[data-test=side-panel]")).to_have_count(0)

    name = page.get_by_label("Client name").first
    name.fill("Aster and daughters")
    expect(page.locator("[data-test=preview-state]")).to_contain_text("Save (Ctrl+S) to see your changes")
    title_on_paper(page, "Aster")
    # Whoever has clicked on the paper saves with the same key.
    page.frame_locator("[data-test=preview]").locator("h1").click()
    page.keyboard.press("Control+s")
    title_on_paper(page, "Aster and daughters")
    expect(page.locator("[data-test=preview-state]")).to_have_text("Shows what is saved.")

    page.keyboard.press("Alt+PageDown")
    title_on_paper(page, "Birch")
    page.reload()
    title_on_paper(page, "Birch")
    page.locator("body").press("?")
    expect(page.locator("[data-test=shortcuts]")).to_contain_text(MENU_ITEM)
    page.keyboard.press("Escape")
    page.locator("[data-test=preview-close]").focus()
    page.keyboard.press("Escape")
    expect(page.locator(PANE)).to_have_count(0)
    expect(page.locator("[data-test=side-panel]")).to_be_visible()
    page.keyboard.press("Alt+p")
    title_on_paper(page, "Birch")


def test_who_reads_stays_where_they_are_while_it_is_drawn_anew(
    page: Page, site: Site, clients: list[str]
) -> None:
    page.goto(f"/app/client/{clients[0]}?_preview=1")
    title_on_paper(page, "Aster")
    room = page.locator("[data-test=preview-room]")
    room.evaluate("room => { room.scrollTop = 80 }")
    page.evaluate(WATCH)
    with site.context():
        frappe.get_doc("Client", clients[0]).update({"client_name": "Aster elsewhere"}).save()
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name="Reload").click()
    title_on_paper(page, "Aster elsewhere")
    assert 80 == room.evaluate("room => room.scrollTop")
    assert page.evaluate("() => window.seen") == ["Aster", "Aster elsewhere"]


def test_it_is_as_wide_as_one_wants(page: Page, clients: list[str]) -> None:
    page.goto(f"/app/client/{clients[0]}?_preview=1")
    title_on_paper(page, "Aster")
    edge, pane = page.locator("[data-test=preview-edge]"), page.locator(PANE)
    before = pane.evaluate("pane => pane.offsetWidth")
    edge.focus()
    with page.expect_response(re.compile("user_settings.save")):
        page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", str(before + 16))
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, 400)
    page.mouse.down()
    page.mouse.move(box["x"] - 96, 400, steps=5)
    with page.expect_response(re.compile("user_settings.save")):
        page.mouse.up()
    assert before + 116 == pane.evaluate("pane => pane.offsetWidth")
    page.reload()
    title_on_paper(page, "Aster")
    assert before + 116 == pane.evaluate("pane => pane.offsetWidth")


def test_it_is_for_everybody_and_lies_over_the_form_of_a_phone(visit: Visit, clients: list[str]) -> None:
    page = visit(f"/app/client/{clients[0]}?_preview=1", user="Administrator", reduced_motion="reduce")
    title_on_paper(page, "Aster")
    assert [] == faults_of_looks(page, "preview beside", LOOKS)
    for width in (1440, 1200, 1024, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert 0 == overflow(page), width
    pane = page.get_by_role("dialog", name="Preview")
    box = pane.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    page.keyboard.press("Escape")
    expect(pane).to_have_count(0)


def test_who_may_not_print_is_not_offered_it(visit: Visit, site: Site, clients: list[str]) -> None:
    with site.context():
        frappe.get_doc(doctype="Custom DocPerm", parent="Client", role="Director", read=1).insert()
        roles = [{"role": "Director"}]
        frappe.get_doc(doctype="User", email="reader@example.com", first_name="Reader", roles=roles).insert()
    page = visit(f"/app/client/{clients[0]}?_preview=1", user="reader@example.com")
    page.locator("[data-test=form-menu]").click()
    expect(page.get_by_role("menuitem", name="Copy the link")).to_be_visible()
    expect(page.get_by_role("menuitem", name=MENU_ITEM)).to_have_count(0)
    expect(page.locator(PANE)).to_have_count(0)
