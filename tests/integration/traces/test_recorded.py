"""What is recorded by itself: signing in, and every change of who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
import httpx
import orjson
import pytest
from comptoir.context import Context
from comptoir.sites import Bench, Site
from comptoir.traces import operations
from comptoir.traces.verifying import verify
from comptoir.web.app import create_app

from ...asynchronous import finish
from .conftest import Trail

ANNA, PASSWORD = "anna@example.com", "correct-horse-battery-9-staple"


@pytest.fixture
def anna(ctx: Context, trail: Trail) -> Any:
    user = frappe.get_doc(
        {"doctype": "User", "email": ANNA, "first_name": "Anna", "roles": [{"role": "Sales User"}]}
    )
    user.new_password = PASSWORD
    user.insert()
    ctx.db.commit()
    trail.forget()
    return user


@pytest.fixture
def client(site: Site, bench: Bench) -> Iterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(bench), client=("203.0.113.7", 1234))
    made = httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}")
    yield made
    finish(made.aclose())


def detail(row: dict[str, Any]) -> Any:
    return orjson.loads(row["detail"] or "null")


class TestUsers:
    def test_roles_that_come_and_go_are_named(self, ctx: Context, trail: Trail, anna: Any) -> None:
        anna.set("roles", [{"role": "Sales Manager"}])
        anna.save()
        ctx.db.commit()
        [row] = trail.fresh()
        assert (operations.ROLES_CHANGED, ANNA, "Administrator") == (
            row["operation"],
            row["user"],
            row["owner"],
        )
        assert {"added": ["Sales Manager"], "removed": ["Sales User"]} == detail(row)

    def test_a_new_password_is_recorded_and_never_written_down(
        self, ctx: Context, trail: Trail, anna: Any
    ) -> None:
        anna.new_password = "vivid-otter-plinth-27-cargo"
        anna.save()
        ctx.db.commit()
        [row] = trail.fresh()
        assert operations.PASSWORD_CHANGED == row["operation"]
        assert "vivid-otter" not in str(row)

    def test_a_user_that_is_disabled_or_deleted_is_recorded(
        self, ctx: Context, trail: Trail, anna: Any
    ) -> None:
        anna.enabled = 0
        anna.save()
        anna.delete()
        ctx.db.commit()
        assert [{"changed": ["enabled"]}, {"deleted": True}] == sorted(map(detail, trail.fresh()), key=str)

    def test_what_says_nothing_of_access_is_not_recorded(self, ctx: Context, trail: Trail, anna: Any) -> None:
        anna.last_name = "Durand"
        anna.save()
        ctx.db.commit()
        assert [] == trail.fresh()


class TestPermissions:
    def test_a_limit_is_recorded_with_whom_it_holds(self, ctx: Context, trail: Trail, anna: Any) -> None:
        limit = {"doctype": "User Permission", "user": ANNA, "allow": "Role", "for_value": "Sales User"}
        made = frappe.get_doc(limit).insert()
        made.delete()
        ctx.db.commit()
        rows = trail.fresh()
        assert {(operations.PERMISSION_CHANGED, ANNA, "User Permission")} == {
            (row["operation"], row["user"], row["reference_doctype"]) for row in rows
        }
        assert ["created", "deleted"] == sorted(next(iter(detail(row))) for row in rows)

    def test_a_share_is_recorded_at_the_document(self, ctx: Context, trail: Trail, anna: Any) -> None:
        todo = frappe.get_doc({"doctype": "ToDo", "description": "Call"}).insert()
        share = {
            "doctype": "DocShare",
            "share_doctype": "ToDo",
            "share_name": todo.name,
            "user": ANNA,
            "read": 1,
        }
        frappe.get_doc(share).insert().delete()
        ctx.db.commit()
        rows = trail.fresh()
        assert {(operations.SHARED, ANNA, "ToDo", todo.name)} == {
            (row["operation"], row["user"], row["reference_doctype"], row["reference_name"]) for row in rows
        }
        assert [False, True] == sorted("ended" in detail(row) for row in rows)

    def test_changed_settings_are_recorded_with_both_values(
        self, ctx: Context, trail: Trail, anna: Any
    ) -> None:
        settings = frappe.get_doc("System Settings")
        settings.app_name = "Elsewhere"
        settings.save()
        ctx.db.commit()
        [row] = trail.fresh()
        assert (operations.SETTINGS_CHANGED, "System Settings") == (
            row["operation"],
            row["reference_doctype"],
        )
        assert ["app_name", "RegionCRM", "Elsewhere"] in detail(row)["changed"]


class TestSigningIn:
    def test_leaves_its_traces(self, client: httpx.AsyncClient, site: Site, trail: Trail, anna: Any) -> None:
        for password in ("wrong", PASSWORD):
            finish(client.post("/api/method/login", json={"usr": ANNA, "pwd": password}))
        token = client.cookies.get("csrf_token", "")
        page = finish(client.get("/api/method/comptoir.desk.api.boot"))
        token = page.json().get("message", {}).get("csrf_token", token)
        finish(client.post("/api/method/logout", headers={"X-Frappe-CSRF-Token": token}))
        rows = trail.fresh()
        assert [operations.LOGIN_FAILED, operations.LOGIN, operations.LOGOUT] == [
            row["operation"] for row in rows
        ]
        assert {(ANNA, "203.0.113.7")} == {(row["user"], row["ip_address"]) for row in rows}
        assert "" == verify(site).problem
