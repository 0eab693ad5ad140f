"""Forms drawn from a declaration: every field type, child rows by keyboard, the life of a submittable document."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")

TYPES = (
    "Autocomplete", "Attach", "Attach Image", "Barcode", "Button", "Check", "Code", "Color", "Currency", "Data",
    "Date", "Datetime", "Duration", "Dynamic Link", "Float", "Geolocation", "Heading", "HTML", "HTML Editor", "Icon",
    "Image", "Int", "JSON", "Link", "Long Text", "Markdown Editor", "Password", "Percent", "Phone", "Read Only",
    "Rating", "Select", "Signature", "Small Text", "Table", "Table MultiSelect", "Text", "Text Editor", "Time",
)  # fmt: skip
OPTIONS = {
    "Link": "Client", "Dynamic Link": "select_field", "Select": "Client\nDeal", "Table": "Form Row", "Image": "attach_image_field",
    "Table MultiSelect": "Form Choice", "HTML": "<b>fixed</b>", "Button": "run", "Autocomplete": "Paris\nLyon",
}  # fmt: skip
ROW = [
    {"fieldname": "item", "fieldtype": "Data", "label": "Item", "reqd": 1, "in_list_view": 1},
    {"fieldname": "qty", "fieldtype": "Int", "label": "Quantity", "in_list_view": 1},
    {"fieldname": "worth", "fieldtype": "Currency", "label": "Worth", "in_list_view": 1},
    {"fieldname": "party", "fieldtype": "Link", "label": "Party", "options": "Client", "in_list_view": 1},
]
SIZES = {"Long Text": {"max_height": "60px"}, "Data": {"width": "200"}}
PASTE = """text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""


def fields() -> list[dict[str, Any]]:
    """A title, one field of every type that shows something, and what amending needs."""
    each = [
        {"fieldname": f"{kind.lower().replace(' ', '_')}_field", "fieldtype": kind, "label": f"{kind} field",
         "options": OPTIONS.get(kind), **SIZES.get(kind, {})}
        for kind in TYPES
    ]  # fmt: skip
    title = {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1}
    amended = {"fieldname": "amended_from", "fieldtype": "Link", "label": "Amended from", "options": "Form Case",
               "read_only": 1, "no_copy": 1}  # fmt: skip
    return [title, *each, amended]


def send(page: Page, method: str, path: str, body: dict[str, Any]) -> Any:
    """A request of the signed-in user."""
    answer = page.evaluate(
        """async ([method, path, body]) => {
            const boot = await (await fetch('/api/method/comptoir.desk.api.boot')).json()
            const headers = {'Content-Type': 'application/json', 'X-Frappe-CSRF-Token': boot.message.csrf_token}
            const answer = await fetch(path, {method, headers, body: JSON.stringify(body)})
            return [answer.status, await answer.json()]
        }""",
        [method, path, body],
    )
    assert 200 == answer[0], answer
    return answer[1]


def declare(page: Page) -> None:
    """A doctype that no code has ever heard of."""
    rights = dict.fromkeys(("read", "write", "create", "delete", "submit", "cancel", "amend"), 1)
    base = {"module": "CRM", "custom": 1}
    choice = [{"fieldname": "client", "fieldtype": "Link", "label": "Client", "options": "Client"}]
    for name, rows in (("Form Row", ROW), ("Form Choice", choice)):
        send(page, "POST", "/api/resource/DocType", {**base, "name": name, "istable": 1, "fields": rows})
    case = {
        "name": "Form Case",
        "is_submittable": 1,
        "autoname": "hash",
        "title_field": "title",
        "fields": fields(),
    }
    permissions = [{"role": "System Manager", **rights}]
    send(page, "POST", "/api/resource/DocType", {**base, **case, "permissions": permissions})


def save(page: Page) -> None:
    """Save and wait until the head says so and the address has the name."""
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/app/[^/]+/(?!new)"))
    expect(page.locator("[data-test=save-state]:visible")).to_have_text(re.compile("^Saved"))


