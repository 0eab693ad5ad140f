"""A long child table under the keyboard and the mouse: 200 lines of a proposal."""

from __future__ import annotations

import frappe
import pytest
from comptoir.desk import user_settings
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.only_on("sqlite")

LINES = 200


@pytest.fixture
def proposal(site: Site) -> str:
    columns = [{"fieldname": name} for name in ("item_name", "qty", "rate", "total")]
    with site.context() as ctx:
        user_settings.keep(ctx, "Proposal", {"GridView": {"Proposal Item": columns}})
        client = frappe.get_doc(doctype="Client", client_name="Étoile").insert().name
        frappe.get_doc(doctype="Item Group", item_group_name="Everything").insert()
        paper = frappe.get_doc(
            doctype="Item", item_code="P", item_name="Paper", item_group="Everything", unit="Piece"
        ).insert()
        items = [
            {"item": paper.name, "item_name": f"Line {line}", "qty": line, "rate": 2}
            for line in range(1, LINES + 1)
        ]
        made = frappe.get_doc(
            doctype="Proposal", client=client, proposal_type="Commercial", currency="EUR", items=items
        )
        return str(made.insert().name)


def cell(page: Page, row: int, column: str) -> Locator:
    """The cell of a row, counted from 1, under the head of a column."""
    grid = page.get_by_role("grid", name="Items")
    heads = grid.locator("thead th").all_inner_texts()
    at = next(index for index, head in enumerate(heads) if head.startswith(column))
    return grid.locator(f"tr[aria-rowindex='{row + 1}'] > td").nth(at)


def test_two_hundred_lines_are_worked_on_like_a_spreadsheet(page: Page, proposal: str) -> None:
    page.goto(f"/app/proposal/{proposal}")
    grid = page.get_by_role("grid", name="Items")
    expect(grid).to_have_attribute("aria-rowcount", str(LINES + 1))
    assert grid.locator("tbody [aria-rowindex]").count() < 60

    cell(page, 1, "Name").click()
    page.keyboard.press("Control+End")
    last = cell(page, LINES, "Name")
    expect(last).to_be_in_viewport()
    expect(cell(page, 1, "Name")).to_have_count(0)
    page.keyboard.press("Home")
    expect(last).to_be_focused()
    page.keyboard.type("The last")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(last).to_have_text("The last")

    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+Space")
    expect(grid.locator("tr[aria-selected=true]")).to_have_count(2)
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(page, LINES - 1, "Name")).to_have_text("The last")
    page.locator("[data-test=delete-rows]").click()
    expect(grid).to_have_attribute("aria-rowcount", str(LINES - 1))

    page.locator("[data-test=find-in-grid]").fill("Line 15")
    expect(page.locator("[data-test=found-in-grid]")).to_have_text("1 of 11")
    expect(cell(page, 15, "Name")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(cell(page, 15, "Name")).to_be_focused()
    handle = grid.locator("tr[aria-rowindex='16'] [draggable=true]")
    handle.drag_to(grid.locator("tr[aria-rowindex='18']"), target_position={"x": 60, "y": 28})
    expect(cell(page, 17, "Name")).to_have_text("Line 15")

    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=toast]").last).to_contain_text("Saved")


