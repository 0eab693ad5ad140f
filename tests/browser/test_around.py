"""What stands around a document: comments, history, tags, likes, assignments, shares; and a panel that stays in place."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import frappe
import pytest
from comptoir.files import NewFile, attach
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from .conftest import Visit
from .quiet import settle

pytestmark = pytest.mark.only_on("sqlite")
ANNA, BORIS = "anna@example.com", "boris@example.com"


@pytest.fixture
def client(page: Page, site: Site) -> str:
    """A client whose form is open."""
    with site.context():
        name = str(frappe.get_doc(doctype="Client", client_name="Étoile du Nord", city="Lille").insert().name)
    page.goto(f"/app/client/{name}")
    page.locator("[data-test=timeline]").wait_for()
    return name


def kept(page: Page) -> None:
    """What is shown after a reload is what was stored."""
    page.reload()
    page.locator("[data-test=timeline]").wait_for()


def test_a_comment_is_written_changed_and_taken_back(page: Page, site: Site, client: str) -> None:
    box = page.locator("[data-test=composer]").first.locator("[data-test=comment-input]")
    box.click()
    expect(box).to_have_attribute("contenteditable", "true")
    page.keyboard.type("Called <them>.")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("Order on Monday.")
    kept(page)
    expect(box).to_contain_text("Order on Monday.")
    box.click()
    page.keyboard.press("Control+Enter")
    comment = page.locator("[data-test=comment]")
    expect(comment).to_contain_text("Called <them>.")
    expect(comment.locator("strong")).to_have_text("Order on Monday.")
    expect(box).to_have_text("")
    comment.get_by_label("Edit the comment").click()
    edited = comment.locator("[data-test=comment-input]")
    expect(edited).to_be_focused()
    page.keyboard.type(" Or Tuesday.")
    comment.get_by_role("button", name="Save").click()
    expect(edited).to_have_count(0)
    kept(page)
    expect(comment).to_contain_text("Order on Monday. Or Tuesday.")
    comment.get_by_label("Delete the comment").click()
    page.locator("[data-test=confirm]").click()
    expect(comment).to_have_count(0)
    with site.context():
        assert [] == frappe.get_all("Comment", filters={"reference_name": client, "comment_type": "Comment"})


def test_the_history_tells_what_was_changed(page: Page, client: str) -> None:
    page.get_by_label("City").first.fill("Roubaix")
    page.keyboard.press("Control+s")
    timeline = page.locator("[data-test=timeline]")
    expect(timeline).to_contain_text(re.compile("City: Lille.*Roubaix"))
    timeline.get_by_role("button", name="Comments").click()
    expect(timeline).not_to_contain_text("Roubaix")
    expect(timeline).to_contain_text("Nobody has said anything yet.")


def test_tags_and_likes_are_kept(page: Page, site: Site, client: str) -> None:
    page.get_by_label("Add a tag").fill("vip")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Remove vip")).to_be_visible()
    page.locator("[data-test=like]").click()
    expect(page.locator("[data-test=like]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-test=timeline]")).to_contain_text("likes this")
    kept(page)
    expect(page.get_by_label("Remove vip")).to_be_visible()
    expect(page.locator("[data-test=like]")).to_have_text("1")
    page.get_by_label("Remove vip").click()
    expect(page.get_by_label("Remove vip")).to_have_count(0)


def test_a_document_is_assigned_by_keyboard_and_taken_away(page: Page, site: Site, client: str) -> None:
    person = make_user(site, "ines@example.com", "Sales User")
    panel = page.locator("[data-test=panel-assigned]")
    panel.get_by_label("Assign to somebody").focus()
    page.keyboard.press("Enter")
    page.get_by_role("searchbox", name="Search").fill("ines")
    expect(page.locator("button[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    row = panel.get_by_role("listitem")
    expect(row).to_contain_text("Test")
    with site.context():
        todo = {"reference_name": client, "allocated_to": person, "status": "Open"}
        assert 1 == len(frappe.get_all("ToDo", filters=todo))
    row.hover()
    row.get_by_role("button", name=re.compile("^Remove")).click()
    expect(panel.get_by_role("button", name="Assign to me")).to_be_visible()


def test_a_document_is_shared_with_rights(page: Page, site: Site, client: str) -> None:
    person = make_user(site, "ines@example.com")
    panel = page.locator("[data-test=panel-shared]")
    panel.get_by_label("Share", exact=True).click()
    page.get_by_role("option", name=person).click()
    panel.get_by_label(re.compile("^What .* may do")).click()
    page.get_by_role("checkbox", name="Change").check()
    expect(panel.get_by_role("listitem")).to_contain_text("Change")
    with site.context():
        share = frappe.get_all(
            "DocShare", filters={"user": person, "share_name": client}, fields=["read", "write"]
        )
    assert [(1, 1)] == [(row["read"], row["write"]) for row in share]


def test_the_panel_stays_in_place_and_is_behind_a_button_on_a_phone(page: Page, client: str) -> None:
    panel = page.locator("[data-test=side-panel]")
    panel.locator("[data-test=panel-links] li").first.wait_for()
    before = panel.bounding_box()
    page.locator("[data-test=timeline] li").last.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('main').scrollTo(0, 1e6)")
    assert before == panel.bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(panel).to_have_count(0)
    page.get_by_label("Details").first.click()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_files_are_shown_in_place_one_after_another(page: Page, site: Site, client: str) -> None:
    with site.context() as ctx:
        for name, content in (
            ("notes.txt", "Étoile <b>& Co</b>".encode()),
            ("dot.png", PIXEL),
            ("paper.pdf", PAPER),
            ("page.html", b"<script>document.title = 'run'</script>"),
        ):
            attach(ctx, NewFile(name, content, True, "Client", client))
    kept(page)
    panel = page.locator("[data-test=side-panel]")
    panel.get_by_role("link", name="notes.txt").click()
    shown = page.locator("[data-test=file-preview]")
    expect(shown.locator("pre")).to_have_text("Étoile <b>& Co</b>")
    seen = {}
    for _ in range(4):
        kind = shown.get_attribute("data-shown")
        seen[page.get_by_role("dialog").get_by_role("heading").inner_text()] = kind
        picture(page, f"file-{kind}")
        page.keyboard.press("ArrowRight")
    assert {"notes.txt": "text", "dot.png": "image", "paper.pdf": "pdf", "page.html": "other"} == seen
    expect(shown).to_have_attribute("data-shown", "text")
    page.keyboard.press("ArrowLeft")
    while shown.get_attribute("data-shown") != "image":
        page.keyboard.press("ArrowLeft")
    assert 1 == shown.locator("img").evaluate(
        "(picture) => picture.decode().then(() => picture.naturalWidth)"
    )
    with page.expect_download() as taken:
        shown.locator("[data-test=download-file]").click()
    assert "dot.png" == taken.value.suggested_filename
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)


def test_another_language_reaches_the_whole_form(page: Page, site: Site, client: str) -> None:
    links = page.locator("[data-test=panel-links]")
    expect(links).to_contain_text("Proposal")
    page.locator("[data-test=user-menu]").click()
    page.get_by_role("menuitem", name="Language").click()
    page.get_by_role("menuitem", name="Русский").click()
    expect(links).to_contain_text("Предложение")
    expect(links).not_to_contain_text("Proposal")
    numbers = page.locator("[data-test=form-numbers]")
    expect(numbers).to_be_visible()
    expect(numbers).not_to_contain_text(re.compile("[A-Za-z]{4,}"))
    picture(page, "form-ru")


def test_one_learns_whether_a_colleague_has_seen_an_assignment(visit: Visit, site: Site) -> None:
    with site.context():
        for user in (ANNA, BORIS):
            frappe.get_doc(
                {
                    "doctype": "User",
                    "email": user,
                    "first_name": user[:5].title(),
                    "roles": [{"role": "Sales User"}],
                }
            ).insert()
        name = frappe.get_doc({"doctype": "Client", "client_name": "Aster"}).insert().name
    mine = visit(f"/app/client/{name}", user=ANNA)
    mine.locator("[data-test=panel-assigned]").get_by_role("button", name="Assign to somebody").click()
    mine.get_by_role("option", name="Boris").click()
    told = mine.locator("[data-test=panel-told]")
    expect(told).to_contain_text("Sent")
    theirs = visit("/app", user=BORIS)
    theirs.locator("[data-test=unread]").wait_for()
    settle(theirs)
    mine.reload()
    expect(told).to_contain_text("Delivered")
    theirs.locator("[data-test=bell]").click()
    theirs.locator("[data-test=notifications] li button").first.click()
    expect(theirs.locator("[data-test=form-title]")).to_have_text("Aster")
    mine.reload()
    expect(told).to_contain_text("Seen")
