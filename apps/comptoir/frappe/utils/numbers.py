"""Numbers: ``flt`` and ``cint`` never raise, rounding is done on decimal digits."""

from __future__ import annotations

import math
from typing import Any

from comptoir.context import current, has_current
from comptoir.meta.fieldtypes.numbers import round_number
from comptoir.meta.locale import format_money

__all__ = ["cint", "flt", "fmt_money", "rounded"]


def flt(value: Any, precision: int | None = None, rounding_method: str | None = None) -> float:
    """A float; 0 where ``value`` is none."""
    try:
        number = float(str(value).replace(",", "") if isinstance(value, str) else value or 0)
    except (TypeError, ValueError):
        return 0.0
    if not math.isfinite(number):
        return 0.0
    return rounded(number, precision) if precision is not None else number


def cint(value: Any, default: int = 0) -> int:
    """An int; ``default`` where ``value`` is none."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def rounded(number: Any, precision: int = 0, rounding_method: str | None = None) -> float:
    """``number`` with ``precision`` digits, half to even."""
    return round_number(float(number or 0), precision)


def fmt_money(amount: Any, precision: int | None = None, currency: str | None = None, **_ignored: Any) -> str:
    """An amount as people read it."""
    text = f"{flt(amount):,.{2 if precision is None else precision}f}"
    lang = current().lang if has_current() else "en"
    return format_money(text, currency, lang) if currency else text
