"""The arithmetic of a deal."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from regioncrm.crm.pipeline import Line, line_amount, seconds_between, totals, weighted_amount


class TestOneLine:
    def test_half_a_cent_is_rounded_up(self) -> None:
        assert line_amount(1, 0.125) == 0.13

    def test_binary_fractions_do_not_leak(self) -> None:
        assert line_amount(3, 1.115) == 3.35

    def test_the_discount_is_taken_off(self) -> None:
        assert line_amount(4, 25, 15) == 85.0

    def test_empty_numbers_count_as_nothing(self) -> None:
        assert line_amount(None, None, None) == 0.0


class TestTotals:
    def test_no_lines_give_zeros(self) -> None:
        assert (totals([]).qty, totals([]).discount, totals([]).amount) == (0.0, 0.0, 0.0)

    def test_discount_is_the_difference_to_the_full_price(self) -> None:
        assert totals([Line(2, 100, 10), Line(1, 50)]).discount == 20.0

    @given(
        st.lists(
            st.tuples(
                st.decimals(0, 1000, places=3), st.decimals(0, 10000, places=2), st.decimals(0, 100, places=2)
            ),
            max_size=20,
        )
    )
    def test_the_total_is_the_sum_of_the_printed_lines(
        self, rows: list[tuple[object, object, object]]
    ) -> None:
        lines = [Line(float(str(q)), float(str(r)), float(str(d))) for q, r, d in rows]
        printed = [line_amount(line.qty, line.rate, line.discount_percent) for line in lines]
        assert round(sum(round(100 * amount) for amount in printed)) == round(100 * totals(lines).amount)


class TestForecast:
    def test_weight_is_amount_times_probability(self) -> None:
        assert weighted_amount(12345.67, 35) == 4320.98

    def test_a_hopeless_deal_weighs_nothing(self) -> None:
        assert weighted_amount(12345.67, 0) == 0.0


class TestTimeInStage:
    def test_seconds_between_two_moments(self) -> None:
        assert seconds_between(datetime(2026, 1, 1, 8), datetime(2026, 1, 2, 8, 0, 5)) == 86405

    def test_a_clock_set_back_gives_zero(self) -> None:
        assert seconds_between(datetime(2026, 1, 2), datetime(2026, 1, 1)) == 0