def test_every_field_type_is_shown_filled_and_stored(page: Page) -> None:
    declare(page)
    page.goto("/app/form-case/new")
    page.get_by_label("Title").first.fill("All of them")
    expect(page.get_by_text("This screen has no input")).to_have_count(0)
    for name, typed in (
        ("int", "=6*7"),
        ("currency", "1 234.50"),
        ("date", "2026-12-05"),
        ("time", "930"),
        ("phone", "+33 1 84 80 00 10"),
    ):
        page.locator(f"[data-field={name}_field] input").first.fill(typed)
    page.locator("[data-field=check_field] input").check()
    page.locator("[data-field=rating_field] svg").nth(3).click()
    page.locator("[data-field=text_editor_field] .tiptap").click()
    page.keyboard.type("Written")
    page.locator("[data-field=json_field] textarea").fill('{"a": 1}')
    save(page)
    name = page.url.rsplit("/", 1)[1]
    stored = page.evaluate(
        "name => fetch(`/api/resource/Form Case/${name}`).then(answer => answer.json())", name
    )["data"]
    expected = {
        "int_field": 42, "currency_field": 1234.5, "date_field": "2026-12-05", "time_field": "9:30:00", "check_field": 1,
        "rating_field": 0.8, "text_editor_field": "<p>Written</p>", "json_field": '{"a": 1}',
    }  # fmt: skip
    assert expected == {key: stored[key] for key in expected}


def test_child_rows_are_entered_by_keyboard_and_pasted(page: Page) -> None:
    declare(page)
    page.goto("/app/form-case/new")
    page.get_by_label("Title").first.fill("Rows")
    page.locator("[data-test=add-row]").click()
    for key in ("Paper", "Tab", "3", "Tab", "2.50", "Enter"):
        page.keyboard.press(key) if key in ("Tab", "Enter") else page.keyboard.type(key)
    page.locator('[data-cell="1-0"]').focus()
    page.evaluate(PASTE, "Ink\t2\t10\nGlue\t1\t1.25\n")
    expect(page.locator("tfoot")).to_contain_text("13.75")
    save(page)
    expect(page.locator("[role=grid] tbody tr")).to_have_count(3)
    expect(page.locator('[data-cell="2-0"]')).to_have_text("Glue")


def test_titles_pasted_into_links_become_links_and_what_is_not_found_is_marked(page: Page) -> None:
    declare(page)
    made = {}
    for title in ("Étoile du Nord", "Plain"):
        made[title] = send(page, "POST", "/api/resource/Client", {"client_name": title})["data"]["name"]
    page.goto("/app/form-case/new")
    page.get_by_label("Title").first.fill("Parties")
    page.locator("[data-test=add-row]").click()
    page.keyboard.press("Escape")
    page.evaluate(PASTE, "A\t1\t2\tÉtoile du Nord\nB\t1\t2\tplain\nC\t1\t2\tNobody\n")
    expect(page.locator('[data-cell="0-3"]')).to_have_text("Étoile du Nord")
    expect(page.locator('[data-cell="1-3"]')).to_have_text("Plain")
    missing = page.locator('[data-cell="2-3"]')
    expect(missing).to_have_text("Nobody")
    expect(missing).to_have_attribute("title", re.compile("“Nobody” was not found"))
    page.keyboard.press("Control+s")
    expect(page.locator("[data-test=form-problems]")).to_contain_text("“Nobody” was not found")
    missing.focus()
    page.keyboard.press("Delete")
    save(page)
    name = page.url.rsplit("/", 1)[1]
    stored = page.evaluate(
        "name => fetch(`/api/resource/Form Case/${name}`).then(answer => answer.json())", name
    )["data"]
    parties = [row.get("party") for row in stored["table_field"]]
    assert [made["Étoile du Nord"], made["Plain"], None] == parties


def test_a_link_that_is_still_being_typed_is_part_of_what_is_saved(page: Page) -> None:
    declare(page)
    made = send(page, "POST", "/api/resource/Client", {"client_name": "Étoile du Nord"})["data"]["name"]
    page.goto("/app/form-case/new")
    page.get_by_label("Title").first.fill("Typed fast")
    page.locator("[data-field=link_field] input").focus()
    page.keyboard.type("étoile")
    save(page)
    stored = page.evaluate(
        "name => fetch(`/api/resource/Form Case/${name}`).then(answer => answer.json())",
        page.url.rsplit("/", 1)[1],
    )["data"]
    assert made == stored["link_field"]


