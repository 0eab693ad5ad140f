"""WCAG 2.2 AA on every kind of page and panel: wide and on a phone, in light and in dark, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from .axe import LOOKS, faults_of_looks
from .conftest import Visit, go
from .quiet import settle
from .test_forms import declare, send

pytestmark = pytest.mark.only_on("sqlite")

Act = Callable[[Page], object]
WIDE_ONLY = tuple(look for look in LOOKS if look.width > 390)
PHONE_ONLY = tuple(look for look in LOOKS if look.width == 390)
MENU = "[role=menu]"
"""While a menu is open the page behind it is taken from screen readers and keyboard, which axe cannot tell."""
DAY = "2026-11-25"
LISTS = {
    "/app/contract": "[data-test=empty]",
    "/app/client?_group=status": "[data-group]",
    f"/app/task/view/calendar?_at={DAY}&_span=month": ".fc-daygrid-day [data-event]",
    f"/app/task/view/calendar?_at={DAY}&_lanes=assigned_to": "[data-lane] [data-event]",
    "/app/deal/view/report?_rows=stage": "[data-test=report-row]",
}
"""Addresses, and what is there when a page shows what it has to show. Views and forms as they open are crawled."""
DESK = {
    "/desk/dashboard": "[data-test=chart-card]",
    "/app": "text=Hello",
    "/desk/search?q=etoile": "[data-test=search-found]",
    "/desk/profile": "[data-test=session]",
    "/desk/settings": "[data-test=settings-search]",
    "/desk/jobs": "[data-test^=state-]",
    "/desk/permissions?doctype=Client": "tr[data-row]",
    "/desk/explain?user=Administrator": "[data-doctype]",
    "/desk/explain?user=Administrator&doctype=Client&name={client}": "[data-test=verdict]",
    "/desk/import/client": "[data-test=drop-file]",
    "/desk/print/Client/{client}": "[data-test=print-format]",
    "/desk/print-designer?doctype=Client": "[data-test=sheet] [data-item]",
    "/app/nowhere/at-all": "text=There is no such page",
}


@pytest.fixture
def names(site: Site) -> dict[str, str]:
    """The names of documents, enough of them that every view has something to show."""
    with site.context():
        return {"client": _clients(), "proposal": _things()}


def _clients() -> str:
    made("Branch", branch_name="Lyon")
    anna = made("Employee", first_name="Anna", last_name="Petit", branch="Lyon")
    emails, phones = [{"email": "etoile@example.com"}], [{"phone": "+33 1 84 80 00 10"}]
    client = made("Client", client_name="Étoile du Nord", status="Active", emails=emails, phones=phones)
    for name in ("Dupont", "Moreau"):
        made("Client", client_name=name, city="Lyon")
    for title, stage in (("Roof", "Qualification"), ("Stairs", "Proposal")):
        made("Deal", deal_title=title, client=client, stage=stage, amount=1000, currency="EUR")
    for subject, day, status in (
        ("Call", DAY, "In Progress"),
        ("Late", "2026-11-20", "Open"),
        ("Idea", "", "Open"),
    ):
        times = {"start_on": f"{day} 09:00:00", "due_on": f"{day} 12:00:00"} if day else {}
        made("Task", subject=subject, assigned_to=anna, status=status, **times)
    found = frappe.get_doc("Client", client)
    found.add_comment("Comment", "Rang them.")
    found.update({"city": "Lille"}).save()
    return client


def _things() -> str:
    for name, parent in {"Machines": None, "Saws": "Machines", "Materials": None}.items():
        made("Item Group", item_group_name=name, parent_item_group=parent, is_group=1)
    made("Item", item_code="SAW", item_name="Saw", item_group="Saws", unit="Piece")
    client = frappe.get_all("Client", pluck="name")[0]
    values = {
        "client": client,
        "posting_date": DAY,
        "currency": "EUR",
        "items": [{"item": "SAW", "qty": 2, "rate": 100}],
    }
    return made("Proposal", proposal_type="Commercial", **values)


def settled(page: Page, shown: str = "h1") -> None:
    """Wait until a page shows what it has to show, ``shown`` among it."""
    settle(page)
    expect(page.locator(shown).first).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)


def made(doctype: str, **values: Any) -> str:
    return str(frappe.get_doc(doctype=doctype, **values).insert().name)


@pytest.mark.parametrize("paths", [LISTS, DESK], ids=["lists", "desk"])
def test_pages(visit: Visit, names: dict[str, str], paths: dict[str, str]) -> None:
    page = visit(user="Administrator", reduced_motion="reduce")
    settled(page)
    found = []
    for path, shown in paths.items():
        go(page, path.format(**names))
        settled(page, shown)
        found += faults_of_looks(page, path)
    assert not found, "\n".join(found)


def test_every_type_of_field(visit: Visit) -> None:
    page = visit(user="Administrator", reduced_motion="reduce")
    declare(page)
    values = {"title": "All", "table_field": [{"item": "Saw", "qty": 2, "price": 3}], "rating_field": 0.6}
    name = send(page, "POST", "/api/resource/Form Case", values)["data"]["name"]
    found = []
    for docstatus in (0, 1):
        send(page, "PUT", f"/api/resource/Form Case/{name}", {"docstatus": docstatus})
        page.goto(f"/app/form-case/{name}")
        settled(page, "[data-field=text_editor_field]")
        found += faults_of_looks(page, f"docstatus {docstatus}")
    assert not found, "\n".join(found)


def test_doors(visit: Visit) -> None:
    found = []
    for path in ("/login", "/login/forgot", "/update-password?key=abc"):
        page = visit(path, reduced_motion="reduce")
        page.locator("input").first.wait_for()
        found += faults_of_looks(page, path)
    assert not found, "\n".join(found)


def click(*targets: str) -> Act:
    """One after another."""
    return lambda page: [page.locator(target).first.click() for target in targets]


def press(*keys: str) -> Act:
    return lambda page: [page.keyboard.press(key) for key in keys]


def chosen(target: str) -> Act:
    """A row of the list, and what is done with it."""
    return click("tbody input", target)


def missing(page: Page) -> None:
    page.get_by_label("City").first.fill("Lille")
    page.keyboard.press("Control+s")
    page.get_by_text("Client name is mandatory.").first.wait_for()


def search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("client")
    page.locator("[data-test=palette] [role=option]").first.wait_for()


def quick_entry(page: Page) -> None:
    page.get_by_label("Client group").first.fill("Hotels")
    page.get_by_role("option", name="Create “Hotels”").click()
    page.get_by_role("dialog").get_by_role("button", name="Create").wait_for()


def beside(page: Page) -> None:
    page.keyboard.press("Alt+n")
    page.get_by_role("dialog").get_by_role("option").first.wait_for()


def cells(page: Page) -> None:
    page.locator("[data-field=items] [data-cell='0-1']").click()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("td[aria-selected=true]").first.wait_for()


def leave(page: Page) -> None:
    page.get_by_label("Client name").first.fill("Half done")
    page.get_by_role("navigation").get_by_role("link", name="Home").first.click()
    page.locator("[data-test=confirm]").wait_for()


def drop_file(page: Page) -> None:
    file = {"name": "clients.csv", "mimeType": "text/csv", "buffer": b"Client name;City\nAcme;Lyon\n"}
    page.locator("[data-test=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("[data-test=preview]").wait_for()


CLIENT, NEW, DEALS = "/app/client/{client}", "/app/client/new", "/app/deal/view/kanban"
PANELS: dict[str, tuple[str, Act]] = {
    **{
        name: ("/app/client", click(f"[data-test={name}]"))
        for name in ("views", "filter-builder", "columns", "sort", "group", "period", "saved-view", "bell", "export")
    },
    "command palette": ("/app/client", search),
    "keyboard shortcuts": ("/app/client", press("?")),
    "user menu": ("/app/client", click("[data-test=user-menu]")),
    "menu of a form": (CLIENT, click("[data-test=form-menu]")),
    "quick filter": ("/app/client", click("[data-test=chips] button")),
    "bulk edit": ("/app/client", chosen("[data-test=bulk-edit]")),
    "bulk print": ("/app/client", chosen("[data-test=bulk-print]")),
    "assign": (CLIENT, click("[data-test=panel-assigned] .icon-button")),
    "share": (CLIENT, click("[data-test=panel-shared] .icon-button")),
    "mail": (CLIENT, click("[data-test=form-menu]", "[role=menuitem]:has-text('E-mail')")),
    "proposals of a link": (NEW, lambda page: page.get_by_label("Client group").first.click()),
    "problems": (NEW, missing),
    "quick entry": (NEW, quick_entry),
    "confirmation": (NEW, leave),
    "new beside": (CLIENT, beside),
    "range of cells": ("/app/proposal/{proposal}", cells),
    "columns of a board": (DEALS, click("[data-test=board-by]")),
    "columns of an import": ("/desk/import/client", drop_file),
    "country of a phone": (NEW, click("[data-test=country]")),
}  # fmt: skip
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_panels(visit: Visit, names: dict[str, str], part: int) -> None:
    found = []
    page = visit(user="Administrator", reduced_motion="reduce")
    page.on("dialog", lambda asked: asked.accept())  # unsaved changes are left behind
    for name, (path, act) in list(PANELS.items())[part::PARTS]:
        page.goto(path.format(**names))
        settled(page)
        act(page)
        within = MENU if page.locator(MENU).count() else ""
        found += faults_of_looks(page, name, WIDE_ONLY, within)
    assert not found, "\n".join(found)


def test_what_a_phone_has_of_its_own(visit: Visit, names: dict[str, str]) -> None:
    page = visit(user="Administrator", reduced_motion="reduce")
    PHONE_ONLY[0].put_on(page)
    found = []
    for name, path, target in (
        ("drawer", "/app/client", "[data-test=open-menu]"),
        ("details", CLIENT, "header [aria-label=Details]"),
        ("row of a table", "/app/proposal/{proposal}", "[data-field=items] button:has-text('Saw')"),
    ):
        page.goto(path.format(**names))
        settled(page)
        page.locator(target).first.click()
        found += faults_of_looks(page, name, PHONE_ONLY)
    assert not found, "\n".join(found)


class TestTheKeyboard:
    def test_goes_to_the_page_and_back_from_dialogs(self, page: Page, names: dict[str, str]) -> None:
        page.goto("/app/client")
        settled(page)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#page")).to_be_focused()
        opener = page.locator("[data-test=export]")
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        for _ in range(dialog.locator("button, input, select").count() + 2):
            page.keyboard.press("Tab")
            expect(dialog.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        page.keyboard.press("Control+k")
        expect(page.locator("[data-test=palette] input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()

    def test_is_told_what_is_wrong_with_a_field(self, page: Page) -> None:
        page.goto(NEW)
        missing(page)
        name = page.get_by_label("Client name").first
        expect(name).to_have_attribute("aria-invalid", "true")
        expect(name).to_have_accessible_description(re.compile("Client name is mandatory.$"))
