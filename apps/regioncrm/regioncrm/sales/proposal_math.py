"""The arithmetic of proposals, invoices and acts, to the cent and without a database.

Every line is rounded on its own, and every total is a sum of rounded lines. So the sections add up to the
document, the document adds up to what is printed, and a discount on the whole is shared out over the
lines without losing or inventing a cent. Lines that do not count (options not taken, variants not chosen)
are priced like the others and kept out of all totals but ``options``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from regioncrm.decimals import HUNDRED, ZERO, percent_of, to_places

RATE_PLACES = 4


class DiscountTooLarge(Exception):
    """The discount is larger than what it is taken from."""

    def __init__(self, discount: Decimal, total: Decimal):
        self.discount = discount
        self.total = total
        super().__init__(f"a discount of {discount} on {total}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is entered."""

    qty: Decimal
    rate: Decimal
    discount_percent: Decimal = ZERO
    tax_percent: Decimal = ZERO
    cost: Decimal = ZERO
    counts: bool = True
    section: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line as it is printed: ``amount`` is after its own discount, ``net`` also after its share of the document's."""

    amount: Decimal
    discount: Decimal
    document_discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    cost: Decimal

    @property
    def margin_percent(self) -> Decimal:
        """Which part of the price stays."""
        return margin_percent(self.net, self.cost)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of lines; ``options`` is what the lines would cost that do not count."""

    amount: Decimal = ZERO
    discount: Decimal = ZERO
    net: Decimal = ZERO
    tax: Decimal = ZERO
    total: Decimal = ZERO
    cost: Decimal = ZERO
    options: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """What the lines would come to without any discount."""
        return self.net + self.discount

    @property
    def margin(self) -> Decimal:
        """What stays of the price after the cost."""
        return self.net - self.cost

    @property
    def margin_percent(self) -> Decimal:
        """Which part of the price stays."""
        return margin_percent(self.net, self.cost)

    def plus(self, line: PricedLine, counts: bool) -> Totals:
        """These totals and one more line."""
        if not counts:
            return replace(self, options=self.options + line.total)
        return Totals(
            amount=self.amount + line.amount,
            discount=self.discount + line.discount + line.document_discount,
            net=self.net + line.net,
            tax=self.tax + line.tax,
            total=self.total + line.total,
            cost=self.cost + line.cost,
            options=self.options,
        )


@dataclass(frozen=True, slots=True)
class Calculation:
    """The priced lines in their order, the totals of each section and of the whole."""

    lines: tuple[PricedLine, ...]
    sections: dict[str, Totals]
    totals: Totals


def calculate(
    lines: Sequence[Line],
    *,
    discount_percent: Decimal = ZERO,
    discount_amount: Decimal = ZERO,
    places: int = 2,
) -> Calculation:
    """Price ``lines`` and take ``discount_percent`` or ``discount_amount`` off the whole.

    Raises:
        DiscountTooLarge: the discount is larger than the total of the lines that count.
    """
    gross = [to_places(line.qty * line.rate, places) for line in lines]
    discounts = [percent_of(g, line.discount_percent, places) for g, line in zip(gross, lines, strict=True)]
    amounts = [g - d for g, d in zip(gross, discounts, strict=True)]
    weights = [amount if line.counts else ZERO for amount, line in zip(amounts, lines, strict=True)]
    whole = sum(weights, ZERO)
    off = percent_of(whole, discount_percent, places) + to_places(discount_amount, places)
    shares = share_out(off, weights, places)
    priced = tuple(
        _priced(line, amount, discount, share, places)
        for line, amount, discount, share in zip(lines, amounts, discounts, shares, strict=True)
    )
    totals, sections = Totals(), {line.section: Totals() for line in lines}
    for line, price in zip(lines, priced, strict=True):
        totals = totals.plus(price, line.counts)
        sections[line.section] = sections[line.section].plus(price, line.counts)
    return Calculation(priced, sections, totals)


def share_out(amount: Decimal, weights: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """Split ``amount`` in proportion to ``weights``; the shares add up to it and none exceeds its weight.

    What rounding leaves over goes, a smallest coin each, to the largest remainders, the earlier line first.

    Raises:
        DiscountTooLarge: ``amount`` is larger than all weights together.
    """
    whole = sum(weights, ZERO)
    if amount > whole:
        raise DiscountTooLarge(amount, whole)
    if not amount:
        return [ZERO for _ in weights]
    coin = Decimal(1).scaleb(-places)
    fair = [amount * weight / whole for weight in weights]
    shares = [share.quantize(coin, rounding=ROUND_DOWN) for share in fair]
    left = int((amount - sum(shares, ZERO)) / coin)
    order = sorted(range(len(shares)), key=lambda index: (shares[index] - fair[index], index))
    for index in order[:left]:
        shares[index] += coin
    return shares


def rate_from_markup(cost: Decimal, markup_percent: Decimal) -> Decimal:
    """The price of goods that cost ``cost``, marked up."""
    return to_places(cost * (HUNDRED + markup_percent) / HUNDRED, RATE_PLACES)


def markup_of(rate: Decimal, cost: Decimal) -> Decimal:
    """The mark-up that leads from ``cost`` to ``rate``; zero where there is no cost."""
    return to_places((rate - cost) * HUNDRED / cost, 2) if cost else ZERO


def margin_percent(net: Decimal, cost: Decimal) -> Decimal:
    """Which part of ``net`` stays after ``cost``; zero where nothing is charged."""
    return to_places((net - cost) * HUNDRED / net, 2) if net else ZERO


def _priced(line: Line, amount: Decimal, discount: Decimal, share: Decimal, places: int) -> PricedLine:
    net = amount - share
    tax = percent_of(net, line.tax_percent, places)
    cost = to_places(line.qty * line.cost, places)
    return PricedLine(amount, discount, share, net, tax, net + tax, cost)
