"""Talking about a document: a long timeline, mentions, followers, and two documents that become one."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
import pytest
import sqlalchemy as sa
from comptoir.companions import comments
from comptoir.db.tables import table_for
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def client(site: Site) -> str:
    """A client of whom there is much to tell."""
    with site.context() as ctx:
        name = str(frappe.get_doc(doctype="Client", client_name="Étoile du Nord", city="Lille").insert().name)
        said = {"comment_type": "Comment", "reference_doctype": "Client", "reference_name": name}
        start = datetime(2026, 1, 1, 8)
        rows = [
            said
            | {"name": f"c{number:05d}", "owner": "Administrator", "modified_by": "Administrator"}
            | {"content": f"<p>Remark {number}</p>"}
            | dict.fromkeys(("creation", "modified"), start + timedelta(hours=number))
            for number in range(100)
        ]
        ctx.db.execute(sa.insert(table_for(ctx.site.registry.get("Comment"))), rows)
    return name


def test_a_long_timeline_is_read_page_by_page_and_follows_what_happens(
    page: Page, site: Site, client: str
) -> None:
    page.goto(f"/app/client/{client}")
    told = page.locator("[data-test=timeline] li")
    remarks = page.locator("[data-test=comment]")
    expect(remarks.first).to_contain_text("Remark 99")
    expect(told).to_have_count(30)
    page.locator("[data-test=earlier]").scroll_into_view_if_needed()
    expect(page.locator("[data-test=comment]", has_text="Remark 45")).to_have_count(1)
    with site.context() as ctx:
        comments.add(ctx, "Client", client, "<p>Said by somebody else</p>")
    expect(remarks.first).to_contain_text("Said by somebody else")
    expect(page.locator("[data-test=comment]", has_text="Remark 45")).to_have_count(1)
    page.locator("[data-test=timeline-kinds]").click()
    page.get_by_role("checkbox", name="Files").check()
    page.keyboard.press("Escape")
    expect(remarks).to_have_count(0)
    page.reload()
    expect(page.locator("[data-test=timeline-kinds]")).to_contain_text("Kinds: 1")
    expect(remarks).to_have_count(0)
    page.get_by_role("button", name="Everything").click()
    expect(remarks.first).to_contain_text("Said by somebody else")


def test_somebody_is_mentioned_and_led_to_the_comment(
    page: Page, visit: Visit, site: Site, client: str
) -> None:
    ines = make_user(site, "ines@example.com", "Sales User")
    make_user(site, "iris@example.com")
    page.goto(f"/app/client/{client}")
    box = page.locator("[data-test=composer] [data-test=comment-input]")
    box.click()
    expect(box).to_have_attribute("contenteditable", "true")
    page.keyboard.type("Please call, @i")
    offered = page.locator("[data-test=mentionable] li")
    expect(offered).to_have_count(2)
    expect(offered.last).to_contain_text("cannot read this")
    page.keyboard.press("Enter")
    expect(box.locator(".mention")).to_have_attribute("data-id", ines)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-test=comment] .mention")).to_have_count(1)
    box.click()
    page.keyboard.type("And you, @iris")
    expect(offered.locator("[data-test=unreadable]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-test=toast]")).to_contain_text("may not read Client Étoile du Nord. Share it")
    expect(page.locator("[data-test=comment]").first).to_contain_text("And you, @")
    expect(page.locator("[data-test=comment]").first.locator(".mention")).to_have_count(0)
    hers = visit(user=ines)
    expect(hers.locator("[data-test=unread]").first).to_have_text("1")
    hers.locator("[data-test=bell]").first.click()
    hers.locator("[data-test=notifications] li button").click()
    expect(hers.locator("[data-test=comment]", has_text="Please call")).to_be_visible()


def test_a_document_is_followed_and_its_follower_hears(
    page: Page, visit: Visit, site: Site, client: str
) -> None:
    ines = make_user(site, "ines@example.com", "Sales User")
    hers = visit(f"/app/client/{client}", user=ines)
    follow = hers.locator("[data-test=follow]")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    expect(hers.locator("[data-test=panel-followers]").get_by_role("listitem")).to_have_count(1)
    with site.context() as ctx:
        comments.add(ctx, "Client", client, "<p>Called them</p>")
    expect(hers.locator("[data-test=unread]").first).to_have_text("1")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "false")
    hers.goto("/desk/profile")
    box = hers.locator("[data-test=follow_created_documents]")
    expect(box).not_to_be_checked()
    box.check()
    expect(box).to_be_enabled()
    hers.reload()
    expect(box).to_be_checked()


def test_two_documents_are_merged_from_the_list(page: Page, site: Site) -> None:
    with site.context():
        for name, city in (("Étoile du Nord", "Lille"), ("L'Étoile du Nord", "Roubaix")):
            frappe.get_doc(doctype="Client", client_name=name, city=city).insert()
        one, other = sorted(frappe.get_all("Client", pluck="name"))
    with site.context() as ctx:
        comments.add(ctx, "Client", other, "<p>Said of the other</p>")
        frappe.get_doc(doctype="Contact", first_name="Ada", last_name="Moreau", client=other).insert()
    page.goto("/app/client")
    for name in (one, other):
        page.get_by_role("row").filter(has_text="toile").filter(has_text=name).get_by_role("checkbox").check()
    page.locator("[data-test=bulk-merge]").click()
    dialog = page.locator("[data-test=merge]")
    stays = dialog.locator("label", has_text=one).get_by_role("radio").first
    stays.check()
    dialog.get_by_role("row", name="City").locator("label", has_text="Roubaix").get_by_role("radio").check()
    page.locator("[data-test=merge-now]").click()
    page.wait_for_url(f"**/app/client/{one}")
    expect(page.get_by_label("City").first).to_have_value("Roubaix")
    expect(page.locator("[data-test=comment]")).to_contain_text("Said of the other")
    with site.context():
        assert [one] == frappe.get_all("Client", pluck="name")
        assert [one] == frappe.get_all("Contact", pluck="client")
