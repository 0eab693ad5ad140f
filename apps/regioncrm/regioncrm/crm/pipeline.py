"""The arithmetic of a deal: lines, totals, weight and time per stage. Pure functions, no database.

Invariant: money is rounded half up to two places in decimal arithmetic, line by line, and totals are sums
of the rounded lines, so that what is printed adds up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regioncrm.decimals import HUNDRED, ZERO, exact, percent_of, to_places

CENTS = 2


def line_amount(qty: float | None, rate: float | None, discount_percent: float | None = 0) -> float:
    """Quantity times price, less the discount."""
    return float(percent_of(exact(qty) * exact(rate), HUNDRED - exact(discount_percent), CENTS))


def weighted_amount(amount: float | None, probability: float | None) -> float:
    """What the deal is worth in a forecast.

    >>> weighted_amount(10000, 35)
    3500.0
    """
    return float(percent_of(exact(amount), exact(probability), CENTS))


@dataclass(frozen=True)
class Line:
    """The numbers of one product line."""

    qty: float
    rate: float
    discount_percent: float = 0


@dataclass(frozen=True)
class Totals:
    """The sums under the product lines."""

    qty: float
    discount: float
    amount: float


def totals(lines: Iterable[Line]) -> Totals:
    """Sums of the rounded lines; the discount is what the lines would have cost more without it."""
    qty = discount = amount = ZERO
    for line in lines:
        net = exact(line_amount(line.qty, line.rate, line.discount_percent))
        qty += exact(line.qty)
        amount += net
        discount += exact(line_amount(line.qty, line.rate)) - net
    return Totals(float(qty), float(to_places(discount, CENTS)), float(to_places(amount, CENTS)))


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds from start to end, never less than zero, so that a corrected clock does no harm."""
    return max(0, int((end - start).total_seconds()))
