"""What stands in a cell as a value: the formats of the user, choices in three languages, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from comptoir.context import Context
from comptoir.data.cells import cell_reader, plain_number
from comptoir.errors import ValidationError
from comptoir.meta.locale import Locale, usual
from comptoir.meta.model import Field


def read(ctx: Context, fieldtype: str, cell: Any, lang: str = "en", **options: Any) -> Any:
    ctx.lang = lang
    return cell_reader(ctx, checks=True).read(Field("x", fieldtype, label="X", **options), cell)


@pytest.mark.parametrize(
    ("lang", "text", "number"),
    [
        ("en", "1,234.50", "1234.50"), ("en", "1,234", "1234"), ("en", "12,50", "12.50"), ("en", "1.5", "1.5"),
        ("fr", "1 234,50 €", "1234.50"), ("fr", "1\u202f234,5", "1234.5"), ("fr", "1.234,56", "1234.56"),
        ("fr", "12.5", "12.5"), ("ru", "(1 000,00)", "-1000.00"), ("ru", "\N{MINUS SIGN}3,5 ₽", "-3.5"),
        ("fr", "12,5 %", "12.5"), ("en", "1'234.5", "1234.5"), ("fr", "1.2.3", "1.2.3"), ("en", "1,2,3", "1,2,3"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(lang: str, text: str, number: str) -> None:
    assert number == plain_number(text, usual(lang))


def test_a_group_of_the_site_is_no_point() -> None:
    german = Locale(number_format="#.###,##")
    assert ["1234", "1234.5", "1.5"] == [plain_number(text, german) for text in ("1.234", "1.234,5", "1.5")]


@pytest.mark.parametrize(
    ("lang", "cell", "day"),
    [
        ("en", "2025-03-21", date(2025, 3, 21)), ("fr", "21/03/2025", date(2025, 3, 21)),
        ("fr", "1/3/2025", date(2025, 3, 1)), ("ru", "21.03.2025", date(2025, 3, 21)),
        ("en", "21.03.2025", date(2025, 3, 21)), ("en", datetime(2025, 3, 21, 4), date(2025, 3, 21)),
        ("en", date(2025, 3, 21), date(2025, 3, 21)), ("en", "  ", None),
    ],
)  # fmt: skip
def test_dates_in_the_format_of_the_user(ctx: Context, lang: str, cell: Any, day: date) -> None:
    assert day == read(ctx, "Date", cell, lang)


@pytest.mark.parametrize("cell", ["21/03/2025", "31.02.2025", "21.03.25", 45000.0, "soon", True])
def test_a_day_that_may_be_another_is_refused(ctx: Context, cell: Any) -> None:
    with pytest.raises(ValidationError, match="X"):
        read(ctx, "Date", cell)


def test_a_file_may_have_a_format_of_its_own(ctx: Context) -> None:
    field = Field("x", "Datetime", label="X")
    assert datetime(2025, 3, 21, 8, 30) == cell_reader(ctx, "mm/dd/yyyy").read(field, "03/21/2025 08:30")


def test_choices_in_three_languages(ctx: Context) -> None:
    choices = "New\nActive\nOn Hold\nLost"
    for text in ("Active", "active", "Actif", "Активен"):
        assert read(ctx, "Select", text, options=choices) == "Active"
    with pytest.raises(ValidationError, match="must be one of"):
        read(ctx, "Select", "Elsewhere", options=choices)


def test_yes_and_no_in_three_languages(ctx: Context) -> None:
    assert [1] * 7 == [read(ctx, "Check", cell) for cell in ("Yes", "OUI", "да", "x", "1", True, 1.0)]
    assert [0] * 6 == [read(ctx, "Check", cell) for cell in ("no", "Non", "Нет", "0", False, 0.0)]
    with pytest.raises(ValidationError):
        read(ctx, "Check", "perhaps")


def test_numbers_of_a_workbook_in_a_text_field(ctx: Context) -> None:
    assert ["33184800010", "12.5", "1"] == [read(ctx, "Data", cell) for cell in (33184800010.0, 12.5, True)]
    assert [5, 12.5] == [read(ctx, "Int", 5.0), read(ctx, "Currency", 12.5)]


def test_what_guarded_an_export_is_taken_off(ctx: Context) -> None:
    assert ["=1+1", "-a", "'quoted", "12"] == [
        read(ctx, "Data", cell) for cell in ("'=1+1", "'-a", "'quoted", "12")
    ]


def test_rules_of_the_field_hold(ctx: Context) -> None:
    with pytest.raises(ValidationError, match="X"):
        read(ctx, "Data", "abc", pattern="[0-9]+")
    with pytest.raises(ValidationError, match="X"):
        read(ctx, "Int", "-5", non_negative=True)
