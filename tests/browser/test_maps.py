"""The map of a list: documents where they are, and those that are nowhere."""

from __future__ import annotations

from urllib.parse import quote

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import expect
from regioncrm.demo.places import on_the_map

from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def clients(site: Site) -> None:
    """Two clients of Lyon, one of Lille, and one that nobody has put anywhere."""
    with site.context():
        for title, city in (
            ("Lyon Roof", "Lyon"),
            ("Lyon Wall", "Lyon"),
            ("Door", "Lille"),
            ("Window", None),
        ):
            place = on_the_map(city) if city else None
            frappe.get_doc(doctype="Client", client_name=title, location=place).insert()


def test_documents_stand_where_their_places_are(visit: Visit, clients: None) -> None:
    page = visit("/app/client/view/map", user="Administrator")
    places, ground = page.locator("[data-test=places]"), page.locator("[data-test=map]")
    expect(ground.locator("canvas")).to_be_visible()
    expect(places.locator("h2")).to_contain_text("3")
    nowhere = page.locator("[data-test=nowhere]")
    nowhere.locator("summary").click()
    expect(nowhere.get_by_role("link", name="Window")).to_be_visible()
    page.goto("/app/client/view/map?client_name=" + quote('["like","Lyon%"]'))
    expect(places.locator("h2")).to_contain_text("On the map 2")
    page.locator("[data-test=nearer]").click()
    ground.click()  # the one place lies in the middle
    expect(places.locator("h2")).to_contain_text("At this place 2")
    places.get_by_role("link", name="Lyon Wall").click()
    expect(page.locator("h1")).to_contain_text("Lyon Wall")


def test_a_map_fits_a_phone(visit: Visit, clients: None) -> None:
    page = visit("/app/client/view/map?client_name=Door", user="Administrator", color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("[data-test=map] canvas")).to_be_visible()
    expect(page.locator("[data-test=places]").get_by_role("link", name="Door")).to_be_visible()
