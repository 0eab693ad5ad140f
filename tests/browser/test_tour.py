"""Being shown around: offered once, walked by keyboard, started again, on a phone; and the first steps of people."""

from __future__ import annotations

import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from . import axe
from .conftest import Visit, overflow

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"
REMEMBERED = "**/comptoir.desk.guidance.remember"


@pytest.fixture
def anna(visit: Visit, site: Site) -> Page:
    """Anna, who sells and signs in for the first time."""
    with site.context():
        make_user(site, ANNA, "Sales User")
    page = visit(user=ANNA)
    expect(page.locator("[data-test=tour-offer]")).to_be_visible()
    return page


def test_a_newcomer_is_shown_around_by_keyboard_and_not_asked_again(anna: Page) -> None:
    tour = anna.get_by_role("dialog")
    expect(tour).to_have_count(0)
    anna.locator("[data-test=tour-start]").press("Enter")
    expect(tour).to_be_focused()
    expect(tour).to_have_accessible_name("The menu")
    expect(tour).to_have_accessible_description(
        "All your lists, section by section. What you mark with a star and what you opened last stands here too."
    )
    assert [] == axe.faults_of_looks(anna, "tour", (axe.Look(1440, "dark", axe.CONTRAST), axe.DESKTOP))
    seen = [tour.locator("h2").inner_text()]
    for place in range(2, 7):
        anna.keyboard.press("ArrowRight" if place % 2 else "Enter")
        expect(tour.locator("[data-test=tour-place]")).to_have_text(f"{place} of 6")
        expect(tour).to_be_focused()
        seen.append(tour.locator("h2").inner_text())
    assert [
        "The menu",
        "Find anything",
        "The bell",
        "Something new",
        "Your menu",
        "Without the mouse",
    ] == seen
    anna.keyboard.press("ArrowLeft")
    expect(tour).to_have_accessible_name("Your menu")
    for _ in range(5):
        anna.keyboard.press("Tab")
        assert anna.evaluate("() => document.activeElement.closest('[role=dialog]') !== null")
    tour.focus()
    anna.keyboard.press("ArrowRight")
    expect(tour).to_have_accessible_name("Without the mouse")
    with anna.expect_response(REMEMBERED):
        anna.keyboard.press("Enter")
    expect(tour).to_have_count(0)
    anna.wait_for_url("**/app")
    steps = anna.locator("[data-test=first-steps]")
    expect(steps.get_by_role("link", name="Have a look around")).to_have_attribute("data-done", "true")
    anna.reload()
    expect(steps).to_be_visible()
    expect(anna.locator("[data-test=tour-offer]")).to_have_count(0)


def test_the_tour_is_declined_and_started_again_from_the_menu_and_the_palette(anna: Page) -> None:
    with anna.expect_response(REMEMBERED):
        anna.locator("[data-test=tour-decline]").click()
    anna.goto("/app/client")
    tour = anna.locator("[data-test=tour]")
    anna.locator("[data-test=user-menu]").click()
    anna.get_by_role("menuitem", name="Show me around").click()
    expect(tour).to_be_focused()
    anna.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    expect(anna.locator("[data-test=tour-offer]")).to_have_count(0)
    anna.keyboard.press("Control+k")
    anna.get_by_role("combobox").fill("around")
    expect(anna.get_by_role("option", name="Show me around")).to_be_visible()
    anna.keyboard.press("Enter")
    expect(tour).to_be_focused()
    anna.locator("[data-test=tour-skip]").click()
    expect(tour).to_have_count(0)
    expect(anna.locator("#page:focus, [data-test=user-menu]:focus")).to_have_count(1)
    assert "tour" not in anna.url


def test_whoever_goes_elsewhere_has_left_the_tour(anna: Page) -> None:
    anna.goto("/app/client")
    anna.get_by_role("link", name="Home").click()
    anna.locator("[data-test=tour-start]").click()
    tour = anna.locator("[data-test=tour]")
    expect(tour).to_be_focused()
    anna.go_back()
    anna.wait_for_url("**/app/client")
    expect(tour).to_have_count(0)
    expect(anna.locator("[data-test=new]")).to_be_visible()
    anna.locator("[data-test=new]").click()
    anna.wait_for_url("**/app/client/new")


