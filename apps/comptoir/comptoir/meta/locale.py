"""How values are written for people: dates and numbers in the formats the site has chosen.

The names of the formats are Frappe's (``dd.mm.yyyy``, ``#.###,##``), so that its settings can be taken over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

DATE_FORMATS = ("yyyy-mm-dd", "dd-mm-yyyy", "dd/mm/yyyy", "dd.mm.yyyy", "mm/dd/yyyy", "mm-dd-yyyy")
NUMBER_FORMATS = (
    "#,###.##", "#.###,##", "# ###.##", "# ###,##", "#'###.##", "#, ###.##", "#,##,###.##", "#,###.###",
    "#.###", "#,###", "#.##",
)  # fmt: skip
NO_BREAK_SPACE = "\u00a0"
_LAST_SEPARATOR = re.compile(r"^(?P<whole>.*?)(?:(?P<point>[.,])(?P<digits>#+))?$")


@dataclass(frozen=True, slots=True)
class Locale:
    """The formats of one user on one site. The default is the neutral one that programs read."""

    lang: str = "en"
    date_format: str = "yyyy-mm-dd"
    time_format: str = "HH:mm:ss"
    number_format: str = "#.##"
    float_precision: int | None = None
    currency: str | None = None
    yes: str = "Yes"
    no: str = "No"


@dataclass(frozen=True, slots=True)
class NumberShape:
    """A number format taken apart."""

    group: str
    point: str
    digits: int
    indian: bool


@lru_cache(maxsize=64)
def number_shape(number_format: str) -> NumberShape:
    """``#.###,##`` -> groups by ``.``, decimal point ``,``, two digits."""
    if number_format in {"#.###", "#,###"}:
        return NumberShape(number_format[1], "", 0, indian=False)
    match = _LAST_SEPARATOR.match(number_format)
    if match is None or match["point"] is None:
        return NumberShape("", "", 0, indian=False)
    group = match["whole"].strip("#").split("#")[0] if match["whole"].strip("#") else ""
    indian = "##,###" in number_format
    return NumberShape(group.replace(" ", NO_BREAK_SPACE), match["point"], len(match["digits"]), indian)


def format_number(value: Decimal, locale: Locale, digits: int | None) -> str:
    """``value`` with the locale's separators; ``digits`` None drops trailing zeros."""
    shape = number_shape(locale.number_format)
    text = f"{value:f}" if digits is None else f"{value:.{digits}f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    if digits is None:
        fraction = fraction.rstrip("0")
    if not whole.strip("0") and not fraction.strip("0"):
        sign = ""
    whole = _grouped(whole, shape)
    return f"{sign}{whole}{shape.point or '.'}{fraction}" if fraction else sign + whole


def _grouped(whole: str, shape: NumberShape) -> str:
    if not shape.group or len(whole) <= 3:
        return whole
    head, tail = whole[:-3], whole[-3:]
    size = 2 if shape.indian else 3
    parts = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)]
    return shape.group.join([*reversed(parts), tail])


def format_date(value: date, locale: Locale) -> str:
    """``value`` in the locale's date format."""
    return (
        locale.date_format.replace("yyyy", f"{value.year:04d}")
        .replace("mm", f"{value.month:02d}")
        .replace("dd", f"{value.day:02d}")
    )


@lru_cache(maxsize=256)
def _symbol_comes_first(lang: str) -> bool:
    from babel.core import Locale as BabelLocale

    pattern = BabelLocale.parse(lang).currency_formats["standard"].pattern
    return str(pattern).lstrip("-(").startswith("¤")


@lru_cache(maxsize=256)
def _symbol(currency: str, lang: str) -> str:
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(currency, locale=lang))


def format_money(amount: str, currency: str, lang: str) -> str:
    """An already written ``amount`` with the symbol of ``currency`` on the side ``lang`` puts it."""
    symbol = _symbol(currency, lang)
    if _symbol_comes_first(lang):
        sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
        return f"{sign}{symbol}{NO_BREAK_SPACE if symbol.isalpha() else ''}{digits}"
    return f"{amount}{NO_BREAK_SPACE}{symbol}"


BY_LANGUAGE: Mapping[str, Locale] = {
    "en": Locale("en", "yyyy-mm-dd", "HH:mm", "#,###.##", 3),
    "fr": Locale("fr", "dd/mm/yyyy", "HH:mm", "# ###,##", 3, yes="Oui", no="Non"),
    "ru": Locale("ru", "dd.mm.yyyy", "HH:mm", "# ###,##", 3, yes="Да", no="Нет"),
}
"""What is usual in a language, for a site that has not chosen formats."""


def usual(lang: str) -> Locale:
    """The usual formats of a language; the English ones where it is unknown."""
    return BY_LANGUAGE.get(lang) or BY_LANGUAGE["en"]
