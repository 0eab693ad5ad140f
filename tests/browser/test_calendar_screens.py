"""The calendar: documents in their time, moved there by hand and by keyboard."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"


MONDAY = date(2026, 11, 23)
WEEK = f"/app/task/view/calendar?_at={MONDAY}"


def day(number: int) -> str:
    """A day of the week that is looked at, from Monday, 0."""
    return str(MONDAY + timedelta(days=number))


@pytest.fixture
def tasks(site: Site) -> dict[str, str]:
    """This week's tasks of two people, one about to last days, and one without a date."""
    with site.context():
        frappe.get_doc(doctype="Branch", branch_name="Lyon").insert()
        people = []
        for first, last in (("Anna", "Petit"), ("Boris", "Blanc")):
            made = frappe.get_doc(
                doctype="Employee", first_name=first, last_name=last, branch="Lyon"
            ).insert()
            people.append(made.name)
        wanted = {
            "Call the bakery": (people[0], f"{day(0)} 09:00:00", f"{day(0)} 10:00:00", "Open"),
            "Repair the press": (people[1], f"{day(0)} 09:30:00", f"{day(0)} 12:00:00", "In Progress"),
            "Stocktaking": (
                people[1],
                f"{day(1)} 08:00:00",
                f"{day(3)} 18:00:00",
                "Open",
            ),
            "Order paper": (people[0], None, f"{day(2)} 15:00:00", "Done"),
            "Think of something": (None, None, None, "Open"),
        }
        return {
            subject: frappe.get_doc(
                doctype="Task", subject=subject, assigned_to=who, start_on=start, due_on=due, status=status
            ).insert().name
            for subject, (who, start, due, status) in wanted.items()
        }  # fmt: skip


def times(site: Site, name: str) -> tuple[str, str]:
    with site.context():
        found = frappe.db.get_value("Task", name, ["start_on", "due_on"])
        return str(found[0]), str(found[1])


def event(page: Page, name: str) -> Locator:
    return page.locator(f"[data-event='{name}']").first


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, to: tuple[float, float]) -> None:
    page.mouse.move(*centre(what))
    page.mouse.down()
    page.mouse.move(to[0], to[1] - 8, steps=8)
    page.mouse.move(*to, steps=3)
    page.mouse.up()


def saved(page: Page) -> AbstractContextManager[Any]:
    """Waits until a document was saved."""
    return page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok)


def toast(page: Page) -> Locator:
    return page.locator("[data-test=toast]").last


