"""Favourites and recent documents: a user's own, and only what they may still see."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import GUEST, Context
from comptoir.desk import places
from comptoir.errors import ComptoirError, DoesNotExistError, PermissionError, ValidationError

from ...conftest import Acting
from .conftest import ANNA, BORIS, DIANE


def told(acting: Acting, user: str, kind: str = "favourites") -> list[tuple[str, str | None, str]]:
    with acting(user) as ctx:
        return [(place["doctype"], place["name"], place["title"]) for place in places.places(ctx)[kind]]


class TestFavourites:
    def test_are_documents_and_lists(self, company: dict[str, str], acting: Acting) -> None:
        with acting(ANNA) as ctx:
            places.star(ctx, "Client", company["Lyon"])
            places.star(ctx, "Client")
            places.star(ctx, "Client")
        assert [("Client", None, "Client"), ("Client", company["Lyon"], "Of Lyon")] == told(acting, ANNA)
        assert [] == told(acting, BORIS)

    def test_are_taken_away(self, company: dict[str, str], acting: Acting) -> None:
        with acting(ANNA) as ctx:
            places.star(ctx, "Client")
            places.star(ctx, "Client", on=False)
            places.star(ctx, "Client", on=False)
        assert [] == told(acting, ANNA)
        assert 0 == frappe.db.count("Visited Place")

    def test_go_with_the_right_to_see_them(self, company: dict[str, str], acting: Acting) -> None:
        with acting(DIANE) as ctx:
            places.star(ctx, "Client", company["Lille"])
        frappe.get_doc("User", DIANE).update({"roles": [{"role": "Sales User"}]}).save()
        assert [] == told(acting, DIANE)

    def test_are_so_many_at_most(self, company: dict[str, str], acting: Acting, monkeypatch: Any) -> None:
        monkeypatch.setattr(places, "MOST_STARRED", 1)
        with acting(ANNA) as ctx:
            places.star(ctx, "Client")
            with pytest.raises(ValidationError, match="favourites"):
                places.star(ctx, "Client", company["Lyon"])


class TestRecentDocuments:
    def test_come_last_opened_first(self, company: dict[str, str], acting: Acting, ctx: Context) -> None:
        for branch in ("Lyon", "Lyon Sud", "Lyon"):
            with acting(ANNA) as other:
                places.visit(other, "Client", company[branch])
        assert ["Of Lyon", "Of Lyon Sud"] == [title for _, _, title in told(acting, ANNA, "recents")]

    def test_are_few(self, company: dict[str, str], acting: Acting, monkeypatch: Any) -> None:
        monkeypatch.setattr(places, "MOST_RECENT", 1)
        with acting(ANNA) as ctx:
            places.star(ctx, "Client", company["Lyon"])
            for branch in ("Lyon", "Lyon Sud"):
                places.visit(ctx, "Client", company[branch])
            places.visit(ctx, "Branch", "Lyon")
        assert [("Branch", "Lyon")] == [place[:2] for place in told(acting, ANNA, "recents")]
        assert [company["Lyon"]] == [place[1] for place in told(acting, ANNA)]
        assert 2 == frappe.db.count("Visited Place")


@pytest.mark.parametrize("call", [places.visit, places.star])
class TestAStranger:
    def test_marks_nothing_out_of_sight(self, company: dict[str, str], acting: Acting, call: Any) -> None:
        with acting(BORIS) as ctx:
            with pytest.raises(DoesNotExistError):
                call(ctx, "Client", company["Lyon"])
            with pytest.raises(PermissionError):
                call(ctx, "Email Account", "x")
            with pytest.raises(ComptoirError):
                call(ctx, "No Such Thing", "x")

    def test_reads_no_rows(self, company: dict[str, str], acting: Acting, call: Any) -> None:
        with acting(ANNA) as ctx:
            call(ctx, "Client", company["Lyon"])
        for user in (ANNA, BORIS, GUEST):
            with acting(user), pytest.raises(PermissionError):
                frappe.get_list("Visited Place")


class TestADeletedDocument:
    def test_is_not_held_by_who_opened_it_and_is_forgotten(
        self, company: dict[str, str], acting: Acting, ctx: Context
    ) -> None:
        kept, gone = company["Lyon"], company["Lyon Sud"]
        for user in (ANNA, DIANE):
            with acting(user) as other:
                for name in (kept, gone):
                    places.visit(other, "Client", name)
                    places.star(other, "Client", name)
                    reminder = {"reminder_doctype": "Client", "reminder_docname": name, "description": "Call"}
                    frappe.get_doc(
                        {"doctype": "Reminder", "remind_at": "2999-01-01 09:00:00", **reminder}
                    ).insert()
        frappe.delete_doc("Client", gone)
        assert {kept} == set(frappe.get_all("Visited Place", pluck="document_name"))
        assert {kept} == set(frappe.get_all("Reminder", pluck="reminder_docname"))
        assert [kept] == [place[1] for place in told(acting, ANNA)]

    def test_may_be_a_doctype_whose_list_is_a_favourite(
        self, company: dict[str, str], acting: Acting, ctx: Context
    ) -> None:
        field = {"fieldname": "subject", "fieldtype": "Data", "label": "Subject"}
        frappe.get_doc(
            {"doctype": "DocType", "name": "Site Visit", "module": "CRM", "custom": 1, "fields": [field],
             "permissions": [{"role": "System Manager", "read": 1}]}
        ).insert()  # fmt: skip
        frappe.db.commit()
        places.star(ctx, "Site Visit")
        frappe.delete_doc("DocType", "Site Visit")
        frappe.db.commit()
        assert [] == places.places(ctx)["favourites"]
