"""Trees and galleries: branches opened as they are needed, moved by mouse and keyboard; pictures gone through by arrows."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit, overflow

pytestmark = pytest.mark.only_on("sqlite")
SHAPE = {"Machines": None, "Saws": "Machines", "Chain saws": "Saws", "Drills": "Machines", "Materials": None}
TREE = "/app/item-group/view/tree"


@pytest.fixture
def groups(site: Site) -> None:
    with site.context():
        for name, parent in SHAPE.items():
            frappe.get_doc(
                doctype="Item Group", item_group_name=name, parent_item_group=parent, is_group=1
            ).insert()
        frappe.get_doc(doctype="Item Group", item_group_name="Screws", parent_item_group="Materials").insert()


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]')


def middle(target: Locator) -> dict[str, float]:
    box = target.bounding_box()
    assert box is not None
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def parent_of(site: Site, name: str) -> str | None:
    with site.context():
        found: str | None = frappe.db.get_value("Item Group", name, "parent_item_group")
        return found


def test_a_tree_is_worked_with_by_keyboard_alone(visit: Visit, site: Site, groups: None) -> None:
    page = visit(TREE, user="Administrator")
    expect(node(page, "Machines").locator("[data-test=tree-below]")).to_have_text("2")
    expect(node(page, "Saws")).to_have_count(0)
    node(page, "Machines").focus()
    page.keyboard.press("ArrowRight")
    expect(node(page, "Machines")).to_have_attribute("aria-expanded", "true")
    expect(node(page, "Drills")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(node(page, "Drills")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(node(page, "Saws")).to_have_attribute("aria-level", "3")
    expect(page.locator("[data-test=toast]")).to_contain_text("Saws is now below Drills.")
    assert "Drills" == parent_of(site, "Saws")
    with page.expect_response(lambda answer: answer.request.method in ("POST", "PUT")):
        page.get_by_role("button", name="Undo").click()
    expect(node(page, "Saws")).to_have_attribute("aria-level", "2")
    assert "Machines" == parent_of(site, "Saws")


def test_a_branch_is_dragged_and_refused_with_a_reason(visit: Visit, site: Site, groups: None) -> None:
    page = visit(TREE, user="Administrator")
    page.locator("[data-test=tree-expand]").click()
    page.mouse.move(**middle(node(page, "Saws").get_by_role("link")))
    page.mouse.down()
    page.mouse.move(**middle(node(page, "Materials")), steps=10)
    page.mouse.up()
    expect(page.locator("[data-test=toast]")).to_contain_text("Saws is now below Materials.")
    assert "Materials" == parent_of(site, "Saws")
    page.mouse.move(**middle(node(page, "Drills").get_by_role("link")))
    page.mouse.down()
    page.mouse.move(**middle(node(page, "Screws")), steps=10)
    page.mouse.up()
    expect(page.locator("[data-test=toast]").last).to_contain_text("Screws cannot hold other groups.")
    expect(node(page, "Drills")).to_have_attribute("aria-level", "2")
    node(page, "Machines").hover()
    node(page, "Machines").locator("[data-test=tree-add]").click()
    page.get_by_role("dialog").get_by_role("textbox").first.fill("Lathes")
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    expect(node(page, "Lathes")).to_have_attribute("aria-level", "2")
    assert "Machines" == parent_of(site, "Lathes")


def test_a_gallery_is_gone_through_by_arrows(visit: Visit, site: Site, groups: None) -> None:
    with site.context():
        for number in range(12):
            frappe.get_doc(
                doctype="Item",
                item_code=f"SAW-{number:02}",
                item_name=f"Saw {number:02}",
                item_group="Saws",
                unit="Piece",
            ).insert()
    page = visit("/app/item/view/gallery?_sort=item_name+asc", user="Administrator")
    cards = page.locator("[data-test=gallery-card]")
    expect(cards).to_have_count(12)
    cards.first.get_by_role("link").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(cards.nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(cards.nth(1).get_by_role("link")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/item/SAW-01")