def test_a_field_is_as_large_as_its_declaration_says(page: Page) -> None:
    declare(page)
    page.goto("/app/form-case/new")
    page.locator("[data-field=long_text_field] textarea").fill("line\n" * 30)
    box = page.locator("[data-field=long_text_field] textarea").bounding_box()
    line = page.locator("[data-field=data_field] input").bounding_box()
    assert (60, 200) == (box and round(box["height"]), line and round(line["width"]))


def test_a_document_is_submitted_cancelled_and_amended(page: Page) -> None:
    declare(page)
    made = send(page, "POST", "/api/resource/Form Case", {"title": "Through its life"})["data"]
    page.goto(f"/app/form-case/{made['name']}")
    page.locator("[data-test=primary-action]:visible").click()
    page.locator("[data-test=confirm]").click()
    expect(page.get_by_text("Submitted. It can be cancelled, but not changed.")).to_be_visible()
    expect(page.locator("[data-field=title] input")).to_have_count(0)
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name="Cancel the document").click()
    page.locator("[data-test=confirm]").click()
    expect(page.get_by_text("Cancelled. It counts for nothing any more")).to_be_visible()
    page.locator("[data-test=primary-action]:visible").click()
    expect(page.locator("[data-test=save-state]:visible")).to_have_text("Not saved yet")
    save(page)
    assert page.url.endswith(f"{made['name']}-1")


def test_a_linked_document_is_created_without_leaving_the_form(page: Page) -> None:
    page.goto("/app/client/new")
    page.get_by_label("Client name").first.fill("Linked")
    group = page.get_by_label("Client group").first
    group.fill("Hotels")
    page.get_by_role("option", name="Create “Hotels”").click()
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    expect(group).to_have_value("Hotels")
    save(page)


def test_changes_are_not_lost_by_leaving(page: Page) -> None:
    page.goto("/app/client/new")
    page.get_by_label("Client name").first.fill("Half done")
    page.get_by_role("navigation").get_by_role("link", name="Home").first.click()
    expect(page.get_by_role("heading", name="Leave without saving?")).to_be_visible()
    page.get_by_role("button", name="Stay").click()
    expect(page.get_by_label("Client name").first).to_have_value("Half done")


def test_two_clicks_make_one_document(page: Page) -> None:
    page.goto("/app/client/new")
    page.get_by_label("Client name").first.fill("Once only")
    page.locator("[data-test=primary-action]:visible").dblclick()
    page.wait_for_url("**/app/client/CLI-*")
    filters = '[["client_name","=","Once only"]]'
    found = page.evaluate(
        "filters => fetch(`/api/resource/Client?filters=${filters}`).then(answer => answer.json())", filters
    )
    assert 1 == len(found["data"])


def test_the_phone_has_cards_and_the_save_button_within_reach(page: Page) -> None:
    declare(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/app/form-case/new")
    page.get_by_label("Title").first.fill("Small")
    page.locator("[data-test=add-row]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Item").fill("Paper")
    dialog.locator("[data-test=close-row]").click()
    page.locator("[data-test=bottom-bar]").get_by_role("button", name="Save").click()
    expect(page.locator("[data-test=save-state]:visible")).to_have_text(re.compile("^Saved"))
    expect(page.get_by_role("button", name=re.compile("Paper"))).to_be_visible()


def test_an_action_asks_for_its_arguments_and_changes_the_document(page: Page) -> None:
    client = send(page, "POST", "/api/resource/Client", {"client_name": "Handed over"})["data"]
    branch = send(page, "POST", "/api/resource/Branch", {"branch_name": "North"})["data"]
    person = {"first_name": "Nora", "last_name": "Petit", "branch": branch["name"]}
    send(page, "POST", "/api/resource/Employee", person)
    calls: list[str] = []
    page.on(
        "request", lambda request: calls.append(request.url) if "/method/transfer" in request.url else None
    )
    page.goto(f"/app/client/{client['name']}")
    page.get_by_role("button", name="Hand over").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-test=run-action]").click()
    expect(dialog).to_contain_text("New responsible employee is mandatory.")
    dialog.get_by_label("New responsible employee").fill("Nora")
    page.get_by_role("option", name="Nora Petit").click()
    dialog.locator("[data-test=run-action]").dblclick()
    expect(page.locator("[data-test=toast]").first).to_contain_text("Transferred, with 0 open deals")
    expect(page.locator("[data-field=responsible] input")).to_have_value("Nora Petit")
    assert 1 == len(calls)
