"""Choices, references, structured text, HTML and files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comptoir.errors import DataError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.markup import clean_html
from hypothesis import given
from hypothesis import strategies as st

from .helpers import check, errors, field, parse


class TestASelect:
    def test_takes_one_of_its_options(self) -> None:
        assert errors("Select", "Open", options="Open\nClosed") == []

    def test_refuses_anything_else_and_says_what_there_is(self) -> None:
        faults = check("Select", "open", options="\nOpen\nClosed")
        assert faults == ['Value cannot be "open". It must be one of "Open", "Closed".']

    def test_takes_nothing(self) -> None:
        assert errors("Select", None, options="Open\nClosed") == []

    def test_takes_anything_without_options(self) -> None:
        assert errors("Select", "Any") == []

    def test_of_a_naming_series_takes_a_series_that_is_no_longer_offered(self) -> None:
        series = field("Select", options="NEW-.####")
        renamed = type(series)("naming_series", "Select", "Series", "NEW-.####")
        assert list(fieldtypes.get("Select").check(renamed, "OLD-.####")) == []

    def test_reads_a_number_as_its_text(self) -> None:
        assert parse("Select", 5, options="5\n10") == "5"

    @pytest.mark.parametrize("options", ["A\nB\nA", "x" * 141])
    def test_is_declared_with_different_options_that_fit(self, options: str) -> None:
        assert fieldtypes.get("Select").check_declaration(field("Select", options=options))


class TestACheck:
    @pytest.mark.parametrize("value", [1, True, "1", "true", "True", 1.0])
    def test_is_one(self, value: Any) -> None:
        assert parse("Check", value) == 1

    @pytest.mark.parametrize("value", [0, False, None, "", "0", "false", 0.0, " "])
    def test_is_zero(self, value: Any) -> None:
        assert parse("Check", value) == 0

    @pytest.mark.parametrize("value", ["yes", "on", 2, -1, [], {}, "1.5"])
    def test_is_nothing_else(self, value: Any) -> None:
        with pytest.raises(DataError, match=r"1 \(yes\) or 0 \(no\)"):
            parse("Check", value)


class TestAColor:
    @pytest.mark.parametrize("value", ["#fff", "#2490EF", "#2490ef80"])
    def test_is_hexadecimal(self, value: str) -> None:
        assert errors("Color", value) == []

    @pytest.mark.parametrize("value", ["red", "2490EF", "#12345", "url(x)", "#gggggg"])
    def test_is_nothing_else(self, value: str) -> None:
        assert errors("Color", value) == ["DataError"]


class TestAnIcon:
    def test_is_a_name_or_a_sign(self) -> None:
        assert errors("Icon", "shopping-cart") + errors("Icon", "📦") == []

    def test_is_no_markup(self) -> None:
        assert errors("Icon", "<svg>") == ["DataError"]


class TestReferences:
    @pytest.mark.parametrize("fieldtype", ["Link", "Dynamic Link", "Table", "Table MultiSelect"])
    def test_are_declared_with_a_target(self, fieldtype: str) -> None:
        assert fieldtypes.get(fieldtype).check_declaration(field(fieldtype))

    @pytest.mark.parametrize("empty", [None, ""])
    def test_to_rows_are_empty_lists(self, empty: Any) -> None:
        assert parse("Table", empty) == []

    def test_to_rows_are_lists(self) -> None:
        with pytest.raises(DataError, match="a list of rows"):
            parse("Table", "rows")

    def test_to_rows_are_read_without_sharing_the_list(self) -> None:
        rows = [{"a": 1}]
        read = parse("Table", rows)
        assert (rows, False) == (read, read is rows)


class TestJSON:
    def test_keeps_the_text_that_was_given(self) -> None:
        assert parse("JSON", '{ "a" : 1 }') == '{ "a" : 1 }'

    @pytest.mark.parametrize("value", [{"a": [1, "é"]}, [1], 5, True])
    def test_is_written_out_where_a_value_was_given(self, value: Any) -> None:
        assert value == json.loads(parse("JSON", value))

    @pytest.mark.parametrize(
        "value", ["{", "{'a': 1}", "NaN", '{"a": Infinity}', {"a": float("nan")}, {1, 2}, "[" * 9999]
    )
    def test_is_refused_where_it_is_none(self, value: Any) -> None:
        with pytest.raises(DataError, match="must be valid JSON"):
            parse("JSON", value)

    @pytest.mark.parametrize("empty", [None, "", "  "])
    def test_can_be_empty(self, empty: Any) -> None:
        assert parse("JSON", empty) is None

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
    def test_survives_being_read_again(self, value: Any) -> None:
        stored = parse("JSON", [value])
        assert stored == parse("JSON", fieldtypes.get("JSON").to_json(stored))


class TestAGeolocation:
    @pytest.mark.parametrize(
        "value",
        [{"type": "FeatureCollection", "features": []}, {"type": "Point", "coordinates": [2.35, 48.85]}],
    )
    def test_is_geojson(self, value: Any) -> None:
        assert errors("Geolocation", parse("Geolocation", value)) == []

    @pytest.mark.parametrize(
        "value", [{"a": 1}, [1, 2], {"type": "Point"}, {"type": "Circle", "coordinates": []}, 5]
    )
    def test_is_no_other_json(self, value: Any) -> None:
        assert errors("Geolocation", parse("Geolocation", value)) == ["DataError"]


class TestABarcode:
    def test_is_its_text(self) -> None:
        assert parse("Barcode", " 4006381333931 ") == "4006381333931"

    def test_that_arrives_as_a_drawing_is_reduced_to_its_text(self) -> None:
        drawing = '<svg height="80" data-barcode-value="4006381333931"><script>alert(1)</script></svg>'
        assert parse("Barcode", drawing) == "4006381333931"

    @pytest.mark.parametrize("value", ["<svg onload=alert(1)>", "<b>1</b>", "été"])
    def test_is_refused_where_it_cannot_be_printed(self, value: str) -> None:
        assert errors("Barcode", parse("Barcode", value)) == ["DataError"]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvA\tscript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "<svg onload=alert(1)>",
    '<iframe src="https://example.com"></iframe>',
    '<p style="background-image:url(javascript:alert(1))">x</p>',
    '<p style="position:fixed;top:0">x</p>',
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<form action="https://evil.example"><input type="password" name="p"></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
]
BARRED = (
    "script",
    "onerror",
    "onload",
    "javascript",
    "data:text",
    "svg",
    "iframe",
    "position",
    "url(",
    "<form",
    "<meta",
    "<base",
)


class TestHTML:
    @pytest.mark.parametrize("hostile", HOSTILE)
    @pytest.mark.parametrize("fieldtype", ["Text Editor", "HTML Editor"])
    def test_loses_what_could_run(self, fieldtype: str, hostile: str) -> None:
        cleaned = (parse(fieldtype, f"<p>kept</p>{hostile}") or "").lower()
        assert [] == [word for word in BARRED if word in cleaned]
        assert "kept" in cleaned

    @pytest.mark.parametrize(
        "html",
        [
            '<p style="text-align:center">a <strong>b</strong></p>',
            '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            '<span class="mention" data-type="mention" data-id="a@b.co" data-label="Ann">@Ann</span>',
            '<img src="/files/a.png" alt="x" width="10">',
            '<img src="data:image/png;base64,iVBORw0KGgo=">',
            "<ul><li>a</li></ul>",
            "a &amp; b",
        ],
    )
    def test_keeps_what_an_editor_writes(self, html: str) -> None:
        assert html == clean_html(html)

    def test_gets_links_that_do_not_hand_over_the_window(self) -> None:
        assert 'rel="noopener noreferrer"' in clean_html(
            '<a href="https://example.com" target="_blank">x</a>'
        )

    def test_is_kept_as_written_where_the_field_says_so(self) -> None:
        assert parse("HTML Editor", "<script>1</script>", ignore_xss_filter=True) == "<script>1</script>"

    def test_of_nothing_but_a_script_is_empty(self) -> None:
        assert parse("Text Editor", "<script>alert(1)</script>") is None

    @given(st.text(alphabet="<>/ab\"'=&;! scriptonload"))
    def test_cleaned_twice_is_cleaned_once(self, html: str) -> None:
        assert clean_html(html) == clean_html(clean_html(html))


class TestAFile:
    @pytest.mark.parametrize(
        "value", ["/files/a.pdf", "/private/files/a%20b.pdf", "https://example.com/a.png"]
    )
    def test_is_an_address(self, value: str) -> None:
        assert errors("Attach", value) + errors("Attach Image", value) == []

    @pytest.mark.parametrize(
        "value", ["javascript:alert(1)", "//evil.example/a", "a.pdf", '/files/a"b', "file:///etc/passwd"]
    )
    def test_is_no_other_address(self, value: str) -> None:
        assert errors("Attach", value) == ["DataError"]

    def test_can_be_a_drawn_signature(self) -> None:
        assert errors("Signature", "data:image/png;base64,iVBORw0KGgo=") == []

    @pytest.mark.parametrize("value", ["data:text/html,x", "John Smith", "data:image/svg+xml;base64,AAAA"])
    def test_is_refused_as_a_signature_where_it_is_no_picture(self, value: str) -> None:
        assert errors("Signature", value) == ["DataError"]
