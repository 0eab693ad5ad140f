"""Declarations from elsewhere: read forgivingly, fitted to what is here, and our additions on their way."""

from __future__ import annotations

from typing import Any

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta import fieldtypes, foreign
from comptoir.meta.additions import packed
from comptoir.meta.fitting import fit, is_doctype_name
from comptoir.meta.load import dumps, from_json, loads, to_json
from comptoir.meta.model import DocType, Field
from comptoir.schema import desired
from hypothesis import given
from hypothesis import strategies as st

CHILD = DocType("Row", fields=(Field("x"),), istable=True)
TARGET = DocType("Target", fields=(Field("x"),))
KNOWN = {doctype.name: doctype for doctype in (CHILD, TARGET)}


def fitted(*fields: Field, **rest: Any) -> DocType:
    return fit(DocType("Thing", fields=fields, **rest), KNOWN)[0]


def reasons(*fields: Field, **rest: Any) -> list[str]:
    return [note.reason for note in fit(DocType("Thing", fields=fields, **rest), KNOWN)[1]]


class TestReading:
    @pytest.mark.parametrize(
        ("value", "flag"), [(2, True), ("1", True), ("no", False), (None, False), (-1, True)]
    )
    def test_takes_any_flag(self, value: Any, flag: bool) -> None:
        doctype = foreign.read({"name": "A", "fields": [{"fieldname": "x", "reqd": value}]})
        assert flag is doctype.fields[0].reqd

    def test_takes_numbers_and_lists_for_texts(self) -> None:
        row = {
            "fieldname": "x",
            "options": ["a", "b"],
            "default": 0,
            "width": 50,
            "length": "many",
            "precision": "x",
        }
        field = foreign.read({"name": "A", "fields": [row]}).fields[0]
        assert ("a\nb", "0", "50", 0, None) == (
            field.options,
            field.default,
            field.width,
            field.length,
            field.precision,
        )

    def test_leaves_out_rows_that_declare_nothing(self) -> None:
        assert (
            ()
            == foreign.read(
                {"name": "A", "fields": [{"fieldtype": "Data"}, {"label": " "}, "text", None]}
            ).fields
        )

    def test_refuses_what_has_no_name(self) -> None:
        with pytest.raises(DeclarationError):
            foreign.read({"fields": []})


class TestFitting:
    def test_leaves_a_sound_declaration_alone(self) -> None:
        fields = (
            Field("to", "Link", options="Target"),
            Field("rows", "Table", options="Row"),
            Field("y", default="z"),
        )
        assert (fields, []) == (fitted(*fields).fields, reasons(*fields))

    @pytest.mark.parametrize(
        ("field", "becomes"),
        [
            (Field("x", "Link", options="Gone"), Field("x")),
            (Field("x", "Link"), Field("x")),
            (Field("x", "Link", options="Row"), Field("x")),
            (Field("x", "Link", options=" Target\n"), Field("x", "Link", options="Target")),
            (Field("x", "Dynamic Link", options="gone"), Field("x")),
            (Field("x", "Wheel"), Field("x")),
            (Field("x", "Text", unique=True, search_index=True), Field("x", "Text")),
            (Field("x", length=900, unique=True), Field("x", length=900)),
            (Field("x", "Int", default="ten"), Field("x", "Int")),
            (Field("x", default="eval:doc.y"), Field("x")),
            (Field("x", depends_on="eval:cur_frm.y"), Field("x")),
            (Field("x", depends_on="eval: doc.y && doc.z; "), Field("x", depends_on="eval: doc.y && doc.z")),
            (Field("x", link_filters="{"), Field("x")),
            (Field("x", mask="[9", pattern="("), Field("x")),
            (Field("x", "Float", precision=12), Field("x", "Float")),
            (Field("x", "Section Break", in_list_view=True), Field("x", "Section Break")),
            (Field("amended_from", "Link", options="Gone"), Field("amended_from", "Link", options="Thing")),
        ],
    )
    def test_keeps_of_a_field_what_it_can(self, field: Field, becomes: Field) -> None:
        known = fit(DocType("Thing", fields=(field,)), KNOWN | {"Thing": DocType("Thing")})[0]
        assert (becomes,) == known.fields

    @pytest.mark.parametrize(
        "field",
        [
            Field("x", "Table", options="Gone"),
            Field("x", "Table", options="Target"),
            Field("name"),
            Field("as_dict"),
            Field("a b"),
        ],
    )
    def test_leaves_out_a_field_that_cannot_be(self, field: Field) -> None:
        assert ((), 1) == (fitted(field).fields, len(reasons(field)))

    def test_keeps_the_first_of_two(self) -> None:
        assert ["x", "column_break_3"] == [f.fieldname for f in fitted(
            Field("x"), Field("X"), Field("x", "Column Break")).fields]  # fmt: skip

    def test_names_by_hash_what_cannot_be_named(self) -> None:
        for rule in ("field:gone", "naming_series:", "EMP/"):
            assert fitted(Field("x"), autoname=rule).autoname is None
        for rule in ("field:x", "EMP-.####", "format:{x}-{gone}", "Prompt", "hash", None):
            assert rule == fitted(Field("x"), autoname=rule).autoname

    def test_sorts_and_titles_only_by_columns(self) -> None:
        doctype = fitted(
            Field("x"), title_field="gone", image_field="x", sort_field="gone", sort_order="modified desc"
        )
        assert (None, "x", "modified", "DESC") == (
            doctype.title_field, doctype.image_field, doctype.sort_field, doctype.sort_order)  # fmt: skip

    @pytest.mark.parametrize(
        "name", ["A`b", 'A"b', "A'b", "A/b", " A", "1 A", "A\nb", "A" * 62, "A%b", "A;b", ""]
    )
    def test_knows_names_that_no_doctype_can_have(self, name: str) -> None:
        assert not is_doctype_name(name)

    @pytest.mark.parametrize(
        "name", ["A", "Bill & Pay", "Счёт", "C-Form", "Item (Old)", "3PL".replace("3", "T")]
    )
    def test_knows_names_of_other_apps(self, name: str) -> None:
        assert is_doctype_name(name)


