"""Customising: layers on top of what was shipped."""

from __future__ import annotations

from typing import Any

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta.model import DocType, Field, Permission
from comptoir.meta.overlay import AddedField, Change, Overlay, apply, from_documents, problems
from hypothesis import given
from hypothesis import strategies as st

BASE = DocType(
    "Deal", fields=(Field("title", label="Title"), Field("amount", "Currency"), Field("notes", "Text"))
)


def added(name: str, after: str | None = None, **properties: Any) -> AddedField:
    return AddedField(Field(name, **properties), after)


def names(doctype: DocType) -> list[str]:
    return [field.fieldname for field in doctype.fields]


class TestNoOverlay:
    def test_leaves_the_very_declaration(self) -> None:
        assert apply(BASE, [Overlay("site")]) is BASE


class TestAnAddedField:
    def test_stands_behind_the_field_it_names(self) -> None:
        assert names(apply(BASE, [Overlay("site", (added("x", "title"),))])) == [
            "title",
            "x",
            "amount",
            "notes",
        ]

    def test_stands_at_the_end_where_it_names_none(self) -> None:
        assert names(apply(BASE, [Overlay("site", (added("x"),))])) == ["title", "amount", "notes", "x"]

    def test_stands_behind_another_added_field(self) -> None:
        overlay = Overlay("site", (added("y", "x"), added("x", "title")))
        assert names(apply(BASE, [overlay])) == ["title", "x", "y", "amount", "notes"]

    def test_keeps_its_turn_among_those_behind_the_same_field(self) -> None:
        overlay = Overlay("site", (added("x", "title"), added("y", "title"), added("z", "x")))
        assert names(apply(BASE, [overlay])) == ["title", "x", "z", "y", "amount", "notes"]

    def test_behind_a_missing_field_stands_at_the_end_and_is_reported(self) -> None:
        overlay = Overlay("site", (added("x", "gone"),))
        assert names(apply(BASE, [overlay])) == ["title", "amount", "notes", "x"]
        assert [("site", "x")] == [(misfit.layer, misfit.fieldname) for misfit in problems(BASE, [overlay])]

    def test_in_a_circle_is_not_lost(self) -> None:
        overlay = Overlay("site", (added("x", "y"), added("y", "x")))
        assert sorted(names(apply(BASE, [overlay]))) == ["amount", "notes", "title", "x", "y"]

    def test_of_a_name_that_is_there_takes_its_place(self) -> None:
        result = apply(BASE, [Overlay("site", (added("amount", label="Sum"),))])
        assert (["title", "amount", "notes"], "Sum") == (names(result), result.by_name["amount"].label)


class TestAChangedProperty:
    def test_of_a_field_is_read_as_its_kind(self) -> None:
        changes = (
            Change("reqd", "1", "title"),
            Change("length", "50", "title"),
            Change("precision", "", "amount"),
        )
        result = apply(BASE, [Overlay("site", changes=changes)])
        assert Field("title", label="Title", reqd=True, length=50) == result.by_name["title"]

    def test_leaves_what_was_shipped_untouched(self) -> None:
        apply(BASE, [Overlay("site", changes=(Change("label", "Name", "title"),))])
        assert BASE.by_name["title"].label == "Title"

    def test_of_a_later_layer_wins(self) -> None:
        site = Overlay("site", changes=(Change("label", "Site", "title"), Change("reqd", 1, "title")))
        branch = Overlay("branch", changes=(Change("label", "Branch", "title"),))
        title = apply(BASE, [site, branch]).by_name["title"]
        assert ("Branch", True) == (title.label, title.reqd)

    def test_of_the_doctype_is_changed(self) -> None:
        overlay = Overlay("site", changes=(Change("sort_order", "ASC"), Change("quick_entry", "1")))
        result = apply(BASE, [overlay])
        assert ("ASC", True) == (result.sort_order, result.quick_entry)

    def test_of_rows_is_read_from_json(self) -> None:
        overlay = Overlay(
            "site", changes=(Change("states", '[{"title": "Open", "color": "Red", "idx": 1}]'),)
        )
        assert apply(BASE, [overlay]).states == ({"title": "Open", "color": "Red"},)

    def test_of_an_added_field_is_changed(self) -> None:
        overlay = Overlay("site", (added("x"),), (Change("hidden", 1, "x"),))
        assert apply(BASE, [overlay]).by_name["x"].hidden is True

    def test_that_the_engine_does_not_know_is_kept(self) -> None:
        overlay = Overlay("site", changes=(Change("grid_page_length", "20"), Change("sticky", 1, "title")))
        result = apply(BASE, [overlay])
        assert ("20", 1) == (result.extra["grid_page_length"], result.by_name["title"].extra["sticky"])

    @pytest.mark.parametrize(
        "change",
        [
            Change("label", "x", "gone"),
            Change("fieldname", "x", "title"),
            Change("name", "x"),
            Change("istable", 1),
        ],
    )
    def test_that_cannot_be_changed_is_reported_and_has_no_effect(self, change: Change) -> None:
        overlay = Overlay("site", changes=(change,))
        assert apply(BASE, [overlay]) is BASE
        assert len(problems(BASE, [overlay])) == 1

    def test_that_cannot_be_read_is_refused(self) -> None:
        with pytest.raises(DeclarationError, match='"reqd" of a changed Field must be 1 or 0'):
            apply(BASE, [Overlay("site", changes=(Change("reqd", "perhaps", "title"),))])


