"""The taxes of a document by their rate, as its paper says them. Without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from regioncrm.decimals import ZERO


@dataclass(frozen=True, slots=True)
class Taxed:
    """What is charged at one rate: ``net`` is what the tax is taken of."""

    percent: Decimal
    net: Decimal
    tax: Decimal


def by_rate(lines: Iterable[Taxed]) -> list[Taxed]:
    """Net and tax of ``lines`` added up for each rate, the highest first; a rate at which nothing is charged is left out.

    They are sums of rounded lines, as all totals are: a tax taken of a sum would differ from them by cents.
    """
    sums: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for line in lines:
        net, tax = sums.get(line.percent, (ZERO, ZERO))
        sums[line.percent] = net + line.net, tax + line.tax
    return [Taxed(percent, *sums[percent]) for percent in sorted(sums, reverse=True) if any(sums[percent])]
