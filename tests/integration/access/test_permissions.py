"""Permissions that a site writes in place of the shipped ones, and the guards around them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.access import decide, granting
from comptoir.context import Context
from comptoir.desk import permissions
from comptoir.errors import (
    BadRequestError,
    ComptoirError,
    DoesNotExistError,
    DuplicateEntryError,
    PermissionError,
    TimestampMismatchError,
    ValidationError,
)
from comptoir.meta.model import Permission
from comptoir.meta.permission_rows import by_key, differences
from comptoir.sites import Site
from frappe.core.page.permission_manager import permission_manager as page

SARA, OLGA = "sara@example.com", "olga@example.com"
"""Sara sells, Olga administers."""


def row(doctype: str, role: str, *rights: str, level: int = 0, if_owner: int = 0) -> dict[str, Any]:
    return {"doctype": doctype, "role": role, "level": level, "if_owner": if_owner, "rights": list(rights)}


@pytest.fixture
def staff(site: Site) -> Site:
    with site.context():
        for user, role in ((SARA, "Sales User"), (OLGA, "System Manager")):
            frappe.get_doc(doctype="User", email=user, first_name=user[:4], roles=[{"role": role}]).insert()
        frappe.get_doc(doctype="Client", client_name="Acme").insert()
    return site


def apply(site: Site, *changes: dict[str, Any], user: str = "Administrator") -> list[str]:
    with site.context(user) as ctx:
        return [change["text"] for change in permissions.apply(ctx, list(changes))["changes"]]


def may(site: Site, right: str, doctype: str = "Client", user: str = SARA) -> bool:
    with site.context(user) as ctx:
        return decide(ctx, right, ctx.site.registry.get(doctype)).allow


class TestApplying:
    def test_changes_what_a_role_may_at_once(self, staff: Site) -> None:
        assert not may(staff, "delete")
        told = apply(staff, row("Client", "Sales User", "read", "delete"))
        assert may(staff, "delete")
        assert not may(staff, "write")
        assert "Sales User may now delete Client." in told

    def test_leaves_the_other_rows_as_they_were(self, staff: Site) -> None:
        before = by_key(staff.registry.get("Client").permissions)
        apply(staff, row("Client", "Driver", "read"))
        after = by_key(staff.registry.get("Client").permissions)
        assert {("Driver", 0, False)} == {found.key for found in differences(before.values(), after.values())}

    def test_takes_a_row_without_rights_away(self, staff: Site) -> None:
        apply(staff, row("Client", "Sales User"))
        assert not may(staff, "read")

    def test_is_undone_by_a_reset(self, staff: Site) -> None:
        shipped = staff.registry.get("Client").permissions
        apply(staff, row("Client", "Sales User"))
        with staff.context() as ctx:
            permissions.reset(ctx, "Client")
        assert shipped == staff.registry.get("Client").permissions
        with staff.context():
            assert 0 == frappe.db.count("Custom DocPerm")

    def test_of_what_was_shipped_stores_nothing(self, staff: Site) -> None:
        apply(staff, row("Client", "Sales User"))
        shipped = by_key(staff.registry.shipped("Client").permissions)[("Sales User", 0, False)]
        apply(staff, row("Client", "Sales User", *shipped.rights))
        with staff.context():
            assert 0 == frappe.db.count("Custom DocPerm")

    def test_gives_nothing_beside_reading_and_writing_to_a_level(self, staff: Site) -> None:
        apply(staff, row("Client", "Driver", "read", "delete", level=1))
        rows = by_key(staff.registry.get("Client").permissions)
        assert frozenset({"read"}) == rows[("Driver", 1, False)].rights

    @pytest.mark.parametrize(
        "change",
        [
            row("Client", "Nobody", "read"),
            row("Client", "Driver", "read", level=7),
            row("Client Phone", "Driver", "read"),
            row("Client", "Driver", "submit"),
        ],
    )
    def test_refuses_what_could_not_be(self, staff: Site, change: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            apply(staff, change)

    @pytest.mark.parametrize(
        "change",
        [
            {"doctype": "Client"},
            {"doctype": "Client", "role": "Driver", "rights": ["fly"]},
            {"doctype": "Client", "role": "Driver", "level": "-1"},
            "Client",
        ],
    )
    def test_refuses_what_cannot_be_read(self, staff: Site, change: Any) -> None:
        with pytest.raises(BadRequestError):
            apply(staff, change)


class TestAtOnce:
    """Two administrators look at the same rows, then one after the other changes them."""

    def test_a_row_that_was_changed_meanwhile_is_not_changed_blindly(self, staff: Site) -> None:
        was = sorted(by_key(staff.registry.get("Client").permissions)["Sales User", 0, False].rights)
        apply(staff, row("Client", "Sales User", *was, "delete") | {"was": was})
        with pytest.raises(TimestampMismatchError, match="Sales User"):
            apply(staff, row("Client", "Sales User", "read") | {"was": was})
        assert may(staff, "delete")

    def test_a_row_that_was_made_meanwhile_is_not_made_again(self, staff: Site) -> None:
        apply(staff, row("Client", "Guest", "read") | {"was": []})
        with pytest.raises(TimestampMismatchError):
            apply(staff, row("Client", "Guest", "read", "write") | {"was": []})

    def test_other_rows_of_the_same_type_are_no_conflict(self, staff: Site) -> None:
        was = sorted(by_key(staff.registry.get("Client").permissions)["Sales User", 0, False].rights)
        apply(staff, row("Client", "Guest", "read"))
        apply(staff, row("Client", "Sales User", *was, "delete") | {"was": was})
        assert ("Guest", 0, False) in by_key(staff.registry.get("Client").permissions)

    def test_what_another_process_stored_is_built_upon(self, staff: Site) -> None:
        """This process has not heard of it yet."""
        with staff.context() as ctx:
            ctx.flags[granting.CHECKED] = True
            guests = Permission("Guest", rights=frozenset({"read"}))
            for kept in (*ctx.site.registry.get("Client").permissions, guests):
                frappe.get_doc(granting.written(kept, "Client")).insert()
            assert guests not in ctx.site.registry.get("Client").permissions
            del ctx.flags[granting.CHECKED]
            permissions.apply(ctx, [row("Client", "Driver", "read")])
        assert ("Guest", 0, False) in by_key(staff.registry.get("Client").permissions)


class TestGuards:
    def test_nobody_gives_a_right_they_do_not_have(self, staff: Site) -> None:
        apply(staff, row("Client", "System Manager", "select", "read", "write"))
        with pytest.raises(PermissionError, match="do not have it yourself"):
            apply(staff, row("Client", "Driver", "read", "delete"), user=OLGA)
        apply(staff, row("Client", "Driver", "read", "write"), user=OLGA)

    def test_nobody_takes_back_by_a_reset_what_was_taken_from_them(self, staff: Site) -> None:
        apply(staff, row("Client", "System Manager", "read"))
        with pytest.raises(PermissionError, match="do not have it yourself"), staff.context(OLGA) as ctx:
            permissions.reset(ctx, "Client")

    def test_nobody_gives_by_a_document_either(self, staff: Site) -> None:
        apply(staff, row("Client", "System Manager", "select", "read"))
        with staff.context(OLGA):
            held = frappe.get_doc("Custom DocPerm", {"parent": "Client", "role": "Driver", "permlevel": 0})
            held.update({"delete": 1})
            with pytest.raises(PermissionError, match="do not have it yourself"):
                held.save()
        with staff.context(OLGA):
            frappe.get_doc(
                doctype="Custom DocPerm", parent="Client", role="Driver", permlevel=2, read=1
            ).insert()
        assert {"Driver"} <= {
            each.role for each in staff.registry.get("Client").permissions if each.permlevel == 2
        }

    def test_a_higher_level_is_given_by_who_has_it(self, staff: Site) -> None:
        apply(staff, row("Client", "System Manager", level=2))
        with pytest.raises(PermissionError, match="do not have it yourself"):
            apply(staff, row("Client", "Driver", "read", level=2), user=OLGA)

    @pytest.mark.parametrize("doctype", ["Custom DocPerm", "User", "Role"])
    def test_what_access_is_administered_with_stays_with_its_keeper(self, staff: Site, doctype: str) -> None:
        with pytest.raises(PermissionError, match="nobody could administer"):
            apply(staff, row(doctype, "System Manager", "read"))

    def test_whatever_is_stored_the_keeper_remains(self, staff: Site) -> None:
        with staff.context() as ctx:
            ctx.flags["permissions_checked"] = True
            frappe.get_doc(doctype="Custom DocPerm", parent="User", role="Driver", read=1).insert()
        assert may(staff, "write", "User", OLGA)
        assert may(staff, "read", "User", OLGA)

    def test_others_may_neither_see_nor_change_them(self, staff: Site) -> None:
        calls: tuple[tuple[Any, dict[str, Any]], ...] = (
            (permissions.grid, {"doctype": "Client"}),
            (permissions.choices, {}),
            (permissions.preview, {"changes": []}),
            (permissions.apply, {"changes": []}),
            (permissions.reset, {"doctype": "Client"}),
        )
        with staff.context(SARA) as ctx:
            for call, arguments in calls:
                with pytest.raises(PermissionError):
                    call(ctx, **arguments)

    def test_a_row_is_said_once(self, staff: Site) -> None:
        apply(staff, row("Client", "Driver", "read"))
        with staff.context(), pytest.raises(DuplicateEntryError):
            frappe.get_doc(doctype="Custom DocPerm", parent="Client", role="Driver", read=1).insert()

    def test_a_refused_change_leaves_nothing(self, staff: Site) -> None:
        with pytest.raises(ComptoirError):
            apply(staff, row("Client", "Sales User"), row("User", "System Manager"))
        assert may(staff, "read")


class TestLooking:
    def test_shows_rows_levels_masks_and_where_they_come_from(self, staff: Site) -> None:
        with staff.context(OLGA) as ctx:
            found = permissions.grid(ctx, doctype="Client")
        rows = {(each["role"], each["level"]): each for each in found["rows"]}
        assert "standard" == rows[("Sales User", 0)]["kind"]
        assert ["phone"] == [mask["fieldname"] for mask in rows[("Storekeeper", 0)]["masks"]][:1]
        assert [0, 1, 2] == [level["level"] for level in found["levels"]]
        apply(staff, row("Client", "Sales User", "read"))
        with staff.context(OLGA) as ctx:
            assert {"custom"} == {each["kind"] for each in permissions.grid(ctx, doctype="Client")["rows"]}

    def test_of_a_role_names_every_document_type_it_opens(self, staff: Site) -> None:
        with staff.context() as ctx:
            found = permissions.grid(ctx, role="Driver")["rows"]
        assert {"Driver"} == {each["role"] for each in found}
        assert "Client" in {each["doctype"] for each in found}

    def test_tells_which_document_types_are_submitted(self, staff: Site) -> None:
        with staff.context(OLGA) as ctx:
            kinds = {each["name"]: each["submittable"] for each in permissions.choices(ctx)["doctypes"]}
            rows = [permissions.grid(ctx, doctype=name)["rows"][0] for name in ("Client", "Proposal")]
        assert (False, True) == (kinds["Client"], kinds["Proposal"])
        assert [False, True] == [each["submittable"] for each in rows]

    def test_a_preview_counts_people_and_documents_and_changes_nothing(self, staff: Site) -> None:
        with staff.context(OLGA) as ctx:
            found = permissions.preview(ctx, [row("Client", "Sales User")])
        (effect,) = found["effects"]
        assert {"gain": 0, "lose": 1} == effect["users"]
        assert {"gain": 0, "lose": 1, "of": 1} == effect["documents"]
        assert ["1 person loses rights.", "One of them sees up to 1 document fewer."] == effect["text"]
        assert may(staff, "read")

    def test_a_preview_says_what_stands_against_it(self, staff: Site) -> None:
        with staff.context(OLGA) as ctx:
            found = permissions.preview(ctx, [row("User", "System Manager", "read")])
        assert found["refusals"][0].startswith("The role System Manager keeps its rights on User")

    def test_a_preview_and_the_change_say_the_same(self, staff: Site) -> None:
        changes = [row("Client", "Sales User", "read", "delete"), row("Client", "Driver", "read", if_owner=1)]
        with staff.context() as ctx:
            told = [change["text"] for change in permissions.preview(ctx, changes)["changes"]]
        assert told == apply(staff, *changes)
        assert any("of their own" in text for text in told)


def test_difference_of_equal_rows_is_none(ctx: Context) -> None:
    rows = (Permission("A", rights=frozenset({"read"})), Permission("A", rights=frozenset({"write"})))
    assert [] == list(differences(rows, [Permission("A", rights=frozenset({"read", "write"}))]))


class TestFrappesPage:
    def test_adds_changes_and_removes_rows(self, staff: Site) -> None:
        about = {"role": "Production User", "permlevel": 0}

        def rows() -> list[Any]:
            return [row for row in page.get_permissions("Client", "Production User") if not row.if_owner]

        with staff.context():
            page.update("Client", **about, ptype="read", value="1")
        with staff.context():
            assert [(1, 1, 0)] == [(row.read, row.select, row.write) for row in rows()]
            assert "refresh" == page.update("Client", **about, ptype="if_owner", value=1)
        with staff.context():
            assert [] == rows()
            page.remove("Client", **about, if_owner=1)
        with staff.context():
            assert [] == page.get_permissions("Client", "Production User")
            page.add("Client", "Production User", 1)
        with staff.context():
            assert [1] == [row.permlevel for row in rows()]
            page.reset("Client")
        with staff.context():
            assert [(0, 1)] == [(row.read, row.select) for row in rows()]
            assert "Client" in {choice["value"] for choice in page.get_roles_and_doctypes()["doctypes"]}
            assert [SARA] == page.get_users_with_role("Sales User")

    def test_knows_what_was_shipped(self, staff: Site) -> None:
        apply(staff, row("Client", "Driver"))
        with staff.context():
            assert "Driver" in {each.role for each in page.get_standard_permissions("Client")}
            assert "Driver" not in {each.role for each in page.get_permissions("Client")}
            with pytest.raises(DoesNotExistError):
                page.remove("Client", "Driver", 0)
