"""Whom somebody of the staff may choose to give a document to."""

from __future__ import annotations

import frappe
import pytest
from comptoir.companions.colleagues import colleagues
from comptoir.context import Context
from comptoir.desk.mentioning import people

from ...conftest import Acting

ANNA, BORIS, GONE = "anna@example.com", "boris@example.com", "gone@example.com"


@pytest.fixture
def staff(ctx: Context) -> None:
    for email, first, last, enabled in (
        (ANNA, "Anna", "Petrova", 1), (BORIS, "Boris", "Anders_on", 1), (GONE, "Anna", "Gone", 0)
    ):  # fmt: skip
        frappe.get_doc(
            {"doctype": "User", "email": email, "first_name": first, "last_name": last, "enabled": enabled,
             "roles": [{"role": "Sales User"}]}
        ).insert()  # fmt: skip


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [ANNA, BORIS]), ("pet an", [ANNA]), ("anna", [ANNA]), ("BORIS@", [BORIS]), ("rs_", [BORIS]), ("r_s", []),
        ("petrova boris", []), ("guest", []), ("gone", []),
    ],
)  # fmt: skip
def test_are_those_who_may_sign_in_by_the_words_of_their_names(
    acting: Acting, text: str, found: list[str]
) -> None:
    with acting(ANNA) as ctx:
        names = [each["name"] for each in colleagues(ctx, text)]
    assert found == [name for name in names if name != "Administrator"]


@pytest.mark.usefixtures("staff")
def test_are_offered_to_be_mentioned_by_staff(acting: Acting, ctx: Context) -> None:
    client = frappe.get_doc({"doctype": "Client", "client_name": "Aster"}).insert()
    with acting(ANNA) as other:
        assert [BORIS] == [each["name"] for each in people(other, "Client", client.name, "bor")]
