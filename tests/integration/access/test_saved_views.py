"""Saved views: whose they are, who sees them, and who shares them."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.saved_views import readable_query, saved_views
from comptoir.errors import ComptoirError, DoesNotExistError, PermissionError, ValidationError

from ...conftest import Acting
from .conftest import ANNA, BORIS, DIANE, new

OPEN = {"city": "Lyon", "_sort": "client_name asc"}
MANAGER = "manager@example.com"


def view(title: str = "Mine", **values: Any) -> Any:
    return new("Saved View", title=title, document_type="Client", query=json.dumps(OPEN), **values)


def seen(acting: Acting, user: str) -> list[str]:
    with acting(user) as ctx:
        return [each["title"] for each in saved_views(ctx)["views"]]


@pytest.fixture
def staff(company: dict[str, str]) -> None:
    new("User", email=MANAGER, first_name="Max", roles=[{"role": "System Manager"}])


class TestOfOneself:
    def test_are_seen_by_nobody_else(self, staff: None, acting: Acting) -> None:
        with acting(ANNA):
            name = view().name
        assert ["Mine"] == seen(acting, ANNA)
        for other in (BORIS, DIANE, MANAGER):
            assert [] == seen(acting, other)
            if other == MANAGER:
                continue
            with acting(other), pytest.raises((PermissionError, DoesNotExistError)):
                frappe.get_doc("Saved View", name).check_permission("read")
            with acting(other):
                assert [] == frappe.get_list("Saved View")

    def test_are_read_by_who_manages_the_site(self, staff: None, acting: Acting) -> None:
        with acting(ANNA):
            name = view().name
        with acting(MANAGER):
            assert [name] == frappe.get_list("Saved View", pluck="name")

    @pytest.mark.parametrize("change", [{"title": "Taken"}, {"owner": BORIS}, {"everybody": 1}])
    def test_are_changed_by_nobody_else(self, staff: None, acting: Acting, change: dict[str, Any]) -> None:
        with acting(ANNA):
            name = view().name
        for other in (BORIS, MANAGER):
            with acting(other), pytest.raises(PermissionError):
                frappe.get_doc("Saved View", name).update(change).save()
            with acting(other), pytest.raises(PermissionError):
                frappe.get_doc("Saved View", name).delete()

    def test_stay_with_whoever_made_them(self, staff: None, acting: Acting) -> None:
        with acting(ANNA):
            made = view(owner=BORIS)
            made.owner = BORIS
            made.save()
        assert ["Mine"] == seen(acting, ANNA)

    def test_take_a_document_type_one_may_see(self, staff: None, acting: Acting) -> None:
        with acting(ANNA), pytest.raises(PermissionError):
            new("Saved View", title="x", document_type="Email Account", query="{}")

    @pytest.mark.parametrize(
        "query",
        ["[]", '{"a": 1}', '{"a": {"b": "c"}}', '{"a": ["b", 1]}', "{" + f'"a": "{"x" * 10_000}"' + "}"],
    )
    def test_hold_nothing_but_an_address(self, staff: None, query: str) -> None:
        with pytest.raises(ValidationError):
            new("Saved View", title="x", document_type="Client", query=query)

    @pytest.mark.parametrize("name", ["../x", "List", "a" * 60, "<b>"])
    def test_name_a_view(self, staff: None, name: str) -> None:
        with pytest.raises(ComptoirError):
            view(view=name)


class TestShared:
    @pytest.mark.parametrize(
        ("sharing", "seers"),
        [
            ({"everybody": 1}, {ANNA, BORIS, DIANE, MANAGER}),
            ({"roles": [{"role": "Sales User"}]}, {ANNA, DIANE}),
            ({"roles": [{"role": "Sales User"}, {"role": "Sales Manager"}]}, {ANNA, BORIS, DIANE}),
            ({"scope": "Lyon Sud"}, {ANNA, DIANE, MANAGER}),
            ({"scope": "Lille"}, {BORIS, DIANE, MANAGER}),
        ],
    )
    def test_are_seen_by_those_they_are_shared_with(
        self, staff: None, acting: Acting, sharing: dict[str, Any], seers: set[str]
    ) -> None:
        with acting(DIANE):
            view(**sharing)
        assert seers == {user for user in (ANNA, BORIS, DIANE, MANAGER) if seen(acting, user)}

    @pytest.mark.parametrize(
        "sharing", [{"everybody": 1}, {"roles": [{"role": "Sales User"}]}, {"scope": "Lyon"}]
    )
    def test_take_a_role_that_shares(self, staff: None, acting: Acting, sharing: dict[str, Any]) -> None:
        with acting(ANNA):
            with pytest.raises(PermissionError, match="share the view"):
                view(**sharing)
            mine = view()
            with pytest.raises(PermissionError, match="share the view"):
                mine.update(sharing).save()

    def test_are_changed_by_owner_and_manager_alone(self, staff: None, acting: Acting) -> None:
        with acting(DIANE):
            name = view(everybody=1).name
        with acting(ANNA), pytest.raises(PermissionError):
            frappe.get_doc("Saved View", name).update({"title": "Taken"}).save()
        with acting(MANAGER):
            frappe.get_doc("Saved View", name).update({"title": "Better"}).save()
        assert ["Better"] == seen(acting, ANNA)

    def test_of_documents_one_may_not_see_are_not_told(self, staff: None, acting: Acting) -> None:
        new("Saved View", title="Accounts", document_type="Email Account", query="{}", everybody=1)
        assert [] == seen(acting, ANNA)
        assert ["Accounts"] == seen(acting, MANAGER)

    def test_say_nothing_of_fields_one_may_not_read(self, staff: None, acting: Acting) -> None:
        secret = {
            "cost": '[">",70]',
            "item_group": "Tea",
            "_where": '[["cost",">",80],"or",["item_group","=","Rum"]]',
        }
        new("Saved View", title="x", document_type="Item", query=json.dumps(secret), everybody=1)
        with acting(ANNA) as ctx:
            told = saved_views(ctx)["views"][0]["query"]
        assert {"item_group": "Tea", "_where": '[["item_group", "=", "Rum"]]'} == told


def test_who_may_share_is_told(staff: None, acting: Acting) -> None:
    def may(user: str) -> tuple[bool, Any]:
        with acting(user) as ctx:
            told = saved_views(ctx)
            return told["may_share"], told["scope_doctype"]["name"]

    assert [(False, "Branch"), (True, "Branch"), (True, "Branch")] == [
        may(user) for user in (ANNA, DIANE, MANAGER)
    ]


def test_who_may_not_share_is_told_the_roles_that_may(staff: None, acting: Acting) -> None:
    new("Role", role_name="Retired", shares_views=1, disabled=1)

    def sharers(user: str, lang: str = "en") -> list[str]:
        with acting(user) as ctx:
            ctx.lang = lang
            found: list[str] = saved_views(ctx)["sharers"]
            return found

    assert (["System Manager", "Director", "Sales Manager"], [], []) == (
        sharers(ANNA),
        sharers(DIANE),
        sharers(MANAGER),
    )
    assert "Administrateur système" == sharers(ANNA, "fr")[0]


@pytest.mark.parametrize(
    ("group", "kept"),
    [
        ('[["a","=","1"],"or",["b","=","2"]]', [["a", "=", "1"]]),
        ('[["b","=","1"],"or",["a","=","2"],"or",["a","=","3"]]', [["a", "=", "2"], "or", ["a", "=", "3"]]),
        ('[["a","=","1"],"and",[["b","=","2"],"or",["b","=","3"]]]', [["a", "=", "1"]]),
        ('["b","=","1"]', None),
        ("no json", None),
        ("5", None),
        ("[[[[[[[]]]]]]]", None),
    ],
)
def test_groups_lose_what_may_not_be_read(group: str, kept: Any) -> None:
    found = readable_query({"_where": group}, frozenset({"a"}))
    assert kept == (json.loads(found["_where"]) if found else None)


def test_a_site_without_branches_shares_with_none(ctx: Context) -> None:
    with pytest.raises(ComptoirError):
        view(scope="Nowhere")
