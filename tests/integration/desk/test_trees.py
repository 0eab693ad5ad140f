"""Trees: branches as they are asked for, whole for who sees a part of them, and never closed to a loop."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.trees import branches
from comptoir.errors import BadRequestError, DataError, PermissionError, ValidationError

SHAPE = {
    "World": None,
    "Europe": "World",
    "France": "Europe",
    "Lyon": "France",
    "Nice": "France",
    "Asia": "World",
}
ANNA = "anna@company.example"


@pytest.fixture
def groups(ctx: Context) -> Context:
    for name, parent in SHAPE.items():
        frappe.get_doc(
            doctype="Item Group", item_group_name=name, parent_item_group=parent, is_group=1
        ).insert()
    return ctx


def asked(ctx: Context, *parents: str, **about: Any) -> dict[str, Any]:
    return branches(ctx, "Item Group", parents, **{"order_by": "name asc", **about})


def names(answer: dict[str, Any], parent: str) -> list[str]:
    return [row["name"] for row in answer["branches"][parent]["rows"] if row["name"] in SHAPE]


class TestBranches:
    def test_are_what_lies_directly_below(self, groups: Context) -> None:
        answer = asked(groups, "World", "France", "Nice")
        assert ["Asia", "Europe"] == names(answer, "World")
        assert ["Lyon", "Nice"] == names(answer, "France")
        assert [] == names(answer, "Nice")
        assert {"Europe": 1} == answer["below"]

    def test_begin_at_the_top(self, groups: Context) -> None:
        answer = asked(groups, "")
        assert ["World"] == names(answer, "")
        assert 2 == answer["below"]["World"]

    def test_of_what_filters_leave_begin_at_the_highest_of_it(self, groups: Context) -> None:
        answer = asked(groups, "", "France", filters=[["name", "in", ["France", "Lyon", "Asia"]]])
        assert ["Asia", "France"] == names(answer, "")
        assert ["Lyon"] == names(answer, "France")
        assert 1 == answer["below"]["France"]
        either = asked(groups, "", or_filters=[["name", "like", "Ni%"], ["name", "like", "Ly%"]])
        assert ["Lyon", "Nice"] == names(either, "")

    def test_begin_for_who_sees_a_part_at_the_highest_of_it(self, groups: Context) -> None:
        frappe.get_doc(doctype="User", email=ANNA, first_name="Anna", roles=[{"role": "Sales User"}]).insert()
        frappe.get_doc(doctype="User Permission", user=ANNA, allow="Item Group", for_value="France").insert()
        frappe.set_user(ANNA)
        # A link to what is out of reach hides a document: France is below Europe.
        answer = asked(groups, "", "World", "France")
        assert ["Lyon", "Nice"] == names(answer, "")
        assert [] == names(answer, "World")

    def test_are_refused_to_who_may_not_read(self, groups: Context) -> None:
        frappe.get_doc(doctype="User", email=ANNA, first_name="Anna", roles=[]).insert()
        frappe.set_user(ANNA)
        with pytest.raises(PermissionError):
            asked(groups, "")

    @pytest.mark.parametrize("parents", [[], ["x"] * 101, [1]])
    def test_are_asked_for_by_name_a_few_at_a_time(self, groups: Context, parents: list[Any]) -> None:
        with pytest.raises(BadRequestError):
            asked(groups, *parents)

    def test_are_those_of_a_tree(self, groups: Context) -> None:
        with pytest.raises(DataError):
            branches(groups, "Client", [""])


class TestALoop:
    @pytest.mark.parametrize("parent", ["France", "Lyon"])
    def test_is_refused_whatever_the_app_checks(
        self, groups: Context, parent: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doc = frappe.get_doc("Item Group", "France")
        monkeypatch.setattr(type(doc), "validate", lambda self: None)
        doc.parent_item_group = parent
        with pytest.raises(ValidationError, match=f"France cannot be placed below {parent}"):
            doc.save()

    def test_is_no_other_move(self, groups: Context) -> None:
        doc = frappe.get_doc("Item Group", "France")
        doc.parent_item_group = "Asia"
        doc.save()
        assert ["France"] == names(asked(groups, "Asia"), "Asia")