class TestAChangedOrder:
    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ('["notes", "title", "amount"]', ["notes", "title", "amount"]),
            ('["amount", "title"]', ["amount", "notes", "title"]),
            ('["gone", "notes"]', ["title", "amount", "notes"]),
            ('["notes", "notes"]', ["title", "amount", "notes"]),
        ],
    )
    def test_moves_the_fields_it_names(self, order: str, expected: list[str]) -> None:
        assert expected == names(apply(BASE, [Overlay("site", changes=(Change("field_order", order),))]))

    @pytest.mark.parametrize("order", ["notes,title", "{}", "5"])
    def test_that_is_no_list_is_reported(self, order: str) -> None:
        overlay = Overlay("site", changes=(Change("field_order", order),))
        assert len(problems(BASE, [overlay])) == 1

    @given(st.lists(st.sampled_from(["title", "amount", "notes", "gone"])))
    def test_never_loses_or_doubles_a_field(self, order: list[str]) -> None:
        result = apply(BASE, [Overlay("site", changes=(Change("field_order", order),))])
        assert sorted(names(result)) == ["amount", "notes", "title"]


class TestPermissions:
    def test_of_a_layer_stand_in_place_of_those_below(self) -> None:
        own = (Permission("Driver"),)
        assert own == apply(BASE, [Overlay("site", permissions=own)]).permissions

    def test_of_a_layer_can_be_none_at_all(self) -> None:
        base = DocType("Deal", permissions=(Permission("Driver"),))
        assert apply(base, [Overlay("site", permissions=())]).permissions == ()


class TestStoredCustomisations:
    FIELD = {"name": "Deal-x", "dt": "Deal", "fieldname": "x", "fieldtype": "Int", "insert_after": "title", "reqd": 1,
             "modified": "2026-01-01", "is_system_generated": 0, "module": None}  # fmt: skip
    SETTER = {
        "doc_type": "Deal",
        "doctype_or_field": "DocField",
        "field_name": "title",
        "property": "label",
        "value": "Name",
    }
    OF_DOCTYPE = {
        "doc_type": "Task",
        "doctype_or_field": "DocType",
        "field_name": None,
        "property": "quick_entry",
        "value": "1",
    }

    def test_become_one_overlay_per_doctype(self) -> None:
        overlays = from_documents("site", [self.FIELD], [self.SETTER, self.OF_DOCTYPE])
        assert {
            "Deal": Overlay(
                "site",
                (added("x", "title", fieldtype="Int", reqd=True),),
                (Change("label", "Name", "title"),),
            ),
            "Task": Overlay("site", changes=(Change("quick_entry", "1"),)),
        } == overlays

    def test_of_rows_are_refused(self) -> None:
        with pytest.raises(DeclarationError, match="only fields and doctypes"):
            from_documents("site", [], [self.SETTER | {"doctype_or_field": "DocType Link"}])
