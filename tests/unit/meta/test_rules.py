"""mask, pattern and normalise on text."""

from __future__ import annotations

import pytest
from comptoir.meta import fieldtypes
from comptoir.meta.rules import NORMALISERS
from comptoir.meta.values import ValueSettings
from hypothesis import given
from hypothesis import strategies as st

from .helpers import Spoken, check, errors, field, parse

FRANCE = ValueSettings(phone_region="FR")


class TestAMask:
    @pytest.mark.parametrize(
        ("mask", "value"),
        [
            ("999-999", "123-456"),
            ("AA 99", "Ab 12"),
            ("AA", "Яж"),
            ("**", "1Z"),
            ("+9[9] 999", "+1 234"),
            ("+9[9] 999", "+12 345"),
            (r"\9\A9", "9A5"),
            ("(999)", "(123)"),
            ("9.9", "1.2"),
        ],
    )
    def test_takes_a_value_of_its_form(self, mask: str, value: str) -> None:
        assert errors("Data", value, mask=mask) == []

    @pytest.mark.parametrize(
        ("mask", "value"),
        [
            ("999", "12"),
            ("999", "1234"),
            ("999", "12a"),
            ("AA", "1A"),
            ("9.9", "1x2"),
            ("999", "١٢٣"),
            ("9", "1\n"),
            ("[99", ""),
        ],
    )
    def test_refuses_any_other_value(self, mask: str, value: str) -> None:
        assert errors("Data", value, mask=mask) == (["PatternError"] if value else [])

    def test_says_its_form(self) -> None:
        assert check("Data", "12", mask="999") == [
            "Value must have the form 999 (9 stands for a digit, A for a letter)."
        ]

    @pytest.mark.parametrize("mask", ["[9", "9]", "[9[9]]", "9\\", "9" * 141])
    def test_that_cannot_be_read_is_refused_where_it_is_declared(self, mask: str) -> None:
        assert len(fieldtypes.get("Data").check_declaration(field("Data", mask=mask))) == 1


class TestAPattern:
    def test_takes_a_value_that_matches_as_a_whole(self) -> None:
        assert errors("Data", "AB-12", pattern="[A-Z]+-[0-9]+") == []

    def test_refuses_a_value_that_matches_in_part(self) -> None:
        assert errors("Data", "AB-12x", pattern="[A-Z]+-[0-9]+") == ["PatternError"]

    def test_says_what_the_declaration_says(self) -> None:
        faults = check("Data", "x", pattern="[0-9]+", pattern_message="Only digits, please.")
        assert faults == ["Only digits, please."]

    def test_says_so_in_the_language_of_the_user(self) -> None:
        (fault,) = check("Data", "x", pattern="[0-9]+", pattern_message="Only digits.")
        assert "Que des chiffres." == fault.said(Spoken({"Only digits.": "Que des chiffres."}))

    def test_is_not_asked_of_an_empty_value(self) -> None:
        assert errors("Data", None, pattern="[0-9]+") == []

    def test_that_cannot_be_read_is_refused_where_it_is_declared(self) -> None:
        problems = fieldtypes.get("Data").check_declaration(field("Data", pattern="(a"))
        assert list(problems) == ["The pattern '(a' cannot be used: a group is not closed."]


class TestMaskAndPatternTogether:
    def test_say_the_form_of_the_mask(self) -> None:
        assert check("Data", "x", mask="99", pattern="[0-9]+") == [
            "Value must have the form 99 (9 stands for a digit, A for a letter)."
        ]

    def test_say_what_the_declaration_says_where_it_does(self) -> None:
        faults = check("Data", "x", mask="99", pattern="[0-9]+", pattern_message="Two digits, please.")
        assert faults == ["Two digits, please."]

    def test_say_the_mask_where_the_pattern_is_met(self) -> None:
        assert errors("Data", "123", mask="99", pattern="[0-9]+", pattern_message="Digits.") == [
            "PatternError"
        ]


class TestNormalising:
    @pytest.mark.parametrize(
        ("names", "value", "expected"),
        [
            ("trim", "  a ", "a"),
            ("collapse", " a \t b\n", "a b"),
            ("upper", "aé", "AÉ"),
            ("lower", "AÉ", "aé"),
            ("title", "jean-pierre o'neil DUPONT", "Jean-Pierre O'neil Dupont"),
            ("title", "анна иванова", "Анна Иванова"),
            ("title", "ßen AİB", "ßen Aİb"),
            ("digits", "+7 (495) 12-34", "74951234"),
            ("email", " Ann.Lee@Example.COM ", "Ann.Lee@example.com"),
            ("tax_id", "fr 40-303.265 045", "FR40303265045"),
            ("iban", "gb82 west 1234", "GB82WEST1234"),
            ("url", "Example.com/Path", "https://example.com/Path"),
            ("url", "HTTP://Example.com", "http://example.com"),
            ("url", "example.com:8080/a", "https://example.com:8080/a"),
            ("url", "/app/deal", "/app/deal"),
            ("url", "javascript:alert(1)", "javascript:alert(1)"),
            ("phone", "+33 1 99 00 12 34", "+33199001234"),
            ("phone", "01 99 00 12 34", "+33199001234"),
            ("phone", "call me", "call me"),
            ("collapse upper", " a  b ", "A B"),
        ],
    )
    def test_gives_the_normal_form(self, names: str, value: str, expected: str) -> None:
        assert expected == parse("Data", value, FRANCE, normalise=names)

    def test_to_nothing_is_empty(self) -> None:
        assert parse("Data", "abc", normalise="digits") is None

    def test_happens_before_the_pattern_is_asked(self) -> None:
        value = parse("Data", "ab-1", normalise="upper")
        assert errors("Data", value, pattern="[A-Z]{2}-[0-9]", normalise="upper") == []

    def test_by_an_unknown_name_is_refused_where_it_is_declared(self) -> None:
        problems = fieldtypes.get("Data").check_declaration(field("Data", normalise="trim uppercase"))
        assert len(problems) == 1

    @given(
        st.sampled_from(sorted(NORMALISERS)), st.text(st.characters(exclude_characters="\x00"), max_size=60)
    )
    def test_twice_is_normalising_once(self, name: str, text: str) -> None:
        once = parse("Data", text, FRANCE, normalise=name)
        assert once == parse("Data", once, FRANCE, normalise=name)
