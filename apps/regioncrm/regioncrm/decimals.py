"""Exact arithmetic for money and quantities.

Documents carry floats, as controllers written for Frappe expect. Everything that is added up is first turned
into the decimal the user saw, and rounded half up, away from zero, as a cash desk does.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def exact(value: object) -> Decimal:
    """The decimal a number shows as; nothing counts as zero.

    Raises:
        ValueError: the value is not a finite number.
    """
    if value is None or value == "":
        return ZERO
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a finite number")
    return number


def to_places(value: Decimal, places: int) -> Decimal:
    """``value`` rounded half up to ``places`` digits after the point."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_of(value: Decimal, percent: Decimal, places: int) -> Decimal:
    """``percent`` per cent of ``value``, rounded."""
    return to_places(value * percent / HUNDRED, places)
