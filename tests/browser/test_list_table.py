"""Working in a list: many documents at once, its columns, its cells, its groups and sums."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def clients(page: Page, site: Site) -> None:
    with site.context():
        for name in ("Étoile du Nord", "Étoile du Sud", "Tonnelier"):
            frappe.get_doc(doctype="Client", client_name=name, city="Lyon").insert()


@pytest.mark.usefixtures("clients")
def test_fields_of_a_selection_are_changed_and_put_back(page: Page, site: Site) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    for row in range(2):
        page.locator("tbody input[type=checkbox]").nth(row).check()
    page.locator("[data-test=bulk-edit]").click()
    for field in ("City", "Days to pay"):
        page.locator("[data-test=bulk-field]").fill(field)
        page.get_by_role("option", name=field, exact=True).click()
    page.locator("[data-test=bulk-form]").get_by_role("textbox", name="City").fill("Lille")
    page.locator("[data-test=bulk-run]").click()
    expect(page.get_by_text("2 documents were changed.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Lille")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 documents have their earlier values again.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Lyon")
    page.locator("thead input[type=checkbox]").check()
    page.locator("[data-test=bulk-tag]").click()
    page.locator("[data-test=bulk-tags-add]").fill("Spring, Fair")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The tags of 3 documents were changed.")).to_be_visible()
    with site.context():
        assert 6 == frappe.db.count("Tag Link")


def heads(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("thead th").all_inner_texts()]


@pytest.mark.usefixtures("clients")
def test_columns_are_chosen_moved_widened_and_remembered(page: Page) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    page.locator("[data-test=columns]").click()
    page.locator("[data-test=find-column]").fill("credit lim")
    page.locator("[data-offer=credit_limit]").check()
    page.locator("[data-test=find-column]").fill("")
    expect(page.locator("thead")).to_contain_text("Credit limit")
    before = heads(page)
    handle = page.locator("[data-column=credit_limit] .column-handle")
    handle.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("thead th").nth(len(before) - 2)).to_contain_text("Credit limit")
    handle.drag_to(page.locator("[data-column=status]"), target_position={"x": 20, "y": 4})
    expect(page.locator("thead th").nth(1)).to_contain_text("Credit limit")
    page.locator("[data-test=compact]").check()
    page.keyboard.press("Escape")
    edge = page.locator("[data-edge=city]")
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 83, box["y"] + 10, steps=4)
    page.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", "224")
    edge.focus()
    with page.expect_response("**/frappe.model.utils.user_settings.save"):
        page.keyboard.press("ArrowRight")
    expect(edge).to_have_attribute("aria-valuenow", "240")
    chosen = heads(page)
    page.goto("/app/client")
    expect(page.locator("[data-edge=city]")).to_have_attribute("aria-valuenow", "240")
    assert chosen == heads(page)
    page.locator("[data-test=columns]").click()
    page.locator("[data-test=reset-columns]").click()
    expect(page.locator("thead")).not_to_contain_text("Credit limit")


@pytest.mark.usefixtures("clients")
def test_cells_are_edited_where_they_stand(page: Page, site: Site) -> None:
    page.goto("/app/client?_sort=client_name+asc")
    city = page.locator("td[data-cell=city]").first
    first = page.locator("tbody tr").first.get_attribute("data-name")
    city.dblclick()
    page.locator("[data-test=inline-cell] input").fill("Lille")
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=inline-cell]")).to_have_count(0)
    expect(city).to_have_text("Lille")
    with site.context():
        assert "Lille" == frappe.db.get_value("Client", first, "city")
    page.get_by_role("button", name="Undo").click()
    expect(city).to_have_text("Lyon")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    page.locator("[data-test=inline-cell] input").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=inline-problem]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-test=inline-cell]")).to_have_count(0)
    with site.context():
        assert frappe.db.get_value("Client", first, "client_name")


@pytest.mark.usefixtures("clients")
def test_groups_and_sums(page: Page, site: Site) -> None:
    with site.context():
        for name, limit in zip(frappe.get_all("Client", pluck="name"), (100, 200, 300), strict=True):
            frappe.get_doc("Client", name).update(
                {"credit_limit": limit, "status": "Active" if limit > 100 else "New"}
            ).save()
    page.goto("/app/client?_columns=city,credit_limit")
    page.locator("[data-test=sum]").click()
    expect(page.locator("[data-test=sums]")).to_contain_text("€600.00")
    page.locator("[data-test=group]").click()
    page.get_by_role("option", name="Status").click()
    active = page.locator("[data-group=Active]")
    expect(active).to_contain_text("€500.00")
    expect(page.locator("tbody tr")).to_have_count(0)
    expect(page.locator("[data-test=group-count]")).to_have_text("Groups: 2")
    expect(page.locator("[data-test=total]")).to_have_text("Documents: 3")
    expect(page.locator("[data-test=sums]")).to_contain_text("€600.00")
    active.get_by_role("button").first.click()
    expect(active.locator("tbody tr")).to_have_count(2)
    page.reload()
    expect(page.locator("[data-group]")).to_have_count(2)
