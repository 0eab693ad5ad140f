"""Moving-average valuation: what a balance is worth after any movements."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regioncrm.stock import valuation
from regioncrm.stock.valuation import Balance, Movement, NotEnoughStock

D = Decimal

qty = st.decimals(min_value="0.001", max_value="5000", places=3)
money = st.decimals(min_value="0", max_value="90000", places=2)
steps = st.lists(
    st.tuples(st.sampled_from(["receive", "issue", "count", "reverse"]), qty, money), max_size=30
)


def run(script: list[tuple[str, Decimal, Decimal]], allow_negative: bool) -> tuple[Balance, list[Movement]]:
    """The balance and the movements after a script, in which what is refused does not happen."""
    balance, movements = Balance(), []
    for verb, amount, value in script:
        try:
            if verb == "receive":
                balance, moved = valuation.receive(balance, amount, value)
            elif verb == "issue":
                balance, moved = valuation.issue(balance, amount, allow_negative=allow_negative)
            elif verb == "count":
                balance, moved = valuation.count(balance, amount, value)
            elif movements:
                balance, moved = valuation.reverse(balance, movements[0], allow_negative=allow_negative)
            else:
                continue
        except NotEnoughStock:
            continue
        movements.append(moved)
    return balance, movements


class TestAnyMovements:
    @given(steps, st.booleans())
    def test_balance_is_the_sum_of_its_movements(self, script, allow_negative) -> None:
        balance, movements = run(script, allow_negative)
        assert (balance.qty, balance.value) == (
            sum((m.qty for m in movements), D(0)),
            sum((m.value for m in movements), D(0)),
        )

    @given(steps)
    def test_never_below_zero_unless_allowed(self, script) -> None:
        balance, _ = run(script, allow_negative=False)
        assert balance.qty >= 0
        assert balance.value >= 0

    @given(steps, st.booleans())
    def test_nothing_is_worth_nothing(self, script, allow_negative) -> None:
        balance, _ = run(script, allow_negative)
        assert balance.qty != 0 or balance.value == 0


class TestGoodsBoughtAtTwoPrices:
    def stocked(self) -> Balance:
        balance, _ = valuation.receive(Balance(), D(10), D("10.00"))
        return valuation.receive(balance, D(10), D("30.00"))[0]

    def test_average_lies_between(self) -> None:
        assert D(2) == self.stocked().rate

    def test_leaving_goods_take_the_average_with_them(self) -> None:
        assert D("-8.00") == valuation.issue(self.stocked(), D(4))[1].value

    def test_the_last_one_takes_the_last_cent(self) -> None:
        balance, _ = valuation.receive(Balance(), D(3), D("10.00"))
        for _n in range(3):
            balance, _ = valuation.issue(balance, D(1))
        assert Balance(D(0), D(0), D("3.33")) == balance

    def test_undoing_the_dear_purchase_restores_the_cheap_price(self) -> None:
        after, _ = valuation.reverse(self.stocked(), Movement(D(10), D("30.00")))
        assert Balance(D(10), D("10.00"), D(1)) == after

    def test_undoing_a_purchase_that_was_sold_is_refused(self) -> None:
        left, _ = valuation.issue(self.stocked(), D(15))
        with pytest.raises(NotEnoughStock) as refused:
            valuation.reverse(left, Movement(D(10), D("30.00")))
        assert (D(10), D(5)) == (refused.value.wanted, refused.value.available)

    def test_undoing_an_issue_brings_its_value_back(self) -> None:
        left, gone = valuation.issue(self.stocked(), D(15))
        assert self.stocked() == valuation.reverse(left, gone)[0]


class TestLessThanAskedFor:
    def test_refused_with_both_quantities(self) -> None:
        balance, _ = valuation.receive(Balance(), D(2), D(4))
        with pytest.raises(NotEnoughStock) as refused:
            valuation.issue(balance, D("2.5"))
        assert (D("2.5"), D(2)) == (refused.value.wanted, refused.value.available)

    def test_where_allowed_valued_at_the_last_price(self) -> None:
        balance, _ = valuation.receive(Balance(), D(2), D(4))
        assert Balance(D(-1), D("-2.00"), D(2)) == valuation.issue(balance, D(3), allow_negative=True)[0]

    def test_late_receipt_reprices_what_is_left(self) -> None:
        owing, _ = valuation.issue(Balance(rate=D(2)), D(3), allow_negative=True)
        assert Balance(D(7), D("35.00"), D(5)) == valuation.receive(owing, D(10), D(50))[0]


class TestStockTake:
    def test_surplus_comes_in_at_the_given_price(self) -> None:
        balance, _ = valuation.receive(Balance(), D(5), D(10))
        assert Movement(D(2), D("6.00")) == valuation.count(balance, D(7), D(3))[1]

    def test_missing_goods_leave_at_the_average(self) -> None:
        balance, _ = valuation.receive(Balance(), D(5), D(10))
        assert Movement(D(-2), D("-4.00")) == valuation.count(balance, D(3), D(99))[1]

    def test_right_count_moves_nothing(self) -> None:
        balance, _ = valuation.receive(Balance(), D(5), D(10))
        assert (balance, Movement(D(0), D(0))) == valuation.count(balance, D(5), D(99))

    def test_negative_count_is_not_a_count(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            valuation.count(Balance(), D(-1), D(1))
