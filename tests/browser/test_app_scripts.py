"""What scripts of apps add to the Desk: widgets and actions of forms, and what becomes of their faults."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from playwright.sync_api import Page, Route, expect

from .axe import faults_of_looks
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")
SCRIPT = "/assets/regioncrm/desk/index.js"
RULE = {
    "doctype": "KPI Rule",
    "rule_name": "Turnover",
    "source_doctype": "Deal",
    "date_field": "creation",
    "aggregate": "Count",
    "scope": "Company",
    "period": "Month",
    "thresholds": [
        {"from_percent": 50, "score": 5, "label": "Fair", "color": "#cc8800"},
        {"from_percent": 120, "score": 10, "label": "Superb", "color": "#118844"},
    ],
}


GUIDE = Path(__file__).parents[2] / "docs/how-to/extend-the-desk.md"


def rule(site: Site, achieved: float) -> str:
    with site.context() as ctx:
        made = frappe.get_doc(RULE).insert()
        frappe.db.set_value("KPI Rule", made.name, "last_achievement", achieved)
        ctx.db.commit()
        return str(made.name)


def client(site: Site, **values: Any) -> str:
    with site.context() as ctx:
        made = frappe.get_doc(
            {"doctype": "Client", "client_name": "Aster", "client_type": "Company", **values}
        )
        made.insert()
        ctx.db.commit()
        return str(made.name)


def serve(page: Page, source: str) -> None:
    """Let the Desk get ``source`` in place of what the app brings."""
    page.route(f"**{SCRIPT}", lambda route: _fulfil(route, source))


def _fulfil(route: Route, source: str) -> None:
    route.fulfill(body=source, content_type="text/javascript")


def open_result(page: Page, name: str) -> None:
    page.goto(f"/app/kpi-rule/{name}")
    page.get_by_role("tab", name="Result").click()


def test_the_achievement_of_a_rule_is_a_bar_with_its_levels(page: Page, site: Site) -> None:
    open_result(page, rule(site, 84))
    bar = page.get_by_role("meter", name="Achievement")
    expect(bar).to_have_attribute("aria-valuetext", "84%, Fair")
    expect(bar).to_have_attribute("aria-valuemax", "120")
    done = bar.locator(".regioncrm-achievement-done")
    expect(done).to_have_css("background-color", "rgb(204, 136, 0)")
    expect(bar.locator(".regioncrm-achievement-tick")).to_have_count(2)
    whole = bar.locator(".regioncrm-achievement-bar").bounding_box()
    part = done.bounding_box()
    assert whole is not None
    assert part is not None
    assert abs(part["width"] / whole["width"] - 0.7) < 0.01
    assert not faults_of_looks(page, "a rule")


def test_the_requisites_of_a_client_are_copied(visit: Visit, site: Site) -> None:
    name = client(
        site, legal_name="Aster SARL", tax_id="FR40303265045", legal_address="1 Rue Haute\n75001 Paris"
    )
    page = visit(
        f"/app/client/{name}", user="Administrator", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Copy requisites").click()
    expect(page.locator("[data-test=toast]")).to_contain_text("The requisites are copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Legal name: Aster SARL\nTax id: FR40303265045\nLegal address: 1 Rue Haute, 75001 Paris" == copied


def test_a_client_without_requisites_has_none_to_copy(page: Page, site: Site) -> None:
    page.goto(f"/app/client/{client(site)}")
    expect(page.locator("[data-action]").first).to_be_visible()
    expect(page.get_by_role("button", name="Copy requisites")).to_have_count(0)


def test_an_action_enters_values_and_saves_them(page: Page, site: Site) -> None:
    serve(
        page,
        """export default (desk) => desk.addAction({
            name: "acme-move", doctype: "Client", label: () => "Move", group: () => "Acme",
            async run(form) {
                form.set("city", "Tomsk")
                if (await form.save()) desk.notify(`${await desk.get("frappe.client.get_value", {doctype: "Client", fieldname: "city", filters: form.name}).then((found) => found.city)} it is`)
            },
        })""",
    )
    name = client(site)
    page.goto(f"/app/client/{name}")
    page.locator("[data-test=doc-actions]").click()
    page.get_by_role("menuitem", name="Move").click()
    expect(page.locator("[data-test=toast]", has_text="Tomsk it is")).to_be_visible()
    expect(page.locator("[data-field=city] input")).to_have_value("Tomsk")
    with site.context():
        assert "Tomsk" == frappe.db.get_value("Client", name, "city")


def test_an_action_that_is_refused_or_breaks_leaves_the_form_working(page: Page, site: Site) -> None:
    complaints: list[str] = []
    page.add_init_script("console.error = (...said) => (window.complaints ??= []).push(String(said))")
    serve(
        page,
        """export default (desk) => {
            desk.addAction({ name: "acme-wrong", label: () => "Wrong field", run: (form) => form.set("no_such", 1) })
            desk.addAction({ name: "acme-refused", label: () => "Refused", run: () => desk.call("frappe.client.insert", {doc: {doctype: "Client"}}) })
        }""",
    )
    page.goto(f"/app/client/{client(site)}")
    for label, told in (("Wrong field", 'Client has no field "no_such".'), ("Refused", "Client name")):
        page.locator("[data-test=doc-actions]").click()
        page.get_by_role("menuitem", name=label).click()
        expect(page.locator("[data-test=toast]", has_text=told)).to_be_visible()
    page.get_by_label("Client name").first.fill("Birch")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-title]")).to_have_text("Birch")
    complaints += page.evaluate("window.complaints")
    assert 1 == len([each for each in complaints if "no_such" in each])


def test_a_widget_that_breaks_gives_way_to_the_shipped_one(page: Page, site: Site) -> None:
    page.add_init_script("console.error = () => {}")
    serve(
        page,
        """export default (desk) => desk.addWidget({
            name: "acme-broken", rank: (field) => (field.fieldname === "client_name" ? 50 : -1),
            component: desk.vue.defineComponent(() => () => desk.vue.h("b", [undefined.length])),
        })""",
    )
    page.goto(f"/app/client/{client(site)}")
    expect(page.locator("[data-test=toast]", has_text="acme-broken")).to_be_visible()
    page.get_by_label("Client name").first.fill("Birch")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-title]")).to_have_text("Birch")


def test_a_script_that_cannot_be_read_is_told_and_everything_else_works(page: Page, site: Site) -> None:
    page.add_init_script("console.error = () => {}")
    serve(page, "export default {{{")
    page.goto(f"/app/client/{client(site)}")
    expect(page.locator("[data-test=toast]", has_text=SCRIPT)).to_be_visible()
    expect(page.locator("[data-test=form-title]")).to_have_text("Aster")


def test_the_example_of_the_guide_does_what_it_says(page: Page, site: Site) -> None:
    found = re.search(r"```js\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    with site.context():
        frappe.get_doc(
            {
                "doctype": "Custom Field",
                "dt": "Vehicle",
                "fieldname": "fuel",
                "fieldtype": "Int",
                "label": "Fuel",
            }
        ).insert()
        frappe.db.commit()
        name = (
            frappe.get_doc({"doctype": "Vehicle", "plate_number": "AA-100-AA", "model": "Van"}).insert().name
        )
    serve(page, dedent(found[1]))
    page.goto(f"/app/vehicle/{name}")
    fuel = page.locator("[data-field=fuel] input[type=range]")
    fuel.focus()
    page.keyboard.press("ArrowRight")
    expect(fuel).to_have_value("1")
    page.get_by_role("button", name="Refuel").click()
    expect(page.locator("[data-test=toast]", has_text="is full.")).to_be_visible()
    expect(fuel).to_have_value("100")
    expect(page.get_by_role("button", name="Refuel")).to_have_count(0)
    with site.context():
        assert 100 == frappe.db.get_value("Vehicle", name, "fuel")
