"""What became of what people were told: sent, delivered, seen; and who learns of it."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.companions import assignments, shares
from comptoir.context import Context, use
from comptoir.desk.bell import delivered, receipts, ring
from comptoir.errors import CannotChangeConstantError, PermissionError
from frappe.desk.doctype.notification_log import notification_log

from ...conftest import Acting

ANNA, BORIS, DIANE = "anna@example.com", "boris@example.com", "diane@example.com"
STATES = ("delivered_on", "read_on")


@pytest.fixture
def client(ctx: Context) -> Any:
    for user in (ANNA, BORIS, DIANE):
        frappe.get_doc(
            {"doctype": "User", "email": user, "first_name": user[:5], "roles": [{"role": "Sales User"}]}
        ).insert()
    return frappe.get_doc({"doctype": "Client", "client_name": "Aster"}).insert()


def states(acting: Acting, user: str, client: Any) -> dict[str, tuple[bool, bool]]:
    """Of everybody that ``user`` has told: whether it was delivered, whether it was seen."""
    with acting(user) as ctx:
        told = receipts(ctx, "Client", client.name)
    return {each["user"]: (each["delivered_on"] is not None, each["read_on"] is not None) for each in told}


def test_what_one_tells_is_delivered_and_seen(client: Any, acting: Acting) -> None:
    with acting(ANNA) as ctx:
        names = [ring(ctx, user, "Look here", client).name for user in (BORIS, DIANE)]
        ring(ctx, ANNA, "To oneself", client)
    assert {BORIS: (False, False), DIANE: (False, False)} == states(acting, ANNA, client)
    with acting(BORIS) as ctx:
        delivered(ctx)
    assert {BORIS: (True, False), DIANE: (False, False)} == states(acting, ANNA, client)
    with acting(BORIS):
        notification_log.mark_as_read(names[0])
    assert (True, True) == states(acting, ANNA, client)[BORIS]


def test_the_latest_of_each_counts(client: Any, acting: Acting) -> None:
    for told in range(2):
        with acting(ANNA) as ctx:
            ring(ctx, BORIS, f"Look here {told}", client)
        if not told:
            with acting(BORIS) as ctx:
                delivered(ctx)
                notification_log.mark_all_as_read()
    assert {BORIS: (False, False)} == states(acting, ANNA, client)


def test_others_do_not_learn_of_it_and_administrators_do(client: Any, acting: Acting, ctx: Context) -> None:
    with acting(ANNA) as other:
        ring(other, BORIS, "Look here", client)
    assert {} == states(acting, DIANE, client)
    assert [BORIS] == [each["user"] for each in receipts(ctx, "Client", client.name)]


def test_nothing_is_told_of_what_one_may_not_read(client: Any, ctx: Context) -> None:
    user = {
        "doctype": "User",
        "email": "driver@example.com",
        "first_name": "D",
        "roles": [{"role": "Driver"}],
    }
    frappe.get_doc(user).insert()
    deal = frappe.get_doc({"doctype": "Deal", "deal_title": "Roof", "client": client.name}).insert()
    with use(ctx.acting_as("driver@example.com")) as other, pytest.raises(PermissionError):
        receipts(other, "Deal", deal.name)


def test_nobody_says_themselves_when_it_reached_them(client: Any, acting: Acting) -> None:
    with acting(ANNA) as ctx:
        name = ring(ctx, BORIS, "Look here", client).name
    with acting(BORIS):
        frappe.get_doc("Notification Log", name).update(dict.fromkeys(STATES, "2020-01-01 00:00:00")).save()
        assert [None, None] == [frappe.db.get_value("Notification Log", name, state) for state in STATES]
        with pytest.raises(CannotChangeConstantError):
            frappe.get_doc("Notification Log", name).update({"subject": "Else"}).save()


def test_who_is_deleted_leaves_nothing_to_who_gets_the_name(client: Any, acting: Acting) -> None:
    with acting(ANNA) as ctx:
        for user in (BORIS, DIANE):
            ring(ctx, user, "Look here", client)
    frappe.delete_doc("User", BORIS)
    assert [DIANE] == frappe.get_all("Notification Log", pluck="for_user")


class TestWhatIsGiven:
    def told(self) -> list[tuple[str, str, str, str]]:
        rows = frappe.get_all(
            "Notification Log",
            fields=["for_user", "type", "subject", "document_name"],
            order_by="creation asc",
        )
        return [tuple(row.values()) for row in rows]

    def test_to_act_on_is_told_once(self, client: Any, acting: Acting) -> None:
        with acting(ANNA) as ctx:
            for _ in range(2):
                assignments.add(ctx, "Client", client.name, [BORIS, ANNA], {})
            todo = frappe.get_all("ToDo", filters={"allocated_to": BORIS}, pluck="name")[0]
            frappe.get_doc("ToDo", todo).update({"priority": "High"}).save()
        assert [(BORIS, "Assignment", "anna@ assigned Client Aster to you", client.name)] == self.told()

    def test_to_nobody_is_stored_and_told_to_nobody(self, client: Any, acting: Acting) -> None:
        todo = {
            "doctype": "ToDo",
            "description": "Call",
            "reference_type": "Client",
            "reference_name": client.name,
        }
        with acting(ANNA):
            frappe.get_doc(todo).insert()
        assert 1 == frappe.db.count("ToDo")
        assert [] == self.told()

    def test_to_somebody_else_is_told_to_them(self, client: Any, acting: Acting) -> None:
        with acting(ANNA) as ctx:
            assignments.add(ctx, "Client", client.name, [BORIS], {})
            todo = frappe.get_all("ToDo", filters={"allocated_to": BORIS}, pluck="name")[0]
            frappe.get_doc("ToDo", todo).update({"allocated_to": DIANE}).save()
        assert [BORIS, DIANE] == [row[0] for row in self.told()]

    def test_to_see_is_told_and_a_share_that_comes_with_an_assignment_is_not(
        self, client: Any, ctx: Context
    ) -> None:
        outsider = "outsider@example.com"
        frappe.get_doc({"doctype": "User", "email": outsider, "first_name": "O", "language": "fr"}).insert()
        for rights in ({"read": True}, {"write": True}):
            shares.add(ctx, "Client", client.name, BORIS, rights)
        assignments.add(ctx, "Client", client.name, [outsider], {})
        assert [(BORIS, "Share"), (outsider, "Assignment")] == [row[:2] for row in self.told()]
        assert "Aster" in self.told()[1][2]
        assert "assigned" not in self.told()[1][2]
