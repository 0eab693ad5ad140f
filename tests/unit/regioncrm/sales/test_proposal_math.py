"""The arithmetic of a proposal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regioncrm.sales.proposal_math import (
    DiscountTooLarge,
    Line,
    Totals,
    calculate,
    margin_percent,
    markup_of,
    rate_from_markup,
    share_out,
)

D = Decimal
FIELDS = ("amount", "discount", "net", "tax", "total", "cost", "options")


def numbers(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=low, max_value=high, places=places)


lines = st.builds(
    Line,
    qty=numbers("0", "5000", 3),
    rate=numbers("0", "20000", 4),
    discount_percent=numbers("0", "100", 2),
    tax_percent=st.sampled_from([D(0), D("5.5"), D(10), D(20)]),
    cost=numbers("0", "20000", 4),
    counts=st.booleans(),
    section=st.sampled_from(["", "Printers", "Service"]),
)
places = st.sampled_from([0, 2, 3])


class TestAnyProposal:
    @given(st.lists(lines, max_size=12), numbers("0", "100", 2), places)
    def test_sections_add_up_to_the_document(self, rows, percent, digits) -> None:
        result = calculate(rows, discount_percent=percent, places=digits)
        for field in FIELDS:
            assert getattr(result.totals, field) == sum(
                (getattr(t, field) for t in result.sections.values()), D(0)
            )

    @given(st.lists(lines, max_size=12), numbers("0", "100", 2), places)
    def test_lines_that_count_add_up_to_what_is_paid(self, rows, percent, digits) -> None:
        result = calculate(rows, discount_percent=percent, places=digits)
        counted = [priced for line, priced in zip(rows, result.lines, strict=True) if line.counts]
        assert result.totals.total == sum((line.total for line in counted), D(0))
        assert result.totals.total == result.totals.net + result.totals.tax

    @given(st.lists(lines, max_size=12), numbers("0", "100", 2), places)
    def test_every_number_is_in_whole_coins(self, rows, percent, digits) -> None:
        coin = D(1).scaleb(-digits)
        result = calculate(rows, discount_percent=percent, places=digits)
        for line in result.lines:
            assert all(
                value % coin == 0
                for value in (line.amount, line.discount, line.net, line.tax, line.total, line.cost)
            )

    @given(st.lists(lines, max_size=12), numbers("0", "100", 2), places)
    def test_no_line_is_paid_back(self, rows, percent, digits) -> None:
        assert all(line.net >= 0 for line in calculate(rows, discount_percent=percent, places=digits).lines)

    @given(st.lists(lines, min_size=1, max_size=12), lines, numbers("0", "100", 2))
    def test_option_not_taken_changes_no_total_but_options(self, rows, option, percent) -> None:
        without = calculate(rows, discount_percent=percent).totals
        withal = calculate([*rows, replace(option, counts=False)], discount_percent=percent).totals
        assert without == replace(withal, options=without.options)

    @given(st.lists(lines, min_size=1, max_size=12), numbers("0", "100", 2))
    def test_discount_is_taken_off_exactly_once(self, rows, percent) -> None:
        result = calculate(rows, discount_percent=percent)
        shares = sum((line.document_discount for line in result.lines), D(0))
        assert result.totals.amount - shares == result.totals.net
        assert result.totals.gross - result.totals.discount == result.totals.net


class TestShareOut:
    @given(st.lists(numbers("0", "99999", 2), min_size=1, max_size=30), st.integers(0, 100))
    def test_shares_add_up_and_none_exceeds_its_weight(self, weights, percent) -> None:
        whole = sum(weights, D(0))
        amount = (whole * percent / 100).quantize(D("0.01"))
        shares = share_out(amount, weights)
        assert amount == sum(shares, D(0))
        assert all(D(0) <= share <= weight for share, weight in zip(shares, weights, strict=True))

    def test_left_over_cent_goes_to_the_first_of_equals(self) -> None:
        assert [D("3.34"), D("3.33"), D("3.33")] == share_out(D(10), [D(100), D(100), D(100)])

    def test_more_than_there_is_is_refused(self) -> None:
        with pytest.raises(DiscountTooLarge) as refused:
            share_out(D("10.01"), [D(4), D(6)])
        assert (D("10.01"), D(10)) == (refused.value.discount, refused.value.total)

    def test_nothing_of_nothing(self) -> None:
        assert [D(0), D(0)] == share_out(D(0), [D(0), D(0)])


class TestByHand:
    """Three lines one can check with a pencil: 2 x 99.99 less 10 %, 3 x 33.335, an option of 50; 20 % tax."""

    ROWS = (
        Line(D(2), D("99.99"), D(10), D(20), D(60), section="A"),
        Line(D(3), D("33.335"), D(0), D(20), D(20), section="B"),
        Line(D(1), D(50), D(0), D(20), D(10), counts=False, section="B"),
    )

    def test_without_discount(self) -> None:
        expected = Totals(
            amount=D("279.99"),
            discount=D("20.00"),
            net=D("279.99"),
            tax=D("56.00"),
            total=D("335.99"),
            cost=D(180),
            options=D(60),
        )
        assert expected == calculate(self.ROWS).totals

    def test_amount_off_the_whole(self) -> None:
        result = calculate(self.ROWS, discount_amount=D("0.01"))
        assert [D("0.01"), D(0), D(0)] == [line.document_discount for line in result.lines]

    def test_a_currency_without_cents(self) -> None:
        assert D(280) == calculate(self.ROWS, places=0).totals.net

    def test_margin(self) -> None:
        assert D("35.71") == calculate(self.ROWS).totals.margin_percent


class TestMarkup:
    def test_price_from_cost(self) -> None:
        assert D("13.5000") == rate_from_markup(D(10), D(35))

    def test_markup_from_price(self) -> None:
        assert D(35) == markup_of(D("13.5"), D(10))

    def test_goods_without_cost_have_no_markup(self) -> None:
        assert D(0) == markup_of(D(10), D(0))

    def test_gift_has_no_margin(self) -> None:
        assert D(0) == margin_percent(D(0), D(10))
