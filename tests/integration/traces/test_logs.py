"""Activity Log, View Log and Access Log: entries of the trail, for System Managers to read and for nobody to write."""

from __future__ import annotations

from dataclasses import replace

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.boot import modules
from comptoir.desk.meta import view_with_children
from comptoir.documents import read_document
from comptoir.meta import trail as shown
from comptoir.sites import Site
from comptoir.traces import operations, record, views
from comptoir.traces.verifying import verify

from .conftest import Trail

LOGS = ("Activity Log", "View Log", "Access Log")
MARIE, ANNA = "marie@example.com", "anna@example.com"
OF_EACH = {
    "Activity Log": operations.LOGIN,
    "View Log": operations.VIEWED,
    "Access Log": operations.EXPORTED,
}


@pytest.fixture
def entries(ctx: Context, trail: Trail) -> dict[str, str]:
    """The name of one entry in each log."""
    for email, role in ((MARIE, "System Manager"), (ANNA, "Sales Manager")):
        user = frappe.get_doc(
            {"doctype": "User", "email": email, "first_name": email[:5], "roles": [{"role": role}]}
        )
        user.insert()
    ctx.db.commit()
    trail.clear()
    for operation in OF_EACH.values():
        record(ctx, operation, doctype="Client", name="CL-1")
    ctx.db.commit()
    by_operation = {row["operation"]: row["name"] for row in trail.rows()}
    return {log: by_operation[operation] for log, operation in OF_EACH.items()}


class TestOperations:
    def test_each_is_shown_by_one_log(self) -> None:
        assert {operations.VIEWED} == set(shown.VIEWS)
        assert {operations.EXPORTED, operations.PRINTED} == set(shown.ACCESSES)
        assert not set(operations.ACTIVITIES) & {*shown.VIEWS, *shown.ACCESSES}


class TestReading:
    @pytest.mark.parametrize("log", LOGS)
    def test_a_log_shows_its_entries_and_no_others(
        self, ctx: Context, entries: dict[str, str], log: str
    ) -> None:
        assert [entries[log]] == frappe.get_all(log, pluck="name")
        assert 1 == frappe.db.count(log)
        assert OF_EACH[log] == frappe.get_doc(log, entries[log]).operation
        other = next(name for name in LOGS if name != log)
        assert not frappe.db.exists(log, entries[other])

    @pytest.mark.parametrize("log", LOGS)
    def test_the_desk_offers_to_change_none(self, ctx: Context, log: str) -> None:
        rights = view_with_children(ctx, log)["doctype"]["rights"]
        offered = {right for right, given in rights.items() if given}
        assert {"read", "export"} <= offered
        assert not offered & {"write", "create", "delete", "import", "share"}
        (entry,) = (entry for module in modules(ctx) for entry in module["doctypes"] if entry["name"] == log)
        assert not entry["can_create"]

    @pytest.mark.parametrize("log", LOGS)
    def test_a_log_is_for_system_managers(self, ctx: Context, entries: dict[str, str], log: str) -> None:
        frappe.set_user(MARIE)
        assert [entries[log]] == [row.name for row in frappe.get_list(log)]
        frappe.set_user(ANNA)
        with pytest.raises(frappe.PermissionError):
            frappe.get_list(log)


@pytest.mark.parametrize("log", LOGS)
class TestWriting:
    def test_not_even_administrator_changes_an_entry(
        self, ctx: Context, entries: dict[str, str], log: str, trail: Trail
    ) -> None:
        before = trail.rows()
        doc = frappe.get_doc(log, entries[log])
        doc.user = "somebody@example.com"
        for attempt in (
            lambda: doc.save(ignore_permissions=True),
            lambda: frappe.db.set_value(log, entries[log], "user", "somebody"),
            lambda: frappe.delete_doc(log, entries[log], force=True, ignore_permissions=True),
            lambda: frappe.get_doc({"doctype": log, "operation": "Login"}).insert(ignore_permissions=True),
            lambda: frappe.db.delete(log, {"name": entries[log]}),
        ):
            with pytest.raises(frappe.PermissionError, match="audit trail"):
                attempt()
            ctx.db.rollback()
        assert before == trail.rows()


class TestViews:
    def test_a_view_is_noted_after_the_read_where_the_doctype_asks(
        self, site: Site, ctx: Context, trail: Trail, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meta = site.registry.get("Client")
        client = frappe.get_doc({"doctype": "Client", "client_name": "Alpha"}).insert()
        ctx.db.commit()
        trail.forget()

        class Call:
            address = "203.0.113.5"

        asking = replace(ctx, request=Call())
        read_document(asking, "Client", client.name)
        assert 0 == views.flush()
        monkeypatch.setattr(site.registry, "get", lambda name: tracked if name == "Client" else given(name))
        given, tracked = type(site.registry).get.__get__(site.registry), replace(meta, track_views=True)
        before = ctx.db.changes
        read_document(asking, "Client", client.name)
        read_document(asking, "Client", client.name)
        assert before == ctx.db.changes
        views.flush()
        [row] = trail.fresh()
        assert (operations.VIEWED, "Client", client.name, "203.0.113.5") == (
            row["operation"], row["reference_doctype"], row["reference_name"], row["ip_address"],
        )  # fmt: skip
        assert "" == verify(site).problem
