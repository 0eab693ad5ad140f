"""Tours of forms: told to whoever may read what they are about, and naming only fields that are there."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import tours
from comptoir.desk.boot import boot
from comptoir.errors import ComptoirError, PermissionError, ValidationError

from ...conftest import Acting
from .conftest import ANNA, new

WRITING = "How to write a proposal"
ENTERING = "How to enter a client"
STOREKEEPER = "pierre@example.com"


def tour(*steps: dict[str, Any], **values: Any) -> Any:
    told = [{"title": "Here", "description": "This is it.", **step} for step in steps]
    return new("Form Tour", **{"title": "A tour", "reference_doctype": "Client", "steps": told, **values})


@pytest.mark.parametrize(
    ("title", "doctype", "first", "french", "says"),
    [
        (WRITING, "Proposal", "client", "Comment rédiger une proposition", "Choisissez le client."),
        (ENTERING, "Client", "client_name", "Comment saisir un client", "Écrivez le nom court."),
    ],
)
def test_forms_explain_themselves_in_the_language_of_the_reader(
    ctx: Context,
    clients: list[str],
    acting: Acting,
    title: str,
    doctype: str,
    first: str,
    french: str,
    says: str,
) -> None:
    with acting(ANNA) as anna:
        assert {"name": title, "title": title, "doctype": doctype} in boot(anna)["tours"]
        anna.lang = "fr"
        assert french in [each["title"] for each in tours.tours(anna)]
        told = tours.steps(anna, title)
    meta = ctx.site.registry.get(doctype)
    assert first == told[0]["fieldname"]
    assert says in told[0]["description"]
    assert all(meta.has_field(step["fieldname"]) or step["element_selector"] for step in told)


def test_nobody_is_told_of_forms_they_may_not_open(ctx: Context, clients: list[str], acting: Acting) -> None:
    new("User", email=STOREKEEPER, first_name="Pierre", roles=[{"role": "Storekeeper"}])
    about = tour({"fieldname": "request_url"}, title="Hooks", reference_doctype="Webhook")
    with acting(STOREKEEPER) as pierre:
        assert about.name not in [each["name"] for each in tours.tours(pierre)]
        with pytest.raises(PermissionError):
            tours.steps(pierre, about.name)
        with pytest.raises(ComptoirError):
            tours.steps(pierre, "There is none")
        with pytest.raises(PermissionError):
            tour({"fieldname": "city"}, title="Mine")
    with acting("Guest") as guest, pytest.raises(PermissionError):
        tours.steps(guest, WRITING)


@pytest.mark.parametrize(
    "step", [{"fieldname": "no_such_field"}, {}, {"fieldname": "x", "element_selector": "h1"}]
)
def test_a_step_names_something_that_is_there(ctx: Context, step: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="Step 1 of “A tour” names no field of Client"):
        tour(step)
    assert tour({"element_selector": "h1"}, {"fieldname": "city"}).name
    assert 2 == len(tours.steps(ctx, "A tour"))


def test_what_is_told_changes_with_the_tours(ctx: Context) -> None:
    before = tours.tours(ctx)
    about = tour({"fieldname": "city"})
    ctx.db.commit()
    assert "A tour" in [each["title"] for each in tours.tours(ctx)]
    frappe.delete_doc("Form Tour", about.name)
    ctx.db.commit()
    assert before == tours.tours(ctx)
