"""The start page and dashboards: what needs one, numbers and charts of one's role, arranged to one's own taste."""

from __future__ import annotations

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


@pytest.fixture
def anna(visit: Visit, site: Site) -> Page:
    """Anna, who sells and is late."""
    with site.context():
        make_user(site, ANNA, "Sales User")
        frappe.get_doc(doctype="Branch", branch_name="Lyon").insert()
        who = frappe.get_doc(doctype="Employee", first_name="Anna", branch="Lyon", user=ANNA).insert().name
        client = frappe.get_doc(doctype="Client", client_name="Étoile", branch="Lyon").insert().name
        frappe.get_doc(
            doctype="Deal", deal_title="Copiers", client=client, branch="Lyon", amount=1200, currency="EUR"
        ).insert()
        frappe.get_doc(
            doctype="Task", subject="Call back", assigned_to=who, due_on="2020-01-01 10:00:00", branch="Lyon"
        ).insert()
    return visit(user=ANNA)


def test_a_start_page_is_arranged_by_keyboard_and_reset(anna: Page) -> None:
    expect(anna.locator("[data-test=attention]")).to_contain_text("Call back")
    blocks = anna.locator("[data-test=blocks] > div")
    expect(blocks.first).to_contain_text("Open deals")
    expect(blocks.first).to_contain_text("1")
    expect(anna.locator("[data-test=chart] svg").first).to_be_visible()
    anna.locator("[data-test=arrange]").click()
    anna.get_by_role("button", name="Move back: Open deals").press("Enter")
    expect(blocks.nth(1)).to_contain_text("Open deals")
    anna.get_by_role("button", name="Take away: Amount of open deals").press("Enter")
    anna.locator("[data-test=save-page]").click()
    expect(anna.locator("[data-test=arrange]")).to_be_visible()
    anna.reload()
    expect(blocks.first).to_contain_text("Open deals")
    expect(anna.locator("[data-test=blocks]")).not_to_contain_text("Amount of open deals")
    anna.locator("[data-test=arrange]").click()
    anna.locator("[data-test=reset]").click()
    expect(anna.locator("[data-test=blocks]")).to_contain_text("Amount of open deals")


def test_a_report_is_kept_on_a_dashboard(anna: Page) -> None:
    anna.goto("/app/deal/view/report?_rows=stage&_numbers=sum:amount&_chart=donut")
    expect(anna.locator("[data-test=chart] svg")).to_be_visible()
    anna.locator("[data-test=keep-chart]").click()
    anna.locator("[data-test=chart-name]").fill("My stages")
    anna.locator("[data-test=board-name]").fill("Mine")
    anna.locator("[data-test=keep]").click()
    anna.wait_for_url("**/desk/dashboard/Mine")
    expect(anna.locator("[data-test=chart-card]")).to_contain_text("My stages")
    anna.goto("/desk/dashboard")
    expect(anna.get_by_role("heading", name="Sales overview")).to_be_visible()
    expect(anna.locator("[data-test=number-card]").first).to_contain_text("1")
    expect(anna.locator("[data-test=chart-card]")).to_have_count(5)


def test_a_form_says_in_numbers_what_belongs_to_it(anna: Page, site: Site) -> None:
    with site.context():
        other = frappe.get_doc(doctype="Client", client_name="Other", branch="Lyon").insert().name
        values = {"deal_title": "Paper", "client": other, "branch": "Lyon", "amount": 5000, "currency": "EUR"}
        frappe.get_doc(doctype="Deal", **values).insert()
        name = frappe.db.get_value("Client", {"client_name": "Étoile"})
    anna.goto(f"/app/client/{name}")
    numbers = anna.locator("[data-test=form-numbers]")
    cards = numbers.locator("[data-test=number-card]")
    expect(cards.nth(1)).to_contain_text("€1,200")
    expect(numbers.locator("[data-test=chart] svg").first).to_be_visible()
    with anna.expect_response("**/frappe.model.utils.user_settings.save"):
        numbers.get_by_role("button", name="In numbers").click()
    anna.reload()
    expect(numbers.get_by_role("button", name="In numbers")).to_have_attribute("aria-expanded", "false")
    numbers.get_by_role("button", name="In numbers").click()
    cards.first.click()
    anna.wait_for_url("**/app/deal?*")
    expect(anna.locator("body")).to_contain_text("Copiers")
    expect(anna.locator("body")).not_to_contain_text("Paper")


def test_the_first_steps_tick_themselves(page: Page, site: Site) -> None:
    steps = page.locator("[data-test=first-steps]")
    expect(steps.get_by_role("link", name="Import your clients")).to_have_attribute("data-done", "false")
    with site.context():
        frappe.get_doc(doctype="Client", client_name="First").insert()
    page.reload()
    expect(steps.get_by_role("link", name="Import your clients")).to_have_attribute("data-done", "true")
