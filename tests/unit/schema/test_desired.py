"""Declarations become tables under Frappe's names and types."""

from __future__ import annotations

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.schema import ENGINE_TABLES, Column, SqlType, Table, desired, table_of
from comptoir.schema.model import index


def only_field(field: Field) -> Column:
    column = table_of(DocType("Thing", fields=(field,))).column(field.fieldname)
    assert column is not None
    return column


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


class TestTableOfADocType:
    def test_is_called_tab_and_the_name(self) -> None:
        assert "tabWarehouse Entry" == table_of(DocType("Warehouse Entry")).name

    def test_has_the_standard_columns_in_frappes_order(self) -> None:
        expected = ["name", "creation", "modified", "modified_by", "owner", "docstatus", "idx"]
        assert expected == names(table_of(DocType("Thing")))[:7]

    def test_ends_with_the_optional_columns(self) -> None:
        table = table_of(DocType("Thing", fields=(Field("title"),)))
        assert ["title", "_user_tags", "_comments", "_assign", "_liked_by"] == names(table)[7:]

    def test_name_is_the_primary_key(self) -> None:
        table = table_of(DocType("Thing"))
        assert ("name",) == table.primary_key
        assert table.columns[0] == Column(
            "name", SqlType("varchar", 140), nullable=False, primary_key=True, collation="nocase"
        )

    def test_name_is_a_counted_number_for_autoincrement_naming(self) -> None:
        name = table_of(DocType("Thing", autoname="autoincrement")).columns[0]
        assert (SqlType("bigint"), True, True) == (name.type, name.primary_key, name.autoincrement)

    def test_is_indexed_by_modified_and_creation(self) -> None:
        assert {index("modified"), index("creation")} == table_of(DocType("Thing")).indexes


class TestTableOfADividedDocType:
    """Lists of one branch are read from an index in their order, down to the name."""

    BRANCH = Field("branch", "Link", options="Branch")

    def test_is_indexed_by_the_branch_with_what_lists_sort_by(self) -> None:
        title = Field("title")
        deal = DocType("Deal", fields=(self.BRANCH, title), title_field="title")
        expected = {
            index("modified"), index("creation"),
            index("branch", "modified", "name"), index("branch", "title", "name"),
        }  # fmt: skip
        assert expected == table_of(deal, "Branch").indexes
        assert index("branch") in table_of(deal).indexes

    def test_leaves_out_what_is_too_long_for_an_index(self) -> None:
        long = Field("title", length=500)
        deal = DocType("Deal", fields=(self.BRANCH, long), title_field="title")
        assert index("branch", "title", "name") not in table_of(deal, "Branch").indexes

    def test_follows_the_field_that_leads_to_the_branch(self) -> None:
        home = Field("home", "Link", options="Branch")
        deal = DocType("Deal", fields=(home,), scope_field="home")
        assert index("home", "modified", "name") in table_of(deal, "Branch").indexes
        behind = DocType("Deal", fields=(home,), scope_field="client.branch")
        assert not any(len(one.columns) > 1 for one in table_of(behind, "Branch").indexes)


class TestTableOfAChildDocType:
    table = table_of(DocType("Row", istable=True))

    def test_has_the_parent_columns_and_no_optional_ones(self) -> None:
        assert ["parent", "parentfield", "parenttype"] == names(self.table)[7:]

    def test_is_indexed_by_its_parent(self) -> None:
        assert {index("parent"), index("parenttype", "parent")} == self.table.indexes


class TestRows:
    def test_are_named_by_hashes_whatever_rule_their_doctype_has(self) -> None:
        rows = table_of(DocType("Row", istable=True, autoname="autoincrement"))
        assert table_of(DocType("Row", istable=True)).column("name") == rows.column("name")