def test_on_a_phone_the_tour_is_a_sheet_without_what_is_not_there(anna: Page) -> None:
    anna.set_viewport_size({"width": 390, "height": 844})
    anna.locator("[data-test=tour-start]").click()
    tour = anna.get_by_role("dialog")
    expect(tour.locator("[data-test=tour-place]")).to_have_text("1 of 2")
    expect(tour).to_contain_text("behind this button")
    box = tour.bounding_box()
    assert box is not None
    assert (0, 390, 844) == (box["x"], box["width"], round(box["y"] + box["height"]))
    assert 0 == overflow(anna)
    assert [] == axe.faults_of_looks(
        anna, "tour", (axe.Look(390, "dark", axe.TAGS), axe.Look(390, "light", axe.CONTRAST))
    )
    anna.locator("[data-test=tour-next]").click()
    expect(tour).to_have_accessible_name("Something new")


def test_the_first_steps_of_people_are_put_away_for_good(anna: Page) -> None:
    steps = anna.locator("[data-test=first-steps]")
    expect(steps.get_by_role("link", name="Enter your first client")).to_have_attribute("data-done", "false")
    steps.get_by_role("button", name="Find something with Ctrl+K").click()
    anna.get_by_role("combobox").fill("client")
    expect(anna.get_by_role("option", name="Client", exact=True)).to_be_visible()
    with anna.expect_response(REMEMBERED):
        anna.keyboard.press("Enter")
    anna.goto("/app")
    expect(steps.get_by_role("button", name="Find something with Ctrl+K")).to_have_attribute(
        "data-done", "true"
    )
    with anna.expect_response(REMEMBERED):
        steps.get_by_role("button", name="Hide the first steps").click()
    anna.reload()
    expect(anna.locator("[data-test=tour-offer]")).to_be_visible()
    expect(steps).to_have_count(0)


PROPOSAL = (
    "For whom",
    "How long it holds",
    "What you offer",
    "What it comes to",
    "Save, then submit",
    "On paper",
)
CLIENT = (
    "The name people use",
    "Who looks after them",
    "How to reach them",
    "On contracts and invoices",
    "What they pay",
    "Save, and go on from here",
)


@pytest.mark.parametrize(
    ("title", "slug", "first", "names"),
    [
        ("How to write a proposal", "proposal", "client", PROPOSAL),
        ("How to enter a client", "client", "client_name", CLIENT),
    ],
)
def test_a_form_explains_itself_from_the_palette_and_from_its_menu(
    anna: Page, title: str, slug: str, first: str, names: tuple[str, ...]
) -> None:
    anna.keyboard.press("Control+k")
    anna.get_by_role("combobox").fill(title[:12])
    expect(anna.get_by_role("option", name=title)).to_be_visible()
    anna.keyboard.press("Enter")
    tour = anna.get_by_role("dialog")
    expect(tour).to_have_accessible_name(names[0])
    expect(tour.locator("[data-test=tour-place]")).to_have_text(f"1 of {len(names)}")
    anna.wait_for_url(f"**/app/{slug}/new")
    light = anna.locator("[data-test=tour-veil] > div")
    field = anna.locator(f".form-body [data-field={first}]").bounding_box()
    lit = light.bounding_box()
    assert field is not None
    assert lit is not None
    assert (round(field["x"] - 4), round(field["y"] - 4)) == (round(lit["x"]), round(lit["y"]))
    for name in names[1:]:
        anna.keyboard.press("ArrowRight")
        expect(tour).to_have_accessible_name(name)
        expect(light).to_be_in_viewport()
    anna.keyboard.press("Enter")
    expect(tour).to_have_count(0)
    anna.wait_for_url(f"**/app/{slug}/new")
    anna.locator("[data-test=form-menu]").click()
    anna.get_by_role("menuitem", name="How does this form work?").click()
    expect(tour).to_have_accessible_name(names[0])
    anna.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    anna.goto("/app/contact/new")
    expect(anna.locator("[data-field=last_name]")).to_be_visible()
    expect(anna.locator("[data-test=form-menu]")).to_have_count(0)