ODD = st.sampled_from([
    None, "", 0, 1, "1", "x", -1, 2, "Today", ":Company", "eval:1", "{a}", "a\nb\n\na", [1, 2], {"a": 1}, True, 1.5, "1,000",
    "Target", "Row", "Thing", "field_1", 1e30, float("nan"), "   ", "é" * 300, "field:field_1", "naming_series:", "T-.####", "[9",
])  # fmt: skip
FIELD_KEYS = st.sampled_from([
    "label", "options", "default", "reqd", "unique", "search_index", "length", "precision", "permlevel", "in_list_view",
    "depends_on", "mandatory_depends_on", "fetch_from", "mask", "pattern", "link_filters", "is_virtual", "minimum", "maximum",
])  # fmt: skip
DOCTYPE_KEYS = st.sampled_from([
    "autoname", "title_field", "image_field", "sort_field", "sort_order", "search_fields", "istable", "issingle", "is_tree",
    "is_submittable", "nsm_parent_field", "timeline_field", "naming_rule", "field_order", "links", "states", "permissions",
])  # fmt: skip
NAMES = st.sampled_from(["field_1", "field_2", "FIELD_1", "name", "a b", "get", "x-y", "Été", None, "1x"])
TYPES = st.sampled_from([*fieldtypes.REGISTRY.names(), "Wheel", "Data ", ""])


@st.composite
def declared(draw: st.DrawFn) -> dict[str, Any]:
    rows = [
        draw(st.dictionaries(FIELD_KEYS, ODD, max_size=6))
        | {"fieldname": draw(NAMES), "fieldtype": draw(TYPES)}
        for _ in range(draw(st.integers(0, 6)))
    ]
    return draw(st.dictionaries(DOCTYPE_KEYS, ODD, max_size=6)) | {"name": "Thing", "fields": rows}


@given(declared())
def test_anything_declared_becomes_something_that_has_a_table(data: dict[str, Any]) -> None:
    doctype = foreign.read(data)
    result = fit(doctype, KNOWN | {"Thing": doctype})[0]
    assert desired([result]).tables
    assert result == loads(dumps(result)) == fit(result, KNOWN | {"Thing": result})[0]


class TestAdditions:
    DECLARED = {
        "name": "A",
        "fields": [{"fieldname": "x", "mask": "99", "pattern": "[0]", "minimum": 0, "stars": [1, {"a": 2}]}],
        "actions": [{"label": "Go", "arguments": {"now": 1}}],
        "dock": "left",
    }

    def test_leave_under_names_of_their_own(self) -> None:
        sent = packed(to_json(from_json(self.DECLARED)))
        assert {
            "fieldname",
            "fieldtype",
            "comptoir_mask",
            "comptoir_pattern",
            "comptoir_minimum",
            "comptoir_json_stars",
        } == set(sent["fields"][0])
        assert ("left", '{"now": 1}') == (
            sent["comptoir_dock"],
            sent["actions"][0]["comptoir_json_arguments"],
        )

    def test_come_back_whole(self) -> None:
        doctype = from_json(self.DECLARED)
        assert doctype == from_json(packed(to_json(doctype))) == foreign.read(packed(to_json(doctype)))

    def test_are_not_mixed_up_with_the_flag_of_frappe(self) -> None:
        doctype = from_json({"name": "A", "fields": [{"fieldname": "x", "mask": 1}]})
        assert (None, 1) == (doctype.fields[0].mask, to_json(doctype)["fields"][0]["mask"])
