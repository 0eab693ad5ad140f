"""Digests: who gets one, when, and what stands in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from comptoir.automation import digests
from comptoir.context import Context

ANNA = "anna@example.com"


@pytest.fixture
def anna(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody who wants a digest every day, at nine in the morning."""
    monkeypatch.setattr(digests, "moment_of", lambda _ctx, _zone: datetime(2026, 11, 30, 9))
    user = frappe.get_doc(
        doctype="User", email=ANNA, first_name="Anna", digest_frequency="Daily", language="fr"
    )
    user.append("roles", {"role": "Sales Manager"})
    user.insert()
    ctx.db.commit()
    return ANNA


def todo(text: str, days: int | None, **values: Any) -> None:
    day = None if days is None else datetime.now().date() + timedelta(days=days)
    frappe.get_doc(
        {"doctype": "ToDo", "description": text, "date": day, "allocated_to": ANNA, **values}
    ).insert()


def letters() -> list[Any]:
    return [frappe.get_doc("Email Queue", name) for name in frappe.get_all("Email Queue", pluck="name")]


class TestADigest:
    def test_says_what_waits_in_the_language_of_its_reader_once_a_day(self, ctx: Context, anna: str) -> None:
        todo("Call <b>Acme</b> & Co", -3)
        todo("Another's", -3, allocated_to="Administrator")
        todo("Done", -3, status="Closed")
        todo("At last", None)
        frappe.get_doc(doctype="Notification Log", subject="Look here", for_user=anna).insert(
            ignore_permissions=True
        )
        frappe.get_doc(doctype="Notification Log", subject="Not for Anna", for_user="Administrator").insert(
            ignore_permissions=True
        )
        digests.send_due()
        digests.send_due()
        (letter,) = letters()
        assert [anna] == [row.recipient for row in letter.recipients]
        assert "Ce qui vous attend" == letter.subject
        for text in ("En retard", "Call Acme &amp; Co", "At last", "Look here"):
            assert text in letter.message
        for text in ("Another", "Done", "Not for Anna"):
            assert text not in letter.message

    def test_names_the_tasks_that_are_overdue(self, ctx: Context, anna: str) -> None:
        branch = frappe.get_doc(doctype="Branch", branch_name="Paris", code="PAR").insert()
        employee = frappe.get_doc(
            doctype="Employee", first_name="Anna", branch=branch.name, user=anna
        ).insert()
        task = frappe.get_doc(
            doctype="Task", subject="Paint", assigned_to=employee.name, due_on="2020-01-01 10:00:00"
        ).insert()
        digests.send_due()
        assert f"/app/task/{task.name}" in letters()[0].message

    def test_is_not_sent_where_nothing_waits_or_nobody_wants_it(self, ctx: Context, anna: str) -> None:
        digests.send_due()
        frappe.db.set_value("User", anna, {"digest_sent_on": None, "digest_frequency": None})
        todo("Call", -1)
        digests.send_due()
        assert [] == letters()


@pytest.mark.parametrize(
    ("frequency", "moment", "due"),
    [
        ("Daily", datetime(2026, 11, 28, 6, 59), False),
        ("Daily", datetime(2026, 11, 28, 7), True),
        ("Weekly", datetime(2026, 11, 30, 8), True),
        ("Weekly", datetime(2026, 12, 1, 8), False),
        ("Monthly", datetime(2026, 12, 1, 23), True),
    ],
)
def test_it_is_sent_from_seven_on(frequency: str, moment: datetime, due: bool) -> None:
    assert due == digests.is_morning(frequency, moment)


def test_the_morning_is_that_of_the_reader(ctx: Context) -> None:
    here = digests.moment_of(ctx, None)
    assert abs(here - ctx.clock.now()) < timedelta(minutes=1)
    tokyo, samoa = (digests.moment_of(ctx, zone) for zone in ("Asia/Tokyo", "Pacific/Pago_Pago"))
    assert timedelta(hours=19, minutes=59) < tokyo - samoa < timedelta(hours=20, minutes=1)
    assert abs(digests.moment_of(ctx, "Nowhere/City") - here) < timedelta(minutes=1)
