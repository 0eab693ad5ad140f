"""Boards: cards that are moved by mouse, finger and keyboard, while somebody else looks on."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit, overflow

pytestmark = pytest.mark.only_on("sqlite")
OPEN, NEXT, LOST = "Qualification", "Needs analysis", "Lost"
BOARD = "/app/deal/view/kanban"


@pytest.fixture
def deals(site: Site) -> dict[str, str]:
    """The names of deals by their titles."""
    with site.context():
        client = frappe.get_doc(doctype="Client", client_name="Dupont Moreau").insert().name
        made = {}
        for number in range(6):
            title = f"Roof {number}"
            values = {"deal_title": title, "client": client, "stage": OPEN, "amount": 1000, "currency": "EUR"}
            made[title] = str(frappe.get_doc(doctype="Deal", **values).insert().name)
        return made


def column(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=label)


def card(within: Page | Locator, title: str) -> Locator:
    return within.locator("[data-test=board-card]", has_text=title)


def middle(target: Locator) -> dict[str, float]:
    box = target.bounding_box()
    assert box is not None
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 90)}


def stage_of(site: Site, name: str) -> str:
    with site.context():
        return str(frappe.db.get_value("Deal", name, "stage"))


def test_a_card_is_dragged_and_taken_back_while_another_looks_on(
    visit: Visit, site: Site, deals: dict[str, str]
) -> None:
    page = visit(BOARD, user="Administrator")
    other = visit(BOARD, user="Administrator")
    expect(column(other, OPEN)).to_contain_text("€6,000")
    page.mouse.move(**middle(card(page, "Roof 3")))
    page.mouse.down()
    page.mouse.move(**middle(column(page, NEXT)), steps=15)
    expect(column(page, NEXT).locator("[data-card].opacity-40")).to_be_attached()
    page.mouse.up()
    expect(card(column(page, NEXT), "Roof 3")).to_be_visible()
    expect(column(page, NEXT)).to_contain_text("€1,000")
    expect(page.locator("[data-test=toast]")).to_contain_text(f"Roof 3: {NEXT}")
    assert NEXT == stage_of(site, deals["Roof 3"])
    expect(card(column(other, NEXT), "Roof 3")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(card(column(page, OPEN), "Roof 3")).to_be_visible()
    expect(column(other, OPEN)).to_contain_text("€6,000")
    assert OPEN == stage_of(site, deals["Roof 3"])


def test_a_move_that_is_refused_is_taken_back_with_its_reason(
    visit: Visit, site: Site, deals: dict[str, str]
) -> None:
    page = visit(BOARD, user="Administrator")
    card(page, "Roof 4").hover()
    page.get_by_role("button", name="Move Roof 4 to…").click()
    page.get_by_role("dialog").get_by_role("option", name=LOST, exact=True).click()
    expect(page.locator("[data-test=toast]")).to_contain_text("Choose why Roof 4 was lost.")
    expect(card(column(page, OPEN), "Roof 4")).to_be_visible()
    page.locator("[data-test=toast]").get_by_role("button", name="Open").click()
    page.wait_for_url(f"**/app/deal/{deals['Roof 4']}")
    assert OPEN == stage_of(site, deals["Roof 4"])


def test_a_board_is_worked_with_by_keyboard_alone(visit: Visit, site: Site, deals: dict[str, str]) -> None:
    page = visit(BOARD, user="Administrator")
    card(page, "Roof 5").get_by_role("link").focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-test=toast]")).to_contain_text("Roof 5 is moved.")
    cards = column(page, OPEN).locator("[data-test=board-card]")
    expect(cards.nth(1)).to_contain_text("Roof 5")
    page.reload()
    expect(cards.nth(1)).to_contain_text("Roof 5")
    expect(cards.nth(0)).to_contain_text("Roof 4")
    card(page, "Roof 5").get_by_role("link").focus()
    page.keyboard.press("ArrowUp")
    expect(card(page, "Roof 4").get_by_role("link")).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(card(column(page, NEXT), "Roof 4").get_by_role("link")).to_be_focused()
    expect(page.locator("[data-test=toast]")).to_be_visible()
    assert NEXT == stage_of(site, deals["Roof 4"])
    page.keyboard.press("ArrowLeft")
    expect(card(page, "Roof 5").get_by_role("link")).to_be_focused()
    column(page, NEXT).get_by_role("button", name=f"New in {NEXT}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Garden")
    dialog.get_by_label("Client").fill("Dupont")
    page.get_by_role("option", name="Dupont Moreau").click()
    dialog.get_by_role("button", name="Create").click()
    expect(card(column(page, NEXT), "Garden")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_is_dragged_by_finger(visit: Visit, site: Site, deals: dict[str, str], theme: str) -> None:
    page = visit(
        f'{BOARD}?_limits={{"{OPEN}":5}}',
        user="Administrator",
        has_touch=True,
        is_mobile=True,
        color_scheme=theme,
    )
    page.set_viewport_size({"width": 390, "height": 844})
    expect(column(page, OPEN).locator("[data-test=board-count]")).to_have_text("6 of 5")
    assert overflow(page) == 0
    start, target = middle(card(page, "Roof 2")), middle(card(page, "Roof 4"))
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [start]})
    expect(page.locator(".sortable-chosen")).to_be_visible()
    for step in range(1, 11):
        point = {"x": start["x"], "y": start["y"] + (target["y"] - 20 - start["y"]) * step / 10}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    shown = column(page, OPEN).locator("[data-test=board-card] a")
    expect(shown).to_have_text(["Roof 5", "Roof 2", "Roof 4", "Roof 3", "Roof 1", "Roof 0"])
