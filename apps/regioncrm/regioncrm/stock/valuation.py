"""The value of stock by moving average, as pure arithmetic on one item in one warehouse.

Invariants, whatever the order of movements:

- quantity and value of a balance are the sums of the quantities and values of its movements; - nothing in
stock is worth nothing, and what is in stock is never worth less than nothing; - a balance goes below zero
only where the caller allows it.

Goods that left before they came in are valued at the last known average; when goods come in on a negative
balance the remaining balance is re-priced at what has come in, and the difference is part of that
movement.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regioncrm.decimals import ZERO, to_places

QTY_PLACES = 6
VALUE_PLACES = 2
RATE_PLACES = 6


class NotEnoughStock(Exception):
    """More was asked for than there is."""

    def __init__(self, wanted: Decimal, available: Decimal):
        self.wanted = wanted
        self.available = available
        super().__init__(f"{wanted} wanted, {available} in stock")


@dataclass(frozen=True, slots=True)
class Balance:
    """What lies in a warehouse; ``rate`` is the last known average, also when nothing is left."""

    qty: Decimal = ZERO
    value: Decimal = ZERO
    rate: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Movement:
    """A signed change of a balance."""

    qty: Decimal
    value: Decimal

    @property
    def rate(self) -> Decimal:
        """The value of one unit that moved."""
        return to_places(self.value / self.qty, RATE_PLACES) if self.qty else ZERO


Posted = tuple[Balance, Movement]


def receive(balance: Balance, qty: Decimal, value: Decimal) -> Posted:
    """Goods worth ``value`` in all come in."""
    _positive(qty)
    if value < 0:
        raise ValueError("goods that come in cannot be worth less than nothing")
    price = value / qty
    after = balance.qty + qty
    worth = balance.value + value if balance.qty >= 0 else after * price
    return _moved(balance, after, worth, price)


def issue(balance: Balance, qty: Decimal, *, allow_negative: bool = False) -> Posted:
    """Goods go out at the average.

    Raises:
        NotEnoughStock: fewer are there, and ``allow_negative`` is not set.
    """
    _positive(qty)
    after = balance.qty - qty
    if after < 0 and not allow_negative:
        raise NotEnoughStock(qty, balance.qty)
    if after < 0:
        return _moved(balance, after, after * balance.rate, balance.rate)
    gone = to_places(balance.value * qty / balance.qty, VALUE_PLACES)
    return _moved(balance, after, balance.value - gone, balance.rate)


def count(balance: Balance, counted: Decimal, rate: Decimal) -> Posted:
    """The balance becomes what was counted; a surplus comes in at ``rate``, what is missing leaves at the average."""
    if counted < 0:
        raise ValueError("a count cannot be negative")
    variance = counted - balance.qty
    if variance > 0:
        return receive(balance, variance, to_places(variance * rate, VALUE_PLACES))
    if variance < 0:
        return issue(balance, -variance)
    return balance, Movement(ZERO, ZERO)


def reverse(balance: Balance, movement: Movement, *, allow_negative: bool = False) -> Posted:
    """Undo ``movement`` at the value it had, or at the average where that value is no longer there.

    Raises:
        NotEnoughStock: the goods that came in have left since, and ``allow_negative`` is not set.
    """
    after = balance.qty - movement.qty
    if after < 0 and movement.qty > 0 and not allow_negative:
        raise NotEnoughStock(movement.qty, balance.qty)
    worth = balance.value - movement.value
    if after < 0 or (after > 0 and worth < 0):
        worth = after * balance.rate
    return _moved(balance, after, worth, balance.rate)


def _moved(before: Balance, qty: Decimal, worth: Decimal, last_rate: Decimal) -> Posted:
    value = to_places(worth, VALUE_PLACES) if qty else ZERO
    rate = value / qty if qty > 0 else last_rate
    after = Balance(to_places(qty, QTY_PLACES), value, to_places(rate, RATE_PLACES))
    return after, Movement(after.qty - before.qty, value - before.value)


def _positive(qty: Decimal) -> None:
    if qty <= 0:
        raise ValueError("a movement needs a quantity above zero")
