"""Numbers: Int, Float, Currency, Percent, Rating.

Numbers are read strictly: ``1234.5`` is a number, ``1 234,50`` and ``1,234.50`` are not, because what the comma
means depends on who wrote it. Rounding is done on the decimal digits, never on the binary fraction.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from comptoir.errors import InvalidNumberError, NonNegativeError, RangeError
from comptoir.meta import rules
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.locale import Locale, format_money, format_number, number_shape
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, Rounding, ValueSettings, excerpt, fault
from comptoir.sentences import _

if TYPE_CHECKING:
    from comptoir.meta.model import Field

COLUMN_DIGITS = 21
COLUMN_SCALE = 9
_LARGEST_EXPONENT = COLUMN_DIGITS - COLUMN_SCALE - 1
_LARGEST = 10.0 ** (_LARGEST_EXPONENT + 1)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_ROUNDINGS = {Rounding.BANKERS: ROUND_HALF_EVEN, Rounding.COMMERCIAL: ROUND_HALF_UP}
_INT_LIMITS = {StorageKind.INT: 2**31, StorageKind.BIGINT: 2**63}


def round_decimal(value: Decimal, digits: int, rounding: Rounding = Rounding.BANKERS) -> Decimal:
    """``value`` with ``digits`` digits after the point."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=_ROUNDINGS[rounding])


def decimals_of(value: Decimal, most: int) -> int:
    """How many decimals ``value`` has, rounded to ``most`` of them and without trailing zeros."""
    return max(0, -int(round_decimal(value, most).normalize().as_tuple().exponent))


def round_number(value: float, digits: int, rounding: Rounding = Rounding.BANKERS) -> float:
    """``value`` rounded on its shortest decimal writing: 2.675 -> 2.68, 0.125 -> 0.12."""
    if not math.isfinite(value) or abs(value) >= 1e15:
        return value
    return float(round_decimal(Decimal(repr(value)), digits, rounding))


def read_decimal(field: Field, value: Any, settings: ValueSettings) -> Decimal | None:
    """The decimal number ``value`` writes, None if it is empty; raises if it is not a finite number."""
    if value is None or value == "":
        return None
    number: Decimal | None = None
    if isinstance(value, bool | int):
        number = Decimal(int(value))
    elif isinstance(value, float):
        number = Decimal(repr(value)) if math.isfinite(value) else None
    elif isinstance(value, Decimal):
        number = value if value.is_finite() else None
    elif isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        number = Decimal(text) if len(text) <= 400 and _NUMBER.fullmatch(text) else None
    if number is None:
        template = _('{label} must be a number such as 1234.5, but "{value}" is not one.')
        raise fault(InvalidNumberError, template, field, value=excerpt(value)).as_error()
    return number


def is_negative_fault(field: Field, value: float) -> list[Fault]:
    """The complaint about a negative value where ``non_negative`` forbids it."""
    if field.non_negative and value < 0:
        return [fault(NonNegativeError, _("{label} cannot be negative."), field)]
    return []


class Number(FieldType):
    """Base of the numeric types: empty is zero."""

    empty: ClassVar[float] = 0

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if value is None:
            return ()
        return [*is_negative_fault(field, value), *rules.check_range(field, value)]

    def has_rules(self, field: Field) -> bool:
        return field.non_negative or field.minimum is not None or field.maximum is not None

    def check_declaration(self, field: Field) -> Sequence[str]:
        return rules.check_range_declaration(field)


class Int(Number):
    """A whole number in a 32-bit column; with ``length`` above 11 in a 64-bit one."""

    name = "Int"
    storage = Storage(StorageKind.INT, default=0)
    widget = "int"
    purpose = "A whole number."

    def column(self, field: Field) -> Storage | None:
        if field.is_virtual:
            return None
        return Storage(StorageKind.BIGINT, default=0) if field.length > 11 else self.storage

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> int:
        limit = _INT_LIMITS[StorageKind.BIGINT if field.length > 11 else StorageKind.INT]
        if type(value) is int and -limit <= value < limit:
            return value
        number = read_decimal(field, value, settings)
        if number is None:
            return 0
        if number.adjusted() > 20 or not -limit <= number < limit:
            template = _("{label} must lie between {lowest} and {highest}.")
            raise fault(RangeError, template, field, lowest=-limit, highest=limit - 1).as_error()
        if number != number.to_integral_value():
            template = _("{label} must be a whole number, but {value} is not one.")
            raise fault(InvalidNumberError, template, field, value=excerpt(value)).as_error()
        return int(number)

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        return "" if value is None else format_number(Decimal(int(value)), locale, 0)


