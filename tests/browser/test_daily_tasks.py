"""What daily tasks cost: every click and every key of a quick user, held to what is reached."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from ..acceptance.servers import Server
from .conftest import Visit
from .quiet import settle

pytestmark = pytest.mark.only_on("sqlite")
ITEMS = ("Paper", "Toner", "Stapler", "Folder", "Marker")
ROWS = 50
HELD = "[data-card].opacity-40"
"""Where a card that is dragged would come to lie."""


class Hands:
    """A user at a screen whose clicks, keys and typed texts are counted.

    A text counts as one entry however long it is; a key with its modifiers is one key.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = self.texts = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def drag(self, card: Locator, target: Locator) -> None:
        """One button held down from one place to another."""
        self.clicks += 1
        card.hover()
        self.page.mouse.down()
        box = target.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 90, steps=15)
        expect(target.locator(HELD)).to_be_attached()
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.texts += 1
        self.page.keyboard.type(text)

    def spent(self) -> tuple[int, int, int]:
        return self.clicks, self.keys, self.texts


@pytest.fixture
def hands(page: Page) -> Hands:
    """On the start page, with nothing in the hands."""
    return Hands(page)


def insert(**values: Any) -> str:
    return str(frappe.get_doc(values).insert().name)


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_a_client_with_a_contact(hands: Hands, site: Site) -> None:
    page = hands.page
    hands.press("Control+k")
    hands.type("+client")
    hands.press("Enter")
    expect(page.get_by_label("Client name").first).to_be_focused()
    hands.type("Étoile du Nord")
    hands.press("Alt+n")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_have_text("Contact")
    hands.press("Enter")
    first_name = page.get_by_role("dialog").get_by_label("First name")
    expect(first_name).to_be_focused()
    hands.type("Nora")
    hands.press("Tab")
    hands.type("Petit")
    hands.press("Enter")
    expect(page.locator("[data-test=toast]").last).to_contain_text("Nora Petit")
    expect(page.locator("[data-test=panel-links] li", has_text="Contact")).to_contain_text("1")
    with site.context():
        client = frappe.get_value("Client", {"client_name": "Étoile du Nord"})
        assert client
        assert client == frappe.get_value("Contact", {"full_name": "Nora Petit"}, "client")
    assert (0, 6, 4) == hands.spent()


def test_a_proposal_of_five_lines_without_the_mouse(hands: Hands, site: Site) -> None:
    page = hands.page
    with site.context():
        insert(doctype="Client", client_name="Étoile du Nord")
        insert(doctype="Client", client_name="Étoile du Sud")
        insert(doctype="Item Group", item_group_name="Everything")
        for name in ITEMS:
            code = name.upper()
            insert(doctype="Item", item_code=code, item_name=name, item_group="Everything", unit="Piece")
    hands.press("Control+k")
    hands.type("+prop")
    hands.press("Enter")
    expect(page.get_by_label("Subject").first).to_be_focused()
    hands.press("Tab")
    hands.type("étoile du n")
    hands.press("Enter")
    expect(page.locator("[data-field=client] input")).to_have_value("Étoile du Nord")
    hands.press("Alt+t")
    for line, name in enumerate(ITEMS):
        hands.type(name.lower())
        hands.press("Tab")
        hands.type(str(line + 2))
        if line < len(ITEMS) - 1:
            hands.press("Enter")
    grid = page.get_by_role("grid", name="Items")
    for name in ITEMS:
        expect(grid.get_by_role("gridcell", name=name)).to_be_visible()
    hands.press("Control+s")
    page.wait_for_url("**/app/proposal/PROP-*")
    with site.context():
        rows = frappe.get_all("Proposal Item", ["item_name", "qty"], order_by="idx")
    assert [(name, line + 2) for line, name in enumerate(ITEMS)] == [(row.item_name, row.qty) for row in rows]
    assert (0, 15, 12) == hands.spent()


def test_a_client_by_a_fragment_of_its_phone(hands: Hands, site: Site) -> None:
    page = hands.page
    with site.context():
        for number in range(20):
            insert(doctype="Client", client_name=f"Client {number}", phone=f"+331848000{number:02}")
        wanted = frappe.get_value("Client", {"phone": "+33184800017"})
    hands.press("Control+k")
    hands.type("800017")
    hands.press("Enter")
    page.wait_for_url(f"**/app/client/{wanted}")
    assert (0, 2, 1) == hands.spent()


