"""User Permissions, row rules, what apps add, and shares that end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import frappe
import pytest
from comptoir.access import decide
from comptoir.companions import shares
from comptoir.context import Context
from comptoir.errors import ConfigurationError, DuplicateEntryError, ExpressionError, PermissionError
from comptoir.sites import Site

from ...conftest import Acting
from .conftest import ANNA, BORIS, limit_staff, names, new


@pytest.fixture
def clients(company: dict[str, str]) -> dict[str, str]:
    """The company, without limits by branch."""
    limit_staff(0)
    return company


def hold(user: str, allow: str, value: str, **values: Any) -> Any:
    return new("User Permission", user=user, allow=allow, for_value=value, **values)


class TestUserPermissions:
    def test_leave_the_document_itself(self, clients: dict[str, str], acting: Acting) -> None:
        hold(ANNA, "Client", clients["Lyon"])
        with acting(ANNA):
            assert [clients["Lyon"]] == names("Client")

    def test_leave_what_links_to_it_or_to_none(self, clients: dict[str, str], acting: Acting) -> None:
        nowhere = new("Client", client_name="Nowhere").name
        hold(ANNA, "Branch", "Lille")
        with acting(ANNA):
            assert sorted((clients["Lille"], nowhere)) == names("Client")

    def test_leave_no_empty_link_where_they_are_strict(self, clients: dict[str, str], acting: Acting) -> None:
        new("Client", client_name="Nowhere")
        settings = frappe.get_doc("System Settings")
        settings.apply_strict_user_permissions = 1
        settings.save()
        hold(ANNA, "Branch", "Lille")
        with acting(ANNA):
            assert [clients["Lille"]] == names("Client")

    def test_hold_for_one_doctype_where_they_say_so(self, clients: dict[str, str], acting: Acting) -> None:
        hold(ANNA, "Branch", "Lille", apply_to_all_doctypes=0, applicable_for="Deal")
        with acting(ANNA):
            assert sorted(clients.values()) == names("Client")

    def test_of_several_documents_add_up(self, clients: dict[str, str], acting: Acting) -> None:
        hold(ANNA, "Branch", "Lille")
        hold(ANNA, "Branch", "Lyon")
        with acting(ANNA):
            assert sorted((clients["Lille"], clients["Lyon"])) == names("Client")

    def test_in_a_tree_reach_what_lies_below(self, clients: dict[str, str], acting: Acting) -> None:
        for name, parent in (("All", None), ("Things", "All"), ("Other", None)):
            new("Item Group", item_group_name=name, parent_item_group=parent, is_group=1)
        held = hold(ANNA, "Item Group", "All")
        with acting(ANNA):
            assert ["All", "Things"] == names("Item Group")
        held.hide_descendants = 1
        held.save()
        with acting(ANNA):
            assert ["All"] == names("Item Group")

    def test_give_new_documents_their_default(self, clients: dict[str, str], acting: Acting) -> None:
        user = frappe.get_doc("User", ANNA)
        user.scopes = []
        user.save()
        hold(ANNA, "Branch", "Lille", is_default=1)
        with acting(ANNA):
            assert "Lille" == new("Client", client_name="Fresh").branch

    def test_are_said_once(self, clients: dict[str, str]) -> None:
        hold(ANNA, "Branch", "Lille")
        with pytest.raises(DuplicateEntryError):
            hold(ANNA, "Branch", "Lille")


def rule(expression: str, doctype: str = "Client", role: str = "Sales User", **values: Any) -> Any:
    values = {"for_read": 1, "description": "it is theirs", **values}
    return new("Row Rule", document_type=doctype, role=role, expression=expression, **values)


class TestRowRules:
    @pytest.fixture
    def employee(self, clients: dict[str, str]) -> str:
        employee = new("Employee", first_name="Anna", user=ANNA, branch="Lyon").name
        frappe.db.set_value("Client", clients["Lille"], "responsible", employee)
        return str(employee)

    def test_leave_where_they_hold(self, clients: dict[str, str], employee: str, acting: Acting) -> None:
        rule("doc.responsible == employee")
        with acting(ANNA):
            assert [clients["Lille"]] == names("Client")

    def test_reach_one_step_behind_a_link(
        self, clients: dict[str, str], employee: str, acting: Acting
    ) -> None:
        deals = {branch: new("Deal", deal_title="D", client=name).name for branch, name in clients.items()}
        rule("doc.client.responsible == employee", "Deal")
        with acting(ANNA):
            assert [deals["Lille"]] == names("Deal")

    def test_know_the_team(self, clients: dict[str, str], employee: str, acting: Acting) -> None:
        below = new("Employee", first_name="B", branch="Lyon", reports_to=employee).name
        further = new("Employee", first_name="C", branch="Lyon", reports_to=below).name
        frappe.db.set_value("Client", clients["Lyon"], "responsible", further)
        rule("doc.responsible in team")
        with acting(ANNA):
            assert [clients["Lyon"]] == names("Client")

    def test_open_nothing_to_whom_they_do_not_know(self, clients: dict[str, str], acting: Acting) -> None:
        rule("doc.responsible == employee")
        with acting(ANNA):
            assert [] == names("Client")

    def test_are_any_of_several(self, clients: dict[str, str], employee: str, acting: Acting) -> None:
        rule("doc.responsible == employee")
        rule('doc.branch == "Lyon"')
        with acting(ANNA):
            assert sorted((clients["Lille"], clients["Lyon"])) == names("Client")

    def test_for_reading_hold_for_writing_too(
        self, clients: dict[str, str], employee: str, acting: Acting
    ) -> None:
        rule("doc.responsible == employee")
        with acting(ANNA), pytest.raises(PermissionError, match="where it is theirs"):
            frappe.get_doc("Client", clients["Lyon"]).check_permission("write")

    def test_that_are_switched_off_hold_nowhere(self, clients: dict[str, str], acting: Acting) -> None:
        rule("doc.responsible == employee", enabled=0)
        with acting(ANNA):
            assert sorted(clients.values()) == names("Client")

    @pytest.mark.parametrize(
        ("expression", "position"),
        [
            ("doc.responsible = employee", 17),
            ("doc.nothing == 1", 1),
            ("doc.phones.length > 1", 1),
            ("doc.branch == boss", 15),
            ("doc.branch == user.password", 15),
            ("doc.branch == doc.city", 15),
            ("doc.credit_limit > 1 + 1", 22),
        ],
    )
    def test_that_cannot_be_asked_are_refused_with_the_place(
        self, ctx: Context, expression: str, position: int
    ) -> None:
        with pytest.raises(ExpressionError) as refused:
            rule(expression)
        problem = refused.value.fields[0]
        assert ("expression", True) == (problem.fieldname, f"character {position}:" in problem.message)


NUMBERS = count()
"""A function once found by its name is remembered."""


def narrowing(found: Any) -> Any:
    """An app's function that narrows by ``found``."""
    return lambda user: found


