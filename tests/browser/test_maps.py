"""The map of a list: documents where they are, and those that are nowhere."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import expect
from regioncrm.demo.places import on_the_map

from .conftest import Visit
from .test_forms import save

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


def test_a_place_is_put_on_the_map_of_a_form(visit: Visit, site: Site) -> None:
    page = visit("/app/client/new", user="Administrator")
    page.get_by_label("Client name").first.fill("Roof")
    page.get_by_role("tab", name="Contacts and addresses").click()
    field = page.locator("[data-field=location]")
    ground, latitude = field.locator("[data-test=map]"), field.get_by_label("Latitude")
    expect(ground.locator("canvas")).to_be_visible()
    ground.click(position={"x": 200, "y": 60})
    expect(latitude).to_have_value(re.compile(r"^-?\d+\.\d+$"))
    first = float(latitude.input_value())
    field.locator("[data-test=nearer]").click()
    ground.click(position={"x": 200, "y": 120})
    expect(latitude).not_to_have_value(str(first))
    assert float(latitude.input_value()) < first, (
        "further down is further south, on a map that stays where it is"
    )
    save(page)
    with site.context():
        stored = json.loads(frappe.db.get_value("Client", {"client_name": "Roof"}, "location"))
    assert [float(latitude.input_value())] == stored["features"][0]["geometry"]["coordinates"][1:]