class TestFields:
    @pytest.mark.parametrize("fieldtype", fieldtypes.REGISTRY.names())
    def test_every_type_has_the_column_its_storage_says(self, fieldtype: str) -> None:
        field = Field("value", fieldtype)
        storage = fieldtypes.get(fieldtype).column(field)
        column = table_of(DocType("Thing", fields=(field,))).column("value")
        assert (storage is None) == (column is None)
        if storage is not None and column is not None:
            assert (storage.kind, storage.nullable) == (column.type.kind, column.nullable)

    def test_a_check_is_a_tinyint_that_is_never_null(self) -> None:
        assert Column("value", SqlType("tinyint"), nullable=False, default=0) == only_field(
            Field("value", "Check")
        )

    def test_a_currency_is_a_decimal_with_nine_places(self) -> None:
        assert SqlType("decimal", 21, 9) == only_field(Field("value", "Currency")).type

    def test_a_length_makes_the_varchar_longer(self) -> None:
        assert SqlType("varchar", 300) == only_field(Field("value", length=300)).type

    def test_text_that_is_not_nullable_is_empty_by_default(self) -> None:
        column = only_field(Field("value", not_nullable=True))
        assert (False, "") == (column.nullable, column.default)

    def test_a_virtual_field_has_no_column(self) -> None:
        assert table_of(DocType("Thing", fields=(Field("value", is_virtual=True),))).column("value") is None

    def test_a_field_called_like_a_standard_column_does_not_double_it(self) -> None:
        assert 1 == names(table_of(DocType("Thing", fields=(Field("owner", "Link"),)))).count("owner")


class TestValueForExistingRows:
    @pytest.mark.parametrize(
        ("fieldtype", "default", "expected"),
        [
            ("Select", "Open", "Open"),
            ("Check", "1", 1),
            ("Float", "2.5", 2.5),
            ("Int", "many", None),
            ("Int", "2.5", None),
            ("Rating", "40", None),
            ("Date", "Today", None),
            ("Data", "__user", None),
            ("Link", ":Company", None),
            ("Data", "eval:doc.a", None),
            ("Data", "x" * 141, None),
            ("Data", None, None),
        ],
    )
    def test_is_the_default_where_it_is_the_same_for_all(
        self, fieldtype: str, default: str | None, expected: object
    ) -> None:
        assert expected == only_field(Field("value", fieldtype, default=default)).fill

    def test_is_none_for_a_unique_field(self) -> None:
        assert only_field(Field("value", default="same", unique=True)).fill is None


class TestIndexes:
    @pytest.mark.parametrize(
        ("field", "expected"),
        [
            (Field("value", "Link"), {index("value")}),
            (Field("value", "Dynamic Link"), {index("value")}),
            (Field("value", search_index=True), {index("value")}),
            (Field("value", unique=True), {index("value", unique=True)}),
            (Field("value", "Link", unique=True), {index("value", unique=True)}),
            (Field("value", "Small Text", search_index=True), {index("value")}),
            (Field("value", "Text Editor", search_index=True), set()),
            (Field("value"), set()),
        ],
    )
    def test_follow_the_flags_and_the_type(self, field: Field, expected: set[object]) -> None:
        standard = table_of(DocType("Thing")).indexes
        assert expected == table_of(DocType("Thing", fields=(field,))).indexes - standard

    def test_a_unique_text_is_refused_with_a_sentence(self) -> None:
        with pytest.raises(DeclarationError, match='"value" of "Thing" is declared unique'):
            table_of(DocType("Thing", fields=(Field("value", "Small Text", unique=True),)))


class TestSnapshot:
    def test_holds_the_engines_own_tables(self) -> None:
        expected = {
            "__Auth",
            "tabSeries",
            "tabSingles",
            "__doctype",
            "__patch_log",
            "__session",
            "__idempotency",
            "__word",
            "__job_run",
            "__UserSettings",
            "__bulk",
            "__bulk_row",
            "__search",
            "__trace",
            "__trace_chain",
        }
        assert expected == set(desired([]).tables) == {table.name for table in ENGINE_TABLES}

    @pytest.mark.parametrize("kind", ["issingle", "is_virtual"])
    def test_leaves_out_doctypes_without_a_table(self, kind: str) -> None:
        assert "tabThing" not in desired([DocType("Thing", **{kind: True})]).tables