@pytest.fixture
def hooked(site: Site, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Adds a function of the product to a hook about clients."""

    def add(hook: str, function: Any) -> None:
        engine, product = site.manifests
        name = f"narrowing_{next(NUMBERS)}"
        monkeypatch.setattr(f"regioncrm.hooks.{name}", function, raising=False)
        changed = replace(product, raw={**product.raw, hook: {"Client": f"regioncrm.hooks.{name}"}})
        site.__dict__["manifests"] = (engine, changed)
        site.registry.forget()

    return add


class TestConditionsOfApps:
    @pytest.mark.parametrize(
        "found",
        [
            [["branch", "=", "Lille"]],
            {"branch": "Lille"},
            "`tabClient`.branch = 'Lille'",
            "`tabClient`.`branch` in (select name from `tabBranch` where branch_name = 'Lille') and 1 = 1",
            "not (ifnull(branch, '') = '' or branch <> 'Lille')",
            [["branch.branch_name", "=", "Lille"]],
            [["Client Phone", "phone", "=", "+33184800021"]],
        ],
    )
    def test_narrow_lists_and_decisions(
        self, clients: dict[str, str], acting: Acting, hooked: Any, found: Any
    ) -> None:
        client = frappe.get_doc("Client", clients["Lille"])
        client.append("phones", {"phone": "+33184800021"})
        client.save()
        hooked("permission_query_conditions", narrowing(found))
        with acting(ANNA) as ctx:
            assert [clients["Lille"]] == names("Client")
            allowed = [
                name
                for name in clients.values()
                if decide(ctx, "read", client.meta, frappe.get_doc("Client", name))
            ]
            assert [clients["Lille"]] == allowed

    def test_that_say_nothing_leave_everything(
        self, clients: dict[str, str], acting: Acting, hooked: Any
    ) -> None:
        hooked("permission_query_conditions", narrowing(""))
        with acting(ANNA):
            assert sorted(clients.values()) == names("Client")

    @pytest.mark.parametrize(
        "found",
        [
            "sleep(10)",
            "branch = (select 1)",
            "1 = 1; drop table x",
            "tabUser.name = 'x'",
            [["nothing", "=", 1]],
        ],
    )
    def test_that_cannot_be_read_open_nothing_and_name_the_app(
        self, clients: dict[str, str], acting: Acting, hooked: Any, found: Any
    ) -> None:
        hooked("permission_query_conditions", narrowing(found))
        with acting(ANNA), pytest.raises(ConfigurationError, match="regioncrm"):
            names("Client")

    def test_refuse_single_documents(self, clients: dict[str, str], acting: Acting, hooked: Any) -> None:
        hooked("has_permission", lambda doc, ptype, user: doc.branch != "Lille" or ptype != "write")
        with acting(ANNA):
            frappe.get_doc("Client", clients["Lille"]).check_permission("read")
            with pytest.raises(PermissionError, match="regioncrm"):
                frappe.get_doc("Client", clients["Lille"]).check_permission("write")


class TestAShare:
    def test_opens_beyond_the_limits_until_it_ends(
        self, company: dict[str, str], acting: Acting, ctx: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        until = ctx.clock.now() + timedelta(hours=1)
        shares.add(ctx, "Client", company["Lyon"], BORIS, {"read": True, "expires_on": until})
        with acting(BORIS):
            assert sorted((company["Lille"], company["Lyon"])) == names("Client")
            frappe.get_doc("Client", company["Lyon"]).check_permission("read")
        later = ctx.clock.now() + timedelta(hours=2)
        monkeypatch.setattr(type(ctx.clock), "now", lambda _self: later)
        with acting(BORIS):
            assert [company["Lille"]] == names("Client")
            with pytest.raises(PermissionError):
                frappe.get_doc("Client", company["Lyon"]).check_permission("read")

    def test_that_has_ended_begins_anew_with_the_new_rights_alone(
        self, company: dict[str, str], ctx: Context
    ) -> None:
        over = ctx.clock.now() - timedelta(hours=1)
        everything = {"read": True, "write": True, "share": True}
        shares.add(ctx, "Client", company["Lyon"], BORIS, everything | {"expires_on": over})
        share = shares.add(ctx, "Client", company["Lyon"], BORIS, {"read": True})
        assert (1, 0, 0, None) == (share.read, share.write, share.share, share.expires_on)
