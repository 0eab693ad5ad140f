"""Numbers: strict reading, decimal rounding, limits of the columns."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from comptoir.errors import InvalidNumberError, RangeError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.numbers import round_number
from comptoir.meta.values import Rounding, ValueSettings
from comptoir.sentences import Sentence
from hypothesis import given
from hypothesis import strategies as st

from .helpers import Spoken, check, errors, field, parse, places

FLOATS = ("Float", "Currency", "Percent")
NUMBERS = (*FLOATS, "Int", "Rating", "Duration")
COMMERCIAL = ValueSettings(rounding=Rounding.COMMERCIAL)


class TestAnEmptyNumber:
    @pytest.mark.parametrize("fieldtype", NUMBERS)
    @pytest.mark.parametrize("empty", [None, "", "  "])
    def test_is_zero(self, fieldtype: str, empty: Any) -> None:
        assert parse(fieldtype, empty) == 0


class TestANumberThatIsRead:
    @pytest.mark.parametrize(
        ("given_value", "expected"),
        [("12", 12.0), (" 12.5 ", 12.5), ("-.5", -0.5), ("+3.", 3.0), ("1e3", 1000.0), ("1E-2", 0.01), (True, 1.0),
         (7, 7.0), (2.5, 2.5), (Decimal("2.25"), 2.25), ("007", 7.0)],
    )  # fmt: skip
    def test_has_its_value(self, given_value: Any, expected: float) -> None:
        assert expected == parse("Float", given_value)

    @pytest.mark.parametrize("fieldtype", FLOATS)
    def test_is_a_float(self, fieldtype: str) -> None:
        assert type(parse(fieldtype, "3")) is float

    @pytest.mark.parametrize("given_value", ["12", 12.0, 12, Decimal(12), "1.2e1"])
    def test_is_an_int_in_an_int_field(self, given_value: Any) -> None:
        value = parse("Int", given_value)
        assert (12, int) == (value, type(value))

    def test_has_no_negative_zero(self) -> None:
        assert math.copysign(1, parse("Float", -0.0)) == 1.0

    def test_has_no_negative_zero_after_rounding(self) -> None:
        assert math.copysign(1, parse("Float", "-0.001", precision=2)) == 1.0


class TestANumberThatCannotBeRead:
    @pytest.mark.parametrize("fieldtype", [*FLOATS, "Int", "Rating"])
    @pytest.mark.parametrize(
        "value",
        ["abc", "1 234,50", "1,234.50", "1,5", "1.234,5", "12 €", "12x", "--1", "1e", "0x10", "1_000", "١٢", "nan",
         "inf", "-Infinity", float("nan"), float("inf"), Decimal("NaN"), [1], {"a": 1}, b"1", "1" * 500, "1e99999"],
        ids=repr,
    )  # fmt: skip
    def test_is_refused_as_a_number(self, fieldtype: str, value: Any) -> None:
        with pytest.raises(InvalidNumberError):
            parse(fieldtype, value)

    def test_is_refused_with_a_sentence_at_the_field(self) -> None:
        with pytest.raises(InvalidNumberError) as caught:
            parse("Currency", "12,50")
        assert caught.value.message == 'Value must be a number such as 1234.5, but "12,50" is not one.'
        assert [("value", caught.value.message)] == [(p.fieldname, p.message) for p in caught.value.fields]

    def test_is_refused_in_the_language_of_the_user(self) -> None:
        texts = {
            "Value": "Valeur",
            '{label} must be a number such as 1234.5, but "{value}" is not one.': "{label} : « {value} » ?",
        }
        with pytest.raises(InvalidNumberError) as caught:
            parse("Float", "x")
        (problem,) = caught.value.fields
        assert isinstance(problem.message, Sentence)
        assert "Valeur : « x » ?" == problem.message.said(Spoken(texts))

    @pytest.mark.parametrize("value", ["2.5", 2.5, "1e-3"])
    def test_has_a_fraction_in_an_int_field(self, value: Any) -> None:
        with pytest.raises(InvalidNumberError, match="whole number"):
            parse("Int", value)


class TestANumberTooLargeForItsColumn:
    @pytest.mark.parametrize("value", [2**31, -(2**31) - 1, "1e30", 1e300])
    def test_is_refused_by_int(self, value: Any) -> None:
        with pytest.raises(RangeError, match="between -2147483648 and 2147483647"):
            parse("Int", value)

    @pytest.mark.parametrize("value", [2**31 - 1, -(2**31)])
    def test_is_the_first_one_behind_the_limit_of_int(self, value: int) -> None:
        assert value == parse("Int", value)

    @pytest.mark.parametrize("value", [2**63 - 1, -(2**63), 2**53 + 1])
    def test_is_kept_exactly_by_a_long_int(self, value: int) -> None:
        assert value == parse("Int", str(value), length=20)

    def test_is_refused_by_a_long_int_beyond_64_bits(self) -> None:
        with pytest.raises(RangeError):
            parse("Int", 2**63, length=20)

    @pytest.mark.parametrize("value", [1e12, "-1000000000000", "999999999999.9999999999", 1e308])
    @pytest.mark.parametrize("fieldtype", FLOATS)
    def test_is_refused_with_more_than_twelve_digits_before_the_point(
        self, fieldtype: str, value: Any
    ) -> None:
        with pytest.raises(RangeError):
            parse(fieldtype, value)


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("0.125", 0.12),
            ("0.135", 0.14),
            ("2.675", 2.68),
            ("-0.125", -0.12),
            (2.5, 2.5),
            (0.285, 0.28),
            (1.005, 1.0),
        ],
    )
    def test_goes_to_the_even_neighbour(self, value: Any, expected: float) -> None:
        assert expected == parse("Currency", value, precision=2)

    @pytest.mark.parametrize(
        ("value", "expected"), [("0.125", 0.13), ("-0.125", -0.13), (1.005, 1.01), (2.675, 2.68)]
    )
    def test_goes_away_from_zero_where_the_site_says_so(self, value: Any, expected: float) -> None:
        assert expected == parse("Currency", value, COMMERCIAL, precision=2)

    def test_keeps_nine_digits_without_a_precision(self) -> None:
        assert parse("Float", "0.1234567894") == 0.123456789

    def test_follows_the_site_for_money_without_a_precision(self) -> None:
        assert parse("Currency", "1.239", ValueSettings(currency_precision=2)) == 1.24

    def test_of_the_site_does_not_touch_other_numbers(self) -> None:
        assert parse("Float", "1.239", ValueSettings(currency_precision=2)) == 1.239

    def test_of_the_field_wins_over_that_of_the_site(self) -> None:
        assert parse("Currency", "1.23456", ValueSettings(currency_precision=2), precision=4) == 1.2346

    def test_to_no_digits_is_possible(self) -> None:
        assert parse("Float", "2.5", precision=0) == 2.0

    def test_leaves_what_cannot_be_rounded(self) -> None:
        assert round_number(1e300, 2) == 1e300

    @given(st.floats(-1e11, 1e11), st.integers(0, 9))
    def test_twice_is_rounding_once(self, value: float, digits: int) -> None:
        once = parse("Float", value, precision=digits)
        assert once == parse("Float", once, precision=digits)

    @given(st.decimals(-(10**11), 10**11, places=3, allow_nan=False), st.sampled_from(Rounding))
    def test_moves_a_number_by_half_a_digit_at_most(self, value: Decimal, rounding: Rounding) -> None:
        rounded = parse("Currency", value, ValueSettings(rounding=rounding), precision=2)
        assert abs(Decimal(repr(rounded)) - value) <= Decimal("0.005")


class TestALimit:
    def test_below_the_minimum_is_a_range_error(self) -> None:
        assert errors("Float", 0.5, minimum=1.0) == ["RangeError"]

    def test_above_the_maximum_is_a_range_error(self) -> None:
        assert errors("Int", 11, maximum=10.0) == ["RangeError"]

    @pytest.mark.parametrize("value", [1, 10])
    def test_itself_is_permitted(self, value: int) -> None:
        assert errors("Int", value, minimum=1.0, maximum=10.0) == []

    def test_says_the_limit(self) -> None:
        assert check("Percent", 101.0, maximum=100.0) == ["Value must be at most 100."]

    @pytest.mark.parametrize("fieldtype", [*FLOATS, "Int", "Duration"])
    def test_of_zero_is_non_negative(self, fieldtype: str) -> None:
        assert errors(fieldtype, -1, non_negative=True) == ["NonNegativeError"]

    def test_is_not_asked_of_zero_by_non_negative(self) -> None:
        assert errors("Float", 0.0, non_negative=True) == []


class TestARating:
    @pytest.mark.parametrize("value", [-0.1, 1.1, 3, "5"])
    def test_outside_zero_and_one_is_refused(self, value: Any) -> None:
        with pytest.raises(RangeError, match=r"three of five stars are 0\.6"):
            parse("Rating", value)

    def test_is_kept_to_two_digits(self) -> None:
        assert parse("Rating", 1 / 3) == 0.33

    @pytest.mark.parametrize("options", ["2", "11", "many"])
    def test_shows_three_to_ten_stars(self, options: str) -> None:
        assert fieldtypes.get("Rating").check_declaration(field("Rating", options=options))


class TestADeclaredRange:
    def test_with_a_minimum_above_the_maximum_is_refused(self) -> None:
        problems = fieldtypes.get("Int").check_declaration(field("Int", minimum=2.0, maximum=1.0))
        assert list(problems) == ["The minimum 2 is greater than the maximum 1."]


@given(st.text())
def test_whatever_text_arrives_is_read_or_refused_at_the_field(text: str) -> None:
    assert {"value"} >= {place for fieldtype in NUMBERS for place in places(fieldtype, text)}


@given(st.integers(-(2**31), 2**31 - 1))
def test_an_int_survives_json(value: int) -> None:
    assert value == parse("Int", fieldtypes.get("Int").to_json(parse("Int", value)))


@given(st.floats(-1e11, 1e11), st.integers(0, 9))
def test_a_float_survives_json(value: float, digits: int) -> None:
    stored = parse("Float", value, precision=digits)
    assert stored == parse("Float", fieldtypes.get("Float").to_json(stored), precision=digits)