def test_a_task_is_dragged_to_another_day_and_back(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Call the bakery"]
    page.goto("/app/task")
    page.locator("[data-test=views]").click()
    page.locator("[data-test=view-calendar]").click()
    page.locator("[data-test=calendar-grid]").wait_for()
    page.goto(WEEK)
    expect(page.locator("[data-test=legend]")).to_contain_text("In Progress")
    before = centre(event(page, name))
    friday = centre(page.locator(f".fc-timegrid-col[data-date='{day(4)}']"))
    drag(page, event(page, name), (friday[0], before[1]))
    expect(toast(page)).to_contain_text("Call the bakery has another time.")
    assert (f"{day(4)} 09:00:00", f"{day(4)} 10:00:00") == times(site, name)
    with saved(page):
        toast(page).get_by_role("button", name="Undo").click()
    expect(page.locator(f".fc-timegrid-col[data-date='{day(0)}'] [data-event='{name}']")).to_be_visible()
    assert (f"{day(0)} 09:00:00", f"{day(0)} 10:00:00") == times(site, name)


def test_keys_move_a_task_and_the_calendar(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Call the bakery"]
    page.goto(WEEK)
    event(page, name).focus()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(toast(page)).to_contain_text("has another time.")
    assert (f"{day(0)} 09:00:00", f"{day(0)} 10:30:00") == times(site, name)
    page.locator("[data-test=range]").click()
    page.keyboard.press("m")
    expect(page.locator(".fc-dayGridMonth-view")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("_at=2026-12-01"))
    page.keyboard.press("ArrowLeft")
    event(page, name).press("Enter")
    expect(page).to_have_url(re.compile(f"/app/task/{name}$"))


def test_what_has_no_date_gets_one(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Think of something"]
    page.goto(WEEK + "&_tray=1")
    waiting = page.locator("[data-test=waiting]")
    expect(waiting).to_have_count(1)
    thursday = centre(page.locator(f".fc-timegrid-col[data-date='{day(3)}']"))
    row = centre(page.locator(".fc-timegrid-slot-lane[data-time='11:00:00']"))
    drag(page, waiting, (thursday[0], row[1]))
    expect(waiting).to_have_count(0)
    expect(event(page, name)).to_be_visible()
    expect(toast(page)).to_contain_text("has another time.")
    assert (f"{day(3)} 11:00:00", f"{day(3)} 12:00:00") == times(site, name)


def test_a_refused_time_is_put_back_with_a_sentence(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Stocktaking"]
    page.goto(WEEK + "&_span=month")
    event(page, name).wait_for()
    with site.context():
        frappe.get_doc("Task", name).update({"priority": "High"}).save()
    event(page, name).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(toast(page)).to_contain_text("Stocktaking stays as it was:")
    assert f"{day(1)} 08:00:00" == times(site, name)[0]


def test_lanes_give_a_task_to_somebody_else(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Call the bakery"]
    page.goto(WEEK + "&_lanes=assigned_to")
    lanes = page.locator("[data-lane]")
    expect(lanes).to_have_count(3)
    event(page, name).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(toast(page)).to_contain_text("has another time.")
    with site.context():
        assert "Boris Blanc" == frappe.db.get_value(
            "Employee", frappe.db.get_value("Task", name, "assigned_to"), "employee_name"
        )


def test_a_chosen_time_begins_a_new_task(page: Page, tasks: dict[str, str]) -> None:
    page.goto(WEEK)
    event(page, tasks["Call the bakery"]).wait_for()
    column = page.locator(f".fc-timegrid-col[data-date='{day(4)}']")
    top, below = (page.locator(f".fc-timegrid-slot-lane[data-time='{hour}:00:00']") for hour in (13, 15))
    across = centre(column)[0]
    page.mouse.move(across, centre(top)[1])
    page.mouse.down()
    page.mouse.move(across, centre(below)[1], steps=8)
    page.mouse.up()
    expect(page).to_have_url(re.compile("/app/task/new.*due_on="))
    expect(page.get_by_label("Start", exact=True)).to_have_value(f"{day(4)} 13:00")


def test_a_phone_shows_an_agenda(visit: Visit, tasks: dict[str, str]) -> None:
    page = visit(user="Administrator")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(WEEK + "&_span=month")
    expect(page.locator(".fc-list")).to_be_visible()
    expect(page.locator("[data-test=span-month]")).to_have_count(0)
    expect(event(page, tasks["Call the bakery"])).to_be_visible()


def test_bars_of_a_gantt_chart_are_pulled(page: Page, site: Site, tasks: dict[str, str]) -> None:
    name = tasks["Stocktaking"]
    page.goto(f"/app/task/view/gantt?_at={MONDAY}&_span=day")
    expect(page.locator(".bar-wrapper")).to_have_count(4)
    across, down = centre(page.locator(".bar-wrapper").nth(2))
    with saved(page) as pulled:
        page.mouse.move(across, down)
        page.mouse.down()
        page.mouse.move(across + 45, down, steps=6)
        page.mouse.move(across + 90, down, steps=6)
        page.mouse.up()
    with saved(page):
        toast(page).get_by_role("button", name="Undo").click()
    assert f"{day(3)} 08:00:00" == pulled.value.request.post_data_json["start_on"]
    assert f"{day(1)} 08:00:00" == times(site, name)[0]
    event(page, name).focus()
    with saved(page):
        page.keyboard.press("Alt+Shift+ArrowRight")
    assert (f"{day(1)} 08:00:00", f"{day(4)} 18:00:00") == times(site, name)


def test_the_address_of_a_calendar_is_made_and_revoked(page: Page, site: Site) -> None:
    page.goto("/desk/profile")
    page.locator("[data-test=make-feed]").click()
    address = page.locator("[data-test=feed-address] code").inner_text()
    assert page.request.get(address.removeprefix(site.url)).text().startswith("BEGIN:VCALENDAR")
    page.locator("[data-test=revoke-feed]").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.locator("[data-test=feed-state]")).to_contain_text("There is no address.")
    assert 404 == page.request.get(address.removeprefix(site.url)).status
