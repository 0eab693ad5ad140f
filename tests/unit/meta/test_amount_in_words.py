"""Amounts as they are written on contracts and invoices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from comptoir.errors import RangeError
from comptoir.meta.number_words import amount_in_words


@pytest.mark.parametrize(
    ("lang", "currency", "amount", "written"),
    [
        ("en", "EUR", "1234.21", "One thousand two hundred thirty-four euros and 21 cents"),
        ("en", "GBP", "1.01", "One pound sterling and 01 penny"),
        ("en", "JPY", "12", "Twelve Japanese yen"),
        ("en", "EUR", "-3", "Minus three euros"),
        ("en", "EUR", "0", "Zero euros"),
        ("en", "EUR", "0.05", "Zero euros and 05 cents"),
        ("fr", "EUR", "120", "Cent vingt euros"),
        ("fr", "EUR", "0.01", "Zéro euro et 01 centime"),
        ("fr", "EUR", "80.5", "Quatre-vingts euros et 50 centimes"),
        ("fr", "EUR", "0", "Zéro euro"),
        ("fr", "EUR", "2000000", "Deux millions d’euros"),
        ("fr", "RUB", "1000000", "Un million de roubles"),
        ("fr", "GBP", "21", "Vingt et une livres sterling"),
        ("fr", "GBP", "81", "Quatre-vingt-une livres sterling"),
        ("ru", "RUB", "0", "Ноль рублей 00 копеек"),
        ("ru", "RUB", "1", "Один рубль 00 копеек"),
        ("ru", "RUB", "1002.42", "Одна тысяча два рубля 42 копейки"),
        ("ru", "RUB", "11.21", "Одиннадцать рублей 21 копейка"),
        ("ru", "UAH", "21", "Двадцать одна гривна 00 копеек"),
        ("ru", "EUR", "22", "Двадцать два евро 00 центов"),
        ("ru", "SEK", "2", "Две шведские кроны 00 центов"),
    ],
)  # fmt: skip
def test_an_amount(lang: str, currency: str, amount: str, written: str) -> None:
    assert written == amount_in_words(Decimal(amount), currency, lang)


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_is_rounded_to_what_the_currency_has(lang: str) -> None:
    assert amount_in_words(Decimal("1.996"), "EUR", lang) == amount_in_words(Decimal("2"), "EUR", lang)


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_too_large_is_refused(lang: str) -> None:
    with pytest.raises(RangeError):
        amount_in_words(Decimal(10**15), "RUB", lang)
