"""Values as people read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import REGISTRY
from comptoir.meta.fieldtypes.numbers import round_decimal
from comptoir.meta.locale import DATE_FORMATS, NUMBER_FORMATS, Locale, format_number, number_shape
from hypothesis import given
from hypothesis import strategies as st

from .helpers import field, parse

NBSP = "\u00a0"


def shown(fieldtype: str, value: Any, locale: Locale | str, **properties: Any) -> str:
    return fieldtypes.format_value(field(fieldtype, **properties), value, locale)


class TestANumberFormat:
    @pytest.mark.parametrize(
        ("number_format", "expected"),
        [
            ("#,###.##", "-1,234,567.89"),
            ("#.###,##", "-1.234.567,89"),
            ("# ###.##", f"-1{NBSP}234{NBSP}567.89"),
            ("# ###,##", f"-1{NBSP}234{NBSP}567,89"),
            ("#'###.##", "-1'234'567.89"),
            ("#, ###.##", f"-1,{NBSP}234,{NBSP}567.89"),
            ("#,##,###.##", "-12,34,567.89"),
            ("#,###.###", "-1,234,567.890"),
            ("#.###", "-1.234.568"),
            ("#,###", "-1,234,568"),
            ("#.##", "-1234567.89"),
        ],
    )
    def test_groups_and_points_as_it_shows(self, number_format: str, expected: str) -> None:
        locale = Locale(number_format=number_format)
        assert expected == shown("Currency", -1234567.89, locale)

    def test_of_a_float_shows_the_digits_there_are(self) -> None:
        assert shown("Float", 1234.5, Locale(number_format="#.###,##")) == "1.234,5"

    def test_of_a_float_shows_as_many_digits_as_the_site_says(self) -> None:
        assert shown("Float", 1.23456, Locale(float_precision=3)) == "1.235"

    def test_of_a_float_follows_the_precision_of_the_field(self) -> None:
        assert shown("Float", 2.5, Locale(float_precision=3), precision=1) == "2.5"

    def test_never_shows_minus_zero(self) -> None:
        assert shown("Currency", -0.001, Locale()) == "0.00"

    @given(st.integers(-(10**12), 10**12), st.sampled_from(NUMBER_FORMATS))
    def test_can_be_taken_back(self, cents: int, number_format: str) -> None:
        value = Decimal(cents).scaleb(-2)
        shape = number_shape(number_format)
        text = format_number(
            round_decimal(value, shape.digits), Locale(number_format=number_format), shape.digits
        )
        plain = text.replace(shape.group, "") if shape.group else text
        plain = plain.replace(shape.point, ".") if shape.point else plain
        assert round_decimal(value, shape.digits) == Decimal(plain)


class TestMoney:
    @pytest.mark.parametrize(
        ("lang", "currency", "expected"),
        [
            ("en", "EUR", "€1,234.50"),
            ("fr", "EUR", f"1{NBSP}234,50{NBSP}€"),
            ("ru", "RUB", f"1{NBSP}234,50{NBSP}₽"),
            ("en", "CHF", f"CHF{NBSP}1,234.50"),
        ],
    )
    def test_has_its_symbol_where_the_language_puts_it(self, lang: str, currency: str, expected: str) -> None:
        number_format = "#,###.##" if lang == "en" else "# ###,##"
        locale = Locale(lang, number_format=number_format, currency=currency)
        assert expected == shown("Currency", 1234.5, locale)

    def test_that_is_owed_has_the_sign_first(self) -> None:
        assert shown("Currency", -5, Locale("en", currency="USD")) == "-$5.00"

    def test_has_no_symbol_where_no_currency_is_known(self) -> None:
        assert shown("Currency", 5, Locale()) == "5.00"


class TestADateFormat:
    @pytest.mark.parametrize(
        ("date_format", "expected"),
        [
            ("yyyy-mm-dd", "2026-02-08"),
            ("dd-mm-yyyy", "08-02-2026"),
            ("dd/mm/yyyy", "08/02/2026"),
            ("dd.mm.yyyy", "08.02.2026"),
            ("mm/dd/yyyy", "02/08/2026"),
            ("mm-dd-yyyy", "02-08-2026"),
        ],
    )
    def test_orders_the_parts_as_it_shows(self, date_format: str, expected: str) -> None:
        assert date_format in DATE_FORMATS
        assert expected == shown("Date", date(2026, 2, 8), Locale(date_format=date_format))

    def test_stands_before_the_time_of_a_moment(self) -> None:
        locale = Locale(date_format="dd.mm.yyyy", time_format="HH:mm")
        assert shown("Datetime", datetime(2026, 2, 8, 9, 5, 7), locale) == "08.02.2026 09:05"


class TestOtherValues:
    @pytest.mark.parametrize(
        ("fieldtype", "value", "expected"),
        [
            ("Time", timedelta(hours=9, minutes=5, seconds=7), "09:05:07"),
            ("Duration", 95405, "1d 2h 30m 5s"),
            ("Duration", -60, "-1m"),
            ("Duration", 0, ""),
            ("Percent", 12.5, "12.5%"),
            ("Int", 1234, "1234"),
            ("Rating", 0.6, "3/5"),
            ("Rating", 0.5, "2.5/5"),
            ("Check", 1, "Yes"),
            ("Check", 0, "No"),
            ("Password", "secret", "**********"),
            ("Table", [1, 2], "2"),
            ("Data", "text", "text"),
        ],
    )
    def test_read_as_people_write_them(self, fieldtype: str, value: Any, expected: str) -> None:
        assert expected == shown(fieldtype, value, Locale())

    def test_of_a_duration_hide_days_and_seconds_where_the_field_says_so(self) -> None:
        assert shown("Duration", 95405, Locale(), hide_days=True, hide_seconds=True) == "26h 30m"

    @pytest.mark.parametrize("fieldtype", [t.name for t in REGISTRY if t.has_value and t.name != "Check"])
    def test_that_are_missing_show_nothing(self, fieldtype: str) -> None:
        assert shown(fieldtype, None, "en") == ""


class TestTheFormatsOfALanguage:
    @pytest.mark.parametrize(
        ("lang", "expected"), [("en", "2026-02-08"), ("fr", "08/02/2026"), ("ru", "08.02.2026")]
    )
    def test_are_the_usual_ones(self, lang: str, expected: str) -> None:
        assert expected == shown("Date", date(2026, 2, 8), lang)

    def test_are_english_where_the_language_is_unknown(self) -> None:
        assert shown("Check", 1, "xx") == "Yes"


class TestTheNeutralFormat:
    @given(st.floats(-1e11, 1e11))
    def test_of_a_number_is_read_again(self, value: float) -> None:
        stored = parse("Float", value)
        assert stored == parse("Float", shown("Float", stored, Locale()))

    @given(st.dates(date(1000, 1, 1)))
    def test_of_a_date_is_read_again(self, value: date) -> None:
        assert value == parse("Date", shown("Date", value, Locale()))

    @given(st.integers(0, 10**9))
    def test_of_a_duration_is_read_again(self, value: int) -> None:
        assert value == parse("Duration", shown("Duration", value, Locale()))
