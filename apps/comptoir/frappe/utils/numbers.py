"""Numbers: ``flt`` and ``cint`` never raise, rounding is done on decimal digits by the site's method."""

from __future__ import annotations

import math
from typing import Any

from comptoir.context import current, has_current
from comptoir.documents.settings import value_settings
from comptoir.meta.fieldtypes.numbers import round_number
from comptoir.meta.values import Rounding


def flt(s: Any, precision: int | None = None, rounding_method: str | None = None) -> float:
    """A float, rounded to ``precision`` where given; 0 where ``s`` is none."""
    try:
        number = float(s.replace(",", "") if isinstance(s, str) else s or 0)
    except (TypeError, ValueError):
        return 0.0
    if not math.isfinite(number):
        return 0.0
    return rounded(number, precision, rounding_method) if precision is not None else number


def cint(s: Any, default: int = 0) -> int:
    """An int; ``default`` where ``s`` is none."""
    try:
        return int(float(s))
    except (TypeError, ValueError, OverflowError):
        return default


def sbool(x: Any) -> Any:
    """True or False for the words and digits that mean it; anything else as it is."""
    word = str(x).strip().lower()
    return True if word in ("true", "1", "yes") else False if word in ("false", "0", "no") else x


def rounded(num: Any, precision: int = 0, rounding_method: str | None = None) -> float:
    """``num`` with ``precision`` digits, a half as System Settings (or ``rounding_method``) say."""
    try:
        method = Rounding(rounding_method) if rounding_method else _method()
    except ValueError:
        method = Rounding.BANKERS
    return round_number(flt(num), int(precision or 0), method)


def _method() -> Rounding:
    return value_settings(current()).rounding if has_current() else Rounding.BANKERS


def ceil(s: Any) -> int:
    """The next whole number above; 0 where ``s`` is none."""
    return math.ceil(flt(s))


def floor(s: Any) -> int:
    """The next whole number below; 0 where ``s`` is none."""
    return math.floor(flt(s))


def remainder(numerator: Any, denominator: Any, precision: int = 2) -> float:
    """What a division leaves."""
    return round_number(math.fmod(flt(numerator), flt(denominator)), precision)


def safe_div(numerator: Any, denominator: Any, default: float = 0.0) -> float:
    """A quotient; ``default`` where the divisor is zero."""
    return flt(numerator) / flt(denominator) if flt(denominator) else default