def test_a_range_of_cells_goes_through_the_clipboard(page: Page, proposal: str) -> None:
    page.goto(f"/app/proposal/{proposal}")
    grid = page.get_by_role("grid", name="Items")
    expect(grid).to_have_attribute("aria-rowcount", str(LINES + 1))
    cell(page, 1, "Name").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(grid.locator("td[aria-selected=true]")).to_have_count(4)
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+v")
    expect(grid).to_have_attribute("aria-rowcount", str(LINES + 3))
    expect(cell(page, LINES + 2, "Name")).to_have_text("Line 2")
    expect(cell(page, LINES + 2, "Quantity")).to_have_text("2")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+x")
    expect(cell(page, LINES + 2, "Name")).to_have_text("")
    page.keyboard.press("Control+v")
    expect(cell(page, LINES + 2, "Name")).to_have_text("Line 2")

    page.keyboard.press("Control+Home")
    cell(page, 1, "Price").click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    cell(page, 1, "Price").click()
    cell(page, 4, "Price").click(modifiers=["Shift"])
    page.keyboard.press("Control+d")
    expect(cell(page, 4, "Price")).to_contain_text("7")
    expect(cell(page, 5, "Price")).to_contain_text("2")
    page.keyboard.press("Control+Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, LINES, "Price")).to_contain_text("7")
    page.keyboard.press("Escape")
    expect(grid.locator("td[aria-selected=true]")).to_have_count(0)


def opened(page: Page, proposal: str) -> Locator:
    page.goto(f"/app/proposal/{proposal}")
    grid = page.get_by_role("grid", name="Items")
    expect(grid).to_have_attribute("aria-rowcount", str(LINES + 1))
    return grid


def middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_range_is_chosen_and_filled_by_dragging(page: Page, proposal: str) -> None:
    grid = opened(page, proposal)
    chosen = grid.locator("td[aria-selected=true]")
    cell(page, 4, "Quantity").scroll_into_view_if_needed()
    page.mouse.move(*middle(cell(page, 2, "Name")))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, 4, "Quantity")), steps=5)
    expect(chosen).to_have_count(6)
    page.mouse.move(*middle(cell(page, 3, "Quantity")), steps=5)
    expect(chosen).to_have_count(4)
    page.mouse.up()
    page.mouse.move(*middle(cell(page, 4, "Quantity")), steps=5)
    expect(chosen).to_have_count(4)
    assert "" == page.evaluate("() => String(getSelection())")
    expect(cell(page, 3, "Quantity")).to_be_focused()
    expect(grid.locator("[data-editor]")).to_have_count(0)

    page.mouse.move(*middle(grid.locator("[data-fill]")))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, 7, "Quantity")), steps=5)
    page.mouse.up()
    expect(chosen).to_have_count(12)
    expect(cell(page, 6, "Name")).to_have_text("Line 2")
    expect(cell(page, 7, "Quantity")).to_have_text("3")
    expect(cell(page, 8, "Name")).to_have_text("Line 8")

    cell(page, 2, "Price").click()
    expect(chosen).to_have_count(0)
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    cell(page, 2, "Price").click()
    grid.locator("[data-fill]").dblclick()
    page.keyboard.press("Control+End")
    expect(cell(page, LINES, "Price")).to_contain_text("9")


def test_a_drag_scrolls_at_the_edge_and_ends_wherever_it_is_let_go(page: Page, proposal: str) -> None:
    grid = opened(page, proposal)
    cell(page, 1, "Name").click()
    page.mouse.move(*middle(cell(page, 1, "Name")))
    page.mouse.down()
    page.mouse.move(700, 899, steps=5)
    expect(cell(page, 40, "Name")).to_be_in_viewport()
    page.mouse.up()
    top = grid.locator("xpath=..").evaluate("box => box.scrollTop")
    assert grid.locator("td[aria-selected=true]").count() >= 40
    page.mouse.move(700, 898)
    page.wait_for_timeout(200)
    assert top == grid.locator("xpath=..").evaluate("box => box.scrollTop")


def test_the_mouse_still_chooses_text_where_one_types(page: Page, proposal: str) -> None:
    grid = opened(page, proposal)
    cell(page, 2, "Name").dblclick()
    editor = grid.locator("[data-editor] input")
    expect(editor).to_be_focused()
    box = editor.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + 16)
    page.mouse.down()
    page.mouse.move(*middle(cell(page, 4, "Quantity")), steps=5)
    page.mouse.up()
    assert "Line 2" == editor.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    expect(grid.locator("td[aria-selected=true]")).to_have_count(0)


def test_the_columns_of_a_table_are_ones_own(page: Page, proposal: str) -> None:
    page.goto(f"/app/proposal/{proposal}")
    heads = page.get_by_role("grid", name="Items").locator("thead th")
    page.locator("[data-test=grid-columns]").last.click()
    page.locator("[data-offer=description]").click()
    page.get_by_role("button", name="Move Description").press("ArrowUp")
    page.keyboard.press("Escape")
    edge = page.locator("[data-edge=item_name]").last
    edge.focus()
    with page.expect_response("**/frappe.model.utils.user_settings.save"):
        edge.press("ArrowRight")
    width = heads.nth(1).evaluate("head => head.offsetWidth")
    page.reload()
    expect(heads.nth(-3)).to_have_text("Description")
    assert width == heads.nth(1).evaluate("head => head.offsetWidth")
    page.locator("[data-test=grid-columns]").last.click()
    page.locator("[data-test=reset-grid]").click()
    expect(heads.filter(has_text="Description")).to_have_count(0)
    expect(heads.filter(has_text="Section")).to_have_count(1)
