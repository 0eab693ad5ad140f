"""Taxes by rate: what stands on paper adds up to its totals."""

from __future__ import annotations

from decimal import Decimal

from regioncrm.sales.proposal_math import Line, calculate
from regioncrm.sales.tax_rates import Taxed, by_rate


def taxed(percent: str, net: str, tax: str) -> Taxed:
    return Taxed(Decimal(percent), Decimal(net), Decimal(tax))


def test_lines_of_a_rate_are_added_up_and_the_highest_stands_first() -> None:
    lines = [taxed("5.5", "10.00", "0.55"), taxed("20", "100", "20"), taxed("5.50", "20.00", "1.10")]
    assert [taxed("20", "100", "20"), taxed("5.5", "30.00", "1.65")] == by_rate(lines)


def test_what_is_free_of_tax_is_a_rate_of_its_own() -> None:
    assert [Decimal(20), Decimal(0)] == [
        rate.percent for rate in by_rate([taxed("0", "5", "0"), taxed("20", "5", "1")])
    ]


def test_a_rate_at_which_nothing_is_charged_is_left_out() -> None:
    assert [taxed("20", "5", "1")] == by_rate([taxed("5.5", "0", "0"), taxed("20", "5", "1")])
    assert [] == by_rate([])


def test_rates_add_up_to_the_totals_of_rounded_lines() -> None:
    lines = [
        Line(qty=Decimal(1), rate=Decimal("0.33"), tax_percent=Decimal(percent))
        for percent in ("20", "5.5", "10")
        for _ in range(7)
    ]
    result = calculate(lines, discount_percent=Decimal(3))
    rates = by_rate(
        Taxed(line.tax_percent, priced.net, priced.tax)
        for line, priced in zip(lines, result.lines, strict=True)
    )
    assert (result.totals.net, result.totals.tax) == (
        sum(rate.net for rate in rates),
        sum(rate.tax for rate in rates),
    )
    assert [rate.tax for rate in rates] != [round(rate.net * rate.percent / 100, 2) for rate in rates]