class Float(Number):
    """A number rounded to the field's ``precision`` when written."""

    name = "Float"
    storage = Storage(StorageKind.DECIMAL, COLUMN_DIGITS, COLUMN_SCALE, default=0)
    widget = "float"
    purpose = "A number with a fraction."
    empty = 0.0

    def digits(self, field: Field, settings: ValueSettings) -> int:
        """Digits after the point that are kept when written."""
        return COLUMN_SCALE if field.precision is None else field.precision

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> float:
        digits = self.digits(field, settings)
        if type(value) is float and -_LARGEST < value < _LARGEST and round(value, digits) == value:
            return value or 0.0
        number = read_decimal(field, value, settings)
        if number is None or not number:
            return 0.0
        if number.adjusted() <= _LARGEST_EXPONENT:
            number = round_decimal(number, digits, settings.rounding)
        if number.adjusted() > _LARGEST_EXPONENT:
            template = _("{label} is too large: at most 12 digits are kept before the point.")
            raise fault(RangeError, template, field).as_error()
        return float(number) or 0.0

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        digits = locale.float_precision if field.precision is None else field.precision
        if digits is None:
            return format_number(Decimal(repr(float(value))), locale, None)
        return format_number(round_decimal(Decimal(repr(float(value))), digits), locale, digits)


class Currency(Float):
    """An amount of money; the currency is the site's, or comes from the field that ``options`` names."""

    name = "Currency"
    widget = "currency"
    purpose = "An amount of money."
    options_meaning = "the fieldname of a Link to Currency, or nothing for the site's currency"

    def digits(self, field: Field, settings: ValueSettings) -> int:
        if field.precision is None and settings.currency_precision is not None:
            return settings.currency_precision
        return super().digits(field, settings)

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        digits = number_shape(locale.number_format).digits if field.precision is None else field.precision
        amount = format_number(round_decimal(Decimal(repr(float(value))), digits), locale, digits)
        return format_money(amount, locale.currency, locale.lang) if locale.currency else amount


class Percent(Float):
    """A percentage: 12.5 means 12.5 %."""

    name = "Percent"
    widget = "percent"
    purpose = "A percentage; 12.5 means 12.5 %."

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        text = super().format(field, value, locale)
        return f"{text}%" if text else ""


class Rating(Number):
    """Stars as a share between 0 and 1: three of five stars are 0.6."""

    name = "Rating"
    storage = Storage(StorageKind.DECIMAL, 3, 2, default=0)
    widget = "rating"
    purpose = "Stars, stored as a share between 0 and 1: three of five are 0.6."
    options_meaning = "the number of stars, 3 to 10; nothing means 5"
    empty = 0.0

    def stars(self, field: Field) -> int:
        """How many stars the field shows."""
        return int(field.options) if field.options and field.options.strip().isdecimal() else 5

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> float:
        number = read_decimal(field, value, settings)
        if number is None:
            return 0.0
        if not 0 <= number <= 1:
            template = _("{label} must be a share between 0 and 1: three of five stars are 0.6.")
            raise fault(RangeError, template, field).as_error()
        return float(round_decimal(number, 2, settings.rounding))

    def check_declaration(self, field: Field) -> Sequence[str]:
        text = (field.options or "").strip()
        if text and not (text.isdecimal() and 3 <= int(text) <= 10):
            return [
                *super().check_declaration(field),
                _("The options of a Rating are its number of stars, 3 to 10."),
            ]
        return super().check_declaration(field)

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        stars = self.stars(field)
        given = round_decimal(Decimal(repr(float(value))) * stars, 1)
        return f"{format_number(given, locale, None)}/{stars}"


TYPES = (Int, Float, Currency, Percent, Rating)
