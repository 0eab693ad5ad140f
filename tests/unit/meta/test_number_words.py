"""Numbers in words: the hard cases of three languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from comptoir.errors import RangeError
from comptoir.meta.number_words import in_words, money_in_words


@pytest.mark.parametrize(
    ("lang", "number", "words"),
    [
        ("en", 0, "zero"),
        ("en", 21, "twenty-one"),
        ("en", 1_000_001, "one million one"),
        ("en", -15, "minus fifteen"),
        ("fr", 71, "soixante et onze"),
        ("fr", 80, "quatre-vingts"),
        ("fr", 81, "quatre-vingt-un"),
        ("fr", 91, "quatre-vingt-onze"),
        ("fr", 99, "quatre-vingt-dix-neuf"),
        ("fr", 21, "vingt et un"),
        ("fr", 200, "deux cents"),
        ("fr", 201, "deux cent un"),
        ("fr", 1000, "mille"),
        ("fr", 80_000, "quatre-vingt mille"),
        ("fr", 200_000_000, "deux cents millions"),
        ("ru", 0, "ноль"),
        ("ru", 21, "двадцать один"),
        ("ru", 1001, "одна тысяча один"),
        ("ru", 2002, "две тысячи два"),
        ("ru", 11_000, "одиннадцать тысяч"),
        ("ru", 5_000_000, "пять миллионов"),
        ("ru", 115, "сто пятнадцать"),
    ],
)
def test_whole_numbers(lang: str, number: int, words: str) -> None:
    assert words == in_words(number, lang)


def test_a_language_without_words_speaks_english() -> None:
    assert "one" == in_words(1, "xx")


def test_too_large_a_number_is_refused() -> None:
    with pytest.raises(RangeError):
        in_words(10**15, "en")


@pytest.mark.parametrize(
    ("lang", "amount", "currency", "words"),
    [
        ("en", "1", "USD", "USD One only."),
        ("en", "0.01", "USD", "USD Zero and One Cent only."),
        ("en", "2.999", "USD", "USD Three only."),
        ("fr", "1", "EUR", "Un euro"),
        ("ru", "2.02", "RUB", "Два российских рубля две копейки"),
        ("ru", "5.11", "RUB", "Пять российских рублей одиннадцать копеек"),
        ("en", "15", "JPY", "JPY Fifteen only."),
    ],
)
def test_amounts(lang: str, amount: str, currency: str, words: str) -> None:
    assert words == money_in_words(Decimal(amount), currency, lang)
