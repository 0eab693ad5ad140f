"""The pages where people settle access: permissions, explanations, their profile."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")


def test_a_right_is_given_after_its_review(page: Page, site: Site) -> None:
    page.goto("/desk/permissions?doctype=Client")
    row = page.locator("tr[data-row=Driver]").first
    row.get_by_label("Driver: Delete").check()
    expect(row).to_have_attribute("data-state", "changed")
    page.locator("[data-test=review]").click()
    expect(page.locator("[data-test=review-dialog]")).to_contain_text("Driver may now delete Client.")
    page.locator("[data-test=save-permissions]").click()
    expect(row).to_have_attribute("data-state", "same")
    with site.context():
        assert 1 == frappe.db.get_value("Custom DocPerm", {"parent": "Client", "role": "Driver"}, "delete")


def test_access_is_explained_by_module(page: Page) -> None:
    page.goto("/desk/explain/Administrator")
    page.locator("[data-test=explain-search]").fill("client")
    expect(page.locator("[data-doctype=Client]")).to_be_visible()
    page.locator("[data-count]").first.click()
    expect(page.locator("[data-doctype=Client]")).to_contain_text("0 of 0")


def test_people_change_their_name(page: Page, site: Site) -> None:
    page.goto("/desk/profile")
    page.get_by_label("Last name").fill("Garcia")
    page.locator("[data-test=save-about]").click()
    expect(page.locator("[data-test=user-menu]")).to_contain_text("Garcia")
    expect(page.locator("[data-test=session]").first).to_contain_text("This one")


def test_a_user_is_held_to_a_branch(page: Page, site: Site) -> None:
    with site.context():
        frappe.get_doc(doctype="User", email="anna@example.com", first_name="Anna").insert()
        frappe.get_doc(doctype="Branch", branch_name="Lille").insert()
    page.goto("/app/user/anna@example.com")
    page.get_by_role("tab", name="Roles").click()
    grid = page.get_by_role("grid", name="Branches")
    page.locator("[data-field=scopes] [data-test=add-row]").click()
    expect(grid.locator("[aria-rowindex='2'] :focus, [aria-rowindex='2']:focus")).to_have_count(1)
    page.keyboard.type("Lil")
    page.get_by_role("option", name="Lille").click()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=toast]").last).to_contain_text("Saved")
    with site.context():
        stored = frappe.get_doc("User", "anna@example.com").scopes
        assert [("Branch", "Lille")] == [(row.scope_type, row.scope) for row in stored]


def test_a_letterhead_is_that_of_a_branch(page: Page, site: Site) -> None:
    with site.context():
        frappe.get_doc(doctype="Branch", branch_name="Lille").insert()
        frappe.get_doc(doctype="Letter Head", letter_head_name="Ours", content="<b>Ours</b>").insert()
    page.goto("/app/letter-head/Ours")
    page.get_by_label("Branch").fill("Lil")
    page.get_by_role("option", name="Lille").click()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=toast]").last).to_contain_text("Saved")
    with site.context():
        assert ("Branch", "Lille") == frappe.db.get_value("Letter Head", "Ours", ["scope_type", "scope"])


def test_a_permission_is_set_back_to_what_was_shipped(page: Page, site: Site) -> None:
    page.goto("/desk/permissions?doctype=Client")
    right = page.locator("tr[data-row=Driver]").first.get_by_label("Driver: Delete")
    right.check()
    page.locator("[data-test=review]").click()
    page.locator("[data-test=save-permissions]").click()
    page.locator("[data-test=permission-menu]").click()
    page.get_by_role("menuitem", name="Reset to what was shipped").click()
    page.locator("[data-test=confirm]").click()
    expect(page.get_by_text("Driver may no longer delete Client.")).to_be_visible()
    expect(right).not_to_be_checked()
    expect(page.locator("[data-test=permission-menu]")).to_have_count(0)
    with site.context():
        assert [] == frappe.get_all("Custom DocPerm", filters={"parent": "Client"})


def test_only_documents_that_are_submitted_can_be_cancelled(page: Page) -> None:
    for doctype, offered in (("Client", 0), ("Proposal", 1)):
        page.goto(f"/desk/permissions?doctype={doctype}")
        row = page.locator("tr[data-row='Sales User']").first
        row.get_by_label("Sales User: Read").wait_for()
        expect(row.get_by_label("Sales User: Cancel")).to_have_count(offered)


def test_a_setting_is_found_and_saved(page: Page, site: Site) -> None:
    page.goto("/desk/settings")
    page.locator("[data-test=settings-search]").fill("name of the site")
    page.get_by_label("Name of the site").fill("Comptoir du Nord")
    page.locator("[data-test=save-settings]").click()
    expect(page.locator("[data-test=save-settings]")).to_be_disabled()
    expect(page.locator("aside").first).to_contain_text("Comptoir du Nord")
    with site.context():
        assert "Comptoir du Nord" == frappe.db.get_single_value("System Settings", "app_name")


def test_the_settings_say_what_to_do_without_a_backup(page: Page) -> None:
    page.goto("/desk/settings")
    expect(page.locator("[data-test=backups] [data-problem=none]")).to_contain_text("./bench backup")


@pytest.mark.parametrize("path", ["/desk/permissions", "/desk/explain", "/desk/jobs", "/desk/settings"])
def test_pages_of_the_office_are_none_for_others(visit: Visit, site: Site, path: str) -> None:
    driver = make_user(site, "hugo@company.example", "Driver")
    page = visit("/app", user=driver)
    page.get_by_role("navigation").first.wait_for()
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    page.goto(path)
    expect(page.get_by_text("There is no such page, or you may not see it.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [] == refused


def test_everybody_is_told_why_they_see_what_they_see(visit: Visit, site: Site) -> None:
    driver = make_user(site, "hugo@company.example", "Driver")
    page = visit(f"/desk/explain?user={driver}", user=driver)
    expect(page.locator("[data-test=explain-search]")).to_be_visible()
