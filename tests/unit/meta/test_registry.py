"""The registry of field types: closed, complete, and honest about what it does not know."""

from __future__ import annotations

import pytest
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import (
    REGISTRY,
    DuplicateFieldTypeError,
    FieldType,
    FieldTypeRegistry,
    Storage,
    StorageKind,
    UnknownFieldTypeError,
)
from comptoir.meta.model import LAYOUT_TYPES, TABLE_TYPES, Field

FRAPPES_TYPES = (
    "Autocomplete", "Attach", "Attach Image", "Barcode", "Button", "Check", "Code", "Color", "Column Break",
    "Currency", "Data", "Date", "Datetime", "Duration", "Dynamic Link", "Float", "Fold", "Geolocation", "Heading",
    "HTML", "HTML Editor", "Icon", "Image", "Int", "JSON", "Link", "Long Text", "Markdown Editor", "Password",
    "Percent", "Phone", "Read Only", "Rating", "Section Break", "Select", "Signature", "Small Text", "Tab Break",
    "Table", "Table MultiSelect", "Text", "Text Editor", "Time",
)  # fmt: skip

COLUMNS = {
    "varchar(140)": ("Data", "Link", "Select", "Dynamic Link", "Autocomplete", "Phone", "Color", "Icon", "Read Only"),
    "text": ("Text", "Small Text", "Password", "Attach", "Attach Image"),
    "longtext": (
        "Long Text", "Code", "Text Editor", "HTML Editor", "Markdown Editor", "Signature", "Barcode", "JSON",
        "Geolocation",
    ),
    "tinyint": ("Check",),
    "int": ("Int",),
    "decimal(21,9)": ("Float", "Currency", "Percent", "Duration"),
    "decimal(3,2)": ("Rating",),
    "date": ("Date",),
    "datetime(6)": ("Datetime",),
    "time(6)": ("Time",),
}  # fmt: skip


def sql(storage: Storage | None) -> str:
    assert storage is not None
    if storage.kind is StorageKind.DECIMAL:
        return f"decimal({storage.length},{storage.scale})"
    size = storage.length or storage.scale
    return f"{storage.kind}({size})" if size else str(storage.kind)


class Marker(FieldType):
    name = "Marker"
    widget = "marker"
    purpose = "A type of a test."


class TestTheShippedTypes:
    def test_are_those_of_frappe(self) -> None:
        assert sorted(FRAPPES_TYPES) == list(REGISTRY.names())

    def test_are_forty_three(self) -> None:
        assert len(REGISTRY) == 43

    @pytest.mark.parametrize(("column", "names"), COLUMNS.items(), ids=list(COLUMNS))
    def test_have_the_columns_frappe_gives_them(self, column: str, names: tuple[str, ...]) -> None:
        assert dict.fromkeys(names, column) == {name: sql(fieldtypes.get(name).storage) for name in names}

    def test_have_no_column_where_they_only_shape_the_form(self) -> None:
        assert sorted(LAYOUT_TYPES) == sorted(fieldtype.name for fieldtype in REGISTRY if fieldtype.is_layout)

    def test_hold_rows_where_the_model_says_so(self) -> None:
        assert sorted(TABLE_TYPES) == sorted(fieldtype.name for fieldtype in REGISTRY if fieldtype.holds_rows)

    @pytest.mark.parametrize("fieldtype", list(REGISTRY), ids=REGISTRY.names())
    def test_name_a_control_and_say_what_they_are_for(self, fieldtype: FieldType) -> None:
        assert fieldtype.widget
        assert fieldtype.purpose.endswith(".")

    def test_agree_with_the_model_on_who_has_a_column(self) -> None:
        fields = [Field("x", fieldtype.name) for fieldtype in REGISTRY]
        assert [field.has_column for field in fields] == [
            fieldtypes.get(f.fieldtype).has_value for f in fields
        ]


class TestAnUnknownType:
    def test_is_refused_with_what_exists(self) -> None:
        with pytest.raises(
            UnknownFieldTypeError, match=r'no field type "Dtae"\. Choose one of: .*Date, Datetime'
        ):
            fieldtypes.get("Dtae")


class TestRegistering:
    def test_a_name_twice_is_refused_with_what_exists(self) -> None:
        registry = FieldTypeRegistry([Marker()])
        with pytest.raises(
            DuplicateFieldTypeError, match=r'"Marker" is registered already\. Registered are: Marker'
        ):
            registry.register(Marker())

    def test_temporarily_adds_a_type(self) -> None:
        with REGISTRY.register_temporarily(Marker()) as marker:
            assert marker is fieldtypes.get("Marker")

    def test_temporarily_takes_the_type_away_again(self) -> None:
        with REGISTRY.register_temporarily(Marker()):
            pass
        assert "Marker" not in REGISTRY

    def test_temporarily_takes_the_type_away_after_a_failure(self) -> None:
        with pytest.raises(RuntimeError), REGISTRY.register_temporarily(Marker()):
            raise RuntimeError
        assert "Marker" not in REGISTRY


class TestAVirtualField:
    @pytest.mark.parametrize("name", [name for column in COLUMNS.values() for name in column])
    def test_has_no_column(self, name: str) -> None:
        assert fieldtypes.get(name).column(Field("x", name, is_virtual=True)) is None


class TestAFieldWithALength:
    def test_has_a_varchar_of_that_length(self) -> None:
        assert Storage(StorageKind.VARCHAR, 255) == fieldtypes.get("Data").column(Field("x", length=255))

    def test_is_a_bigint_where_an_int_has_more_than_eleven_digits(self) -> None:
        assert Storage(StorageKind.BIGINT, default=0) == fieldtypes.get("Int").column(
            Field("x", "Int", length=20)
        )


class TestALayoutType:
    def test_has_no_value_to_parse(self) -> None:
        with pytest.raises(TypeError, match="holds no value"):
            fieldtypes.get("Section Break").parse(Field("x", "Section Break"), "y")
