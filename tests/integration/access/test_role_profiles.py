"""Role profiles: who has one has its roles, now and whenever it changes."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.access.principals import AUTH_TOPIC
from comptoir.access.users import SYSTEM_MANAGER
from comptoir.context import Context
from comptoir.desk import access
from comptoir.errors import LinkExistsError, PermissionError
from comptoir.traces import operations
from comptoir.traces.entries import trace_table

from ...conftest import Acting
from .conftest import ANNA, new

SELLING = "Selling"


@pytest.fixture
def selling(ctx: Context) -> Any:
    """A profile of one role, and Anna who has it."""
    profile = new("Role Profile", role_profile=SELLING, roles=[{"role": "Sales User"}])
    new("User", email=ANNA, first_name="Anna", role_profile_name=SELLING, roles=[{"role": "Driver"}])
    return profile


def roles_of(user: str) -> list[str]:
    return sorted(row.role for row in frappe.get_doc("User", user).roles)


def changed(ctx: Context) -> list[tuple[str, str]]:
    columns = trace_table.c
    rows = ctx.db.execute(
        trace_table.select().where(columns.operation == operations.ROLES_CHANGED)
    ).mappings()
    return [(row["user"], row["detail"]) for row in rows]


class TestWhoHasOne:
    def test_has_its_roles_and_no_others(self, selling: Any) -> None:
        assert ["Sales User"] == roles_of(ANNA)

    def test_is_given_no_role_beside_it(self, selling: Any) -> None:
        user = frappe.get_doc("User", ANNA)
        user.append("roles", {"role": "Driver"})
        user.save()
        assert ["Sales User"] == roles_of(ANNA)

    def test_keeps_the_roles_when_it_is_taken_away(self, selling: Any) -> None:
        user = frappe.get_doc("User", ANNA)
        user.role_profile_name = None
        user.append("roles", {"role": "Driver"})
        user.save()
        assert ["Driver", "Sales User"] == roles_of(ANNA)

    def test_does_not_take_it_themselves(self, selling: Any, acting: Acting) -> None:
        new("Role Profile", role_profile="Everything", roles=[{"role": SYSTEM_MANAGER}])
        with acting(ANNA) as own:
            user = frappe.get_doc("User", ANNA)
            user.role_profile_name = "Everything"
            with pytest.raises(PermissionError):
                user.save()
            assert not own.is_administrator
        assert ["Sales User"] == roles_of(ANNA)


class TestAChange:
    def test_changes_everybody_who_has_it(self, selling: Any, ctx: Context, acting: Acting) -> None:
        selling.append("roles", {"role": "Driver"})
        selling.save()
        assert ["Driver", "Sales User"] == roles_of(ANNA)
        with acting(ANNA):
            assert "Driver" in frappe.get_roles()

    def test_is_recorded_for_each_of_them(self, selling: Any, ctx: Context) -> None:
        before = len(changed(ctx))
        selling.set("roles", [{"role": "Driver"}])
        selling.save()
        assert [(ANNA, '{"added":["Driver"],"removed":["Sales User"]}')] == changed(ctx)[before:]

    def test_of_nothing_saves_nobody(self, selling: Any) -> None:
        before = frappe.db.get_value("User", ANNA, "modified")
        selling.save()
        assert before == frappe.db.get_value("User", ANNA, "modified")

    def test_leaves_those_alone_who_have_another(self, selling: Any) -> None:
        new("Role Profile", role_profile="Driving", roles=[{"role": "Driver"}])
        new("User", email="boris@example.com", first_name="Boris", role_profile_name="Driving")
        selling.append("roles", {"role": "Sales Manager"})
        selling.save()
        assert ["Driver"] == roles_of("boris@example.com")

    def test_is_announced_to_every_process_with_the_commit(self, selling: Any, ctx: Context) -> None:
        ctx.db.commit()
        (before,) = ctx.site.cache.heard(AUTH_TOPIC)
        selling.append("roles", {"role": "Driver"})
        selling.save()
        assert (before,) == ctx.site.cache.heard(AUTH_TOPIC)
        ctx.db.commit()
        assert (before,) != ctx.site.cache.heard(AUTH_TOPIC)


def test_one_that_somebody_has_is_not_deleted(selling: Any) -> None:
    with pytest.raises(LinkExistsError):
        selling.delete()


def test_a_new_name_keeps_its_people(selling: Any) -> None:
    frappe.rename_doc("Role Profile", SELLING, "Sales")
    profile = frappe.get_doc("Role Profile", "Sales")
    profile.append("roles", {"role": "Driver"})
    profile.save()
    assert ["Driver", "Sales User"] == roles_of(ANNA)


def test_only_administrators_see_profiles(selling: Any, acting: Acting) -> None:
    with acting(ANNA), pytest.raises(PermissionError):
        frappe.get_list("Role Profile")


def test_the_explainer_says_where_a_role_comes_from(selling: Any, ctx: Context) -> None:
    found = {row["role"]: row["from"] for row in access.explain_user(ctx, ANNA)["roles"]}
    assert ("profile", "automatic") == (found["Sales User"], found["All"])
