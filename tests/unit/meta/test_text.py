"""Text: what is trimmed, what is too long, what the options of Data ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from comptoir.errors import DataError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.text import is_masked
from comptoir.meta.values import ValueSettings
from hypothesis import given
from hypothesis import strategies as st

from .helpers import check, errors, field, parse

SHORT = ("Data", "Link", "Dynamic Link", "Select", "Autocomplete", "Phone", "Color", "Icon", "Read Only")
LONG = ("Text", "Small Text", "Long Text", "Code", "Markdown Editor")


class TestShortText:
    @pytest.mark.parametrize("fieldtype", SHORT)
    def test_loses_the_blanks_around_it(self, fieldtype: str) -> None:
        assert parse(fieldtype, " \tpadded\n ") == "padded"

    @pytest.mark.parametrize("fieldtype", SHORT)
    def test_of_blanks_only_is_empty(self, fieldtype: str) -> None:
        assert parse(fieldtype, "   ") is None

    @pytest.mark.parametrize("fieldtype", SHORT)
    def test_longer_than_its_column_is_refused(self, fieldtype: str) -> None:
        assert errors(fieldtype, "x" * 141)[:1] == ["CharacterLengthExceededError"]

    def test_as_long_as_its_column_is_permitted(self) -> None:
        assert errors("Data", "é" * 140) == []

    def test_may_be_as_long_as_its_length_says(self) -> None:
        assert errors("Data", "x" * 255, length=255) == []

    def test_may_not_be_longer_than_its_length_says(self) -> None:
        assert check("Data", "x" * 11, length=10) == [
            "Value is too long: it has 11 characters, at most 10 can be stored."
        ]

    def test_can_be_declared_with_a_thousand_characters_at_most(self) -> None:
        assert fieldtypes.get("Data").check_declaration(field("Data", length=1001))


class TestLongText:
    @pytest.mark.parametrize("fieldtype", LONG)
    def test_keeps_its_blanks(self, fieldtype: str) -> None:
        assert parse(fieldtype, "  a\n") == "  a\n"

    @pytest.mark.parametrize("fieldtype", LONG)
    def test_of_blanks_only_is_empty(self, fieldtype: str) -> None:
        assert parse(fieldtype, " \n ") is None

    @pytest.mark.parametrize(("letter", "count"), [("x", 65_536), ("я", 32_768), ("😀", 16_384)])
    def test_of_more_bytes_than_a_text_column_holds_is_refused(self, letter: str, count: int) -> None:
        assert errors("Text", letter * count) == ["CharacterLengthExceededError"]

    @pytest.mark.parametrize(("letter", "count"), [("x", 65_535), ("я", 32_767)])
    def test_of_as_many_bytes_as_a_text_column_holds_is_permitted(self, letter: str, count: int) -> None:
        assert errors("Text", letter * count) == []

    def test_has_no_limit_in_a_longtext_column(self) -> None:
        assert errors("Long Text", "x" * 200_000) == []


class TestWhatIsNoText:
    @pytest.mark.parametrize(
        ("value", "expected"), [(5, "5"), (1.5, "1.5"), (True, "1"), (date(2026, 1, 2), "2026-01-02")]
    )
    def test_is_written_out_where_it_is_one_value(self, value: Any, expected: str) -> None:
        assert expected == parse("Data", value)

    @pytest.mark.parametrize("value", [["a"], {"a": 1}, b"a", object()])
    def test_is_refused_where_it_is_not(self, value: Any) -> None:
        with pytest.raises(DataError, match="must be text"):
            parse("Data", value)

    @pytest.mark.parametrize("fieldtype", ["Data", "Text", "Password", "Text Editor"])
    def test_is_refused_with_a_null_character(self, fieldtype: str) -> None:
        with pytest.raises(DataError, match="cannot be stored"):
            parse(fieldtype, "a\x00b")


GOOD = {
    "Email": [
        "a@b.co",
        "first.last+tag@sub.example.org",
        "имя@пример.рф",
        "a@b.co, c@d.org",
        "o'neil@example.com",
    ],
    "Phone": ["+33 1 99 00 12 34", "+7 (495) 555-01-23", "02 99 00", "555-0100"],
    "URL": ["https://example.com", "http://localhost:8000/a?b=c#d", "ftp://files.example.com/a"],
    "Name": ["Jean-Pierre O'Neil", "Анна Иванова", "José María, Jr.", "李"],
    "Barcode": ["4006381333931", "ABC-123 $/+%."],
    "IBAN": ["GB82 WEST 1234 5698 7654 32", "FR1420041010050500013M02606"],
}
BAD = {
    "Email": ["not-an-email", "a@b", "@b.co", "a@", "a b@c.de", "a@b..co", "a@b.co,", "a@-b.co", "a@b.c0m.", "<a@b.co>"],
    "Phone": ["+33 1", "abc", "12", "+1 23456789012345678", "0199001234 ext"],
    "URL": ["example.com", "javascript:alert(1)", "http://", "https://a b.c", "//example.com", "http://[::1", "mailto:a@b.co"],
    "Name": ["<b>Bob</b>", "123", "a@b", "Robert\nDrop"],
    "Barcode": ["été", "a\tb"],
    "IBAN": ["GB82 WEST 1234 5698 7654 33", "nonsense"],
}  # fmt: skip


class TestDataWithOptions:
    @pytest.mark.parametrize(("options", "value"), [(o, v) for o, values in GOOD.items() for v in values])
    def test_takes_what_its_options_ask_for(self, options: str, value: str) -> None:
        assert errors("Data", value, options=options) == []

    @pytest.mark.parametrize(("options", "value"), [(o, v) for o, values in BAD.items() for v in values])
    def test_refuses_what_its_options_do_not_ask_for(self, options: str, value: str) -> None:
        assert len(errors("Data", value, options=options)) == 1

    def test_says_an_address_is_wrong_with_the_error_frappe_has(self) -> None:
        assert errors("Data", "nope", options="Email") == ["InvalidEmailAddressError"]

    def test_says_a_number_is_wrong_with_the_error_frappe_has(self) -> None:
        assert errors("Data", "nope", options="Phone") == ["InvalidPhoneNumberError"]

    def test_is_not_asked_when_it_is_empty(self) -> None:
        assert errors("Data", None, options="Email") == []

    def test_can_only_be_declared_with_options_that_exist(self) -> None:
        assert fieldtypes.get("Data").check_declaration(field("Data", options="Emial"))

    def test_answers_a_long_address_without_delay(self) -> None:
        assert errors("Data", "a@" + "a" * 60 + "." * 60 + "!", options="Email") == [
            "InvalidEmailAddressError"
        ]


class TestAPhone:
    @pytest.mark.parametrize("value", ["+33199001234", "+7 495 555 01 23"])
    def test_is_taken_with_its_country_code(self, value: str) -> None:
        assert errors("Phone", value) == []

    def test_is_taken_in_the_national_form_of_the_site(self) -> None:
        assert check("Phone", "01 99 00 12 34", ValueSettings(phone_region="FR")) == []

    def test_is_refused_where_it_is_no_number_of_the_site(self) -> None:
        faults = check("Phone", "01 99", ValueSettings(phone_region="FR"))
        assert [fault.error.__name__ for fault in faults] == ["InvalidPhoneNumberError"]


class TestAPassword:
    def test_keeps_its_blanks(self) -> None:
        assert parse("Password", " secret ") == " secret "

    def test_is_never_sent(self) -> None:
        assert set(fieldtypes.get("Password").to_json("secret")) == {"*"}

    def test_does_not_show_its_length(self) -> None:
        assert fieldtypes.get("Password").to_json("a") == fieldtypes.get("Password").to_json("a" * 50)

    def test_that_is_empty_is_sent_as_empty(self) -> None:
        assert fieldtypes.get("Password").to_json(None) is None

    @pytest.mark.parametrize(
        ("value", "expected"), [("***", True), ("**a", False), ("", False), (None, False)]
    )
    def test_of_stars_was_not_changed(self, value: str | None, expected: bool) -> None:
        assert expected is is_masked(value)

    def test_is_refused_where_it_is_endless(self) -> None:
        assert errors("Password", "x" * 1001) == ["CharacterLengthExceededError"]


@given(st.text(st.characters(exclude_characters="\x00")), st.sampled_from(SHORT + LONG))
def test_reading_what_was_read_changes_nothing(text: str, fieldtype: str) -> None:
    once = parse(fieldtype, text)
    assert once == parse(fieldtype, once)