@pytest.fixture
def deals(site: Site) -> list[str]:
    """Deals in the first stage."""
    with site.context():
        client = insert(doctype="Client", client_name="Dupont")
        common = {"doctype": "Deal", "client": client, "stage": "Qualification", "currency": "EUR"}
        return [insert(**common, deal_title=f"Roof {number}") for number in range(6)]


def stage_of(site: Site, name: str) -> str:
    with site.context():
        return str(frappe.db.get_value("Deal", name, "stage"))


def test_a_deal_to_its_next_stage(visit: Visit, site: Site, deals: list[str]) -> None:
    page = visit("/app/deal/view/kanban", user="Administrator")
    card = page.locator("[data-test=board-card]", has_text="Roof 4")
    following = page.get_by_role("region", name="Needs analysis")
    settle(page)
    mouse = Hands(page)
    mouse.drag(card, following)
    expect(following.locator("[data-test=board-card]", has_text="Roof 4")).to_be_visible()
    expect(page.locator("[data-test=toast]")).to_be_visible()
    assert ((1, 0, 0), "Needs analysis") == (mouse.spent(), stage_of(site, deals[4]))

    hands = Hands(page)
    hands.press("/")
    hands.type("Roof 2")
    hands.press("ArrowDown", "Shift+ArrowRight")
    expect(following.locator("[data-test=board-card]", has_text="Roof 2")).to_be_visible()
    expect(page.locator("[data-test=toast]").last).to_contain_text("Roof 2")
    assert ((0, 3, 1), "Needs analysis") == (hands.spent(), stage_of(site, deals[2]))
    assert "Qualification" == stage_of(site, deals[5])


def test_a_task_is_assigned(visit: Visit, site: Site) -> None:
    with site.context():
        task, other = (
            insert(doctype="Task", subject=subject) for subject in ("Call Dupont", "Write to Durand")
        )
        insert(
            doctype="User",
            email="nora@example.com",
            first_name="Nora",
            last_name="Petit",
            send_welcome_email=0,
        )
    page = visit("/app/task", user="Administrator")
    assigned = page.locator("[data-test=panel-assigned]")
    mouse = Hands(page)
    mouse.click(page.get_by_role("link", name="Call Dupont"))
    mouse.click(assigned.get_by_label("Assign to somebody"))
    mouse.click(page.get_by_role("option", name="Nora Petit"))
    expect(assigned).to_contain_text("Nora Petit")
    assert (3, 0, 0) == mouse.spent()

    hands = Hands(page)
    page.goto(f"/app/task/{other}")
    page.locator("[data-test=timeline]").wait_for()
    hands.press("Alt+w")
    expect(focused(page)).to_have_attribute("type", "search")
    hands.type("nora")
    hands.press("Enter")
    expect(assigned).to_contain_text("Nora Petit")
    assert (0, 2, 1) == hands.spent()
    with site.context():
        names = frappe.get_all("ToDo", {"allocated_to": "nora@example.com"}, pluck="reference_name")
    assert {task, other} == set(names)


def test_a_field_of_fifty_records(visit: Visit, site: Site, server: Server) -> None:
    with site.context():
        for number in range(ROWS):
            insert(doctype="Client", client_name=f"Client {number:02}", city="Lyon")
    page = visit("/app/client", user="Administrator")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(ROWS)
    hands = Hands(page)
    hands.press("Control+a", "e")
    expect(page.locator("[data-test=bulk-field]")).to_be_focused()
    hands.type("city")
    hands.press("Enter")
    expect(page.locator("[data-test=bulk-form]").get_by_role("textbox", name="City")).to_be_focused()
    hands.type("Lille")
    hands.press("Enter")
    server.run_jobs()
    expect(page.locator("[data-test=toast]").last).to_contain_text("50 documents were changed.")
    assert (0, 4, 2) == hands.spent()
    with site.context():
        assert ROWS == frappe.db.count("Client", {"city": "Lille"})

    mouse = Hands(page)
    mouse.click(page.locator("thead input[type=checkbox]"))
    mouse.click(page.locator("[data-test=bulk-edit]"))
    mouse.click(page.locator("[data-test=bulk-field]"))
    mouse.click(page.get_by_role("option", name="City"))
    mouse.type("Nantes")
    mouse.click(page.locator("[data-test=bulk-run]"))
    server.run_jobs()
    expect(page.locator("[data-test=toast]").last).to_contain_text("50 documents were changed.")
    assert (5, 0, 1) == mouse.spent()
