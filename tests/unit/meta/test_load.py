"""Reading and writing Frappe's DocType JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta import load
from comptoir.meta.actions import read_action
from comptoir.meta.model import Field
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[3]
FILES = sorted([*ROOT.glob("doctypes/*/*.json"), *ROOT.glob("apps/comptoir/comptoir/core/doctypes/*.json")])

# A declaration in the very form Frappe exports.
NOTE: dict[str, Any] = {
    "actions": [{"action": "app.note.archive", "action_type": "Server Action", "label": "Archive"}],
    "allow_rename": 1,
    "autoname": "field:title",
    "creation": "2026-01-02 03:04:05.000000",
    "custom": 1,
    "doctype": "DocType",
    "editable_grid": 1,
    "engine": "InnoDB",
    "field_order": ["title", "section", "amount"],
    "fields": [
        {
            "fieldname": "title",
            "fieldtype": "Data",
            "in_list_view": 1,
            "label": "Title",
            "reqd": 1,
            "unique": 1,
        },
        {"fieldname": "section", "fieldtype": "Section Break"},
        {
            "fieldname": "amount",
            "fieldtype": "Currency",
            "label": "Amount",
            "maximum": 100,
            "minimum": 0.5,
            "precision": "0",
            "unheard_of": "kept",
        },
    ],
    "grid_page_length": 50,
    "links": [{"group": "Work", "link_doctype": "Task", "link_fieldname": "note"}],
    "modified": "2026-01-02 03:04:05.000000",
    "module": "CRM",
    "name": "Note",
    "permissions": [
        {"create": 1, "import": 1, "read": 1, "role": "Sales User", "select": 1, "write": 1},
        {"if_owner": 1, "permlevel": 1, "read": 1, "role": "All"},
    ],
    "sort_field": "creation",
    "sort_order": "ASC",
    "states": [{"color": "Blue", "title": "Open"}],
}


class TestADeclaration:
    def test_is_the_same_after_a_round_trip(self) -> None:
        assert load.to_json(load.from_json(NOTE)) == NOTE

    def test_is_written_with_sorted_keys(self) -> None:
        assert list(load.to_json(load.from_json(NOTE))) == sorted(NOTE)

    def test_is_the_same_value_when_read_again(self) -> None:
        doctype = load.from_json(NOTE)
        assert doctype == load.loads(load.dumps(doctype))

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_of_this_repository_loses_nothing(self, file: Path) -> None:
        data = json.loads(file.read_text(encoding="utf-8"))
        doctype = load.read_file(file)
        written = load.to_json(doctype)
        assert {key for key, value in data.items() if value not in (0, None, "", [])} <= written.keys()
        assert [
            {key: value for key, value in row.items() if value not in (0, None, "") or key == "minimum"}
            for row in sorted(data["fields"], key=lambda row: data["field_order"].index(row["fieldname"]))
        ] == written["fields"]

    def test_orders_its_fields_by_field_order(self) -> None:
        doctype = load.from_json(NOTE | {"field_order": ["amount", "title", "section"]})
        assert [field.fieldname for field in doctype.fields] == ["amount", "title", "section"]

    def test_puts_a_field_that_the_order_forgets_at_the_end(self) -> None:
        doctype = load.from_json(NOTE | {"field_order": ["amount", "title"]})
        assert [field.fieldname for field in doctype.fields] == ["amount", "title", "section"]

    def test_keeps_an_order_that_does_not_fit_for_the_checks(self) -> None:
        doctype = load.from_json(NOTE | {"field_order": ["amount", "gone"]})
        assert doctype.extra["field_order"] == ["amount", "gone"]

    def test_without_a_flag_has_it_unset_as_in_frappes_files(self) -> None:
        doctype = load.from_json({"name": "Bare"})
        assert (False, False, False) == (doctype.allow_rename, doctype.editable_grid, doctype.allow_import)

    def test_without_an_order_is_sorted_by_the_last_change(self) -> None:
        doctype = load.from_json({"name": "Bare"})
        assert ("modified", "DESC") == (doctype.sort_field, doctype.sort_order)

    def test_names_a_layout_field_that_has_no_name(self) -> None:
        doctype = load.from_json({"name": "Bare", "fields": [{"fieldtype": "Section Break"}]})
        assert [field.fieldname for field in doctype.fields] == ["section_break_1"]

    def test_names_a_field_after_its_label(self) -> None:
        doctype = load.from_json({"name": "Bare", "fields": [{"label": "Due Date"}]})
        assert [field.fieldname for field in doctype.fields] == ["due_date"]


class TestARowAsStored:
    ROW = {
        "name": "abc",
        "parent": "Note",
        "parentfield": "fields",
        "parenttype": "DocType",
        "idx": 3,
        "owner": "x",
    }

    def test_loses_where_it_was_stored(self) -> None:
        assert Field("a", "Int") == load.field_from_json({**self.ROW, "fieldname": "a", "fieldtype": "Int"})

    def test_reads_numbers_and_flags_from_texts(self) -> None:
        row = {
            "fieldname": "a",
            "reqd": "1",
            "hidden": "0",
            "length": "20",
            "precision": "",
            "minimum": "1.5",
        }
        assert Field("a", reqd=True, length=20, minimum=1.5) == load.field_from_json(row)

    def test_reads_filters_given_as_a_list(self) -> None:
        row = {"fieldname": "a", "link_filters": [["Client", "status", "=", "Active"]]}
        assert load.field_from_json(row).link_filters == '[["Client", "status", "=", "Active"]]'


class TestAnUnreadableDeclaration:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            ({}, "needs a name"),
            ({"name": "A", "fields": {}}, None),
            ({"name": "A", "fields": "x"}, '"fields" of doctype "A" must be a list'),
            ({"name": "A", "fields": [1]}, '"fields" of doctype "A" must be a list'),
            ({"name": "A", "fields": [{"fieldtype": "Int"}]}, 'Field 1 of doctype "A" needs a "fieldname"'),
            ({"name": "A", "issingle": "maybe"}, '"issingle" of doctype "A" must be 1 or 0'),
            (
                {"name": "A", "fields": [{"fieldname": "b", "length": "long"}]},
                '"length" of field "b" of doctype "A"',
            ),
            ({"name": "A", "fields": [{"fieldname": "b", "permlevel": 1.5}]}, "must be a whole number"),
            ({"name": "A", "fields": [{"fieldname": "b", "label": ["x"]}]}, '"label" of field "b"'),
        ],
    )
    def test_is_refused_with_its_place(self, data: dict[str, Any], reason: str | None) -> None:
        if reason is None:
            assert load.from_json(data).fields == ()
            return
        with pytest.raises(DeclarationError, match=reason):
            load.from_json(data)

    @pytest.mark.parametrize("text", ["{", "[]", '"x"', '{"doctype": "Report", "name": "x"}'])
    def test_is_refused_with_its_file(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "broken.json"
        file.write_text(text)
        with pytest.raises(DeclarationError, match=r"broken\.json"):
            load.read_file(file)

    def test_is_refused_where_it_is_no_utf8(self, tmp_path: Path) -> None:
        file = tmp_path / "broken.json"
        file.write_bytes(b"\xff\xfe")
        with pytest.raises(DeclarationError, match="not UTF-8"):
            load.read_file(file)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
some_fields = st.builds(
    Field,
    fieldname=names,
    fieldtype=st.sampled_from(["Data", "Int", "Table", "Section Break"]),
    label=st.none() | st.text(min_size=1),
    options=st.none() | st.text(min_size=1),
    precision=st.none() | st.integers(0, 9),
    length=st.integers(0, 500),
    minimum=st.none() | st.floats(-1e6, 1e6),
    reqd=st.booleans(),
    hidden=st.booleans(),
)


@given(some_fields)
def test_a_field_survives_being_written(field: Field) -> None:
    assert field == load.field_from_json(json.loads(json.dumps(load.field_to_json(field))))


class TestAnAction:
    ASKED = {"fieldname": "reason", "fieldtype": "Small Text", "label": "Reason", "reqd": 1}

    def test_may_write_what_it_asks_for_as_a_list_and_keeps_it_as_text(self) -> None:
        row = {"label": "Archive", "action": "archive", "arguments": [self.ASKED]}
        action = load.to_json(load.from_json(NOTE | {"actions": [row]}))["actions"][0]
        assert json.dumps([self.ASKED]) == action["arguments"]

    def test_is_read_with_the_fields_it_asks_for(self) -> None:
        action = read_action({"label": "Archive", "action": "archive", "arguments": json.dumps([self.ASKED])})
        assert (True, False, (Field("reason", "Small Text", "Reason", reqd=True),)) == (
            action.is_method, action.is_function, action.arguments,
        )  # fmt: skip

    @pytest.mark.parametrize("arguments", ["{", '{"fieldname": "a"}', '["a"]', '[{"label": "A"}]'])
    def test_whose_arguments_cannot_be_read_is_refused(self, arguments: str) -> None:
        with pytest.raises(DeclarationError, match='arguments of the action "Archive"'):
            read_action({"label": "Archive", "action": "archive", "arguments": arguments})
