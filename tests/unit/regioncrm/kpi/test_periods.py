"""Periods of an indicator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regioncrm.kpi.periods import Span, span

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


class TestOneDay:
    def test_week_begins_on_monday(self) -> None:
        assert span("Week", MONDAY + timedelta(days=6)) == Span(MONDAY, MONDAY + timedelta(days=6))

    def test_month_of_a_leap_february(self) -> None:
        assert span("Month", date(2028, 2, 10)) == Span(date(2028, 2, 1), date(2028, 2, 29))

    def test_last_quarter_ends_with_the_year(self) -> None:
        assert span("Quarter", MONDAY) == Span(date(2026, 10, 1), date(2026, 12, 31))

    def test_year(self) -> None:
        assert span("Year", MONDAY) == Span(date(2026, 1, 1), date(2026, 12, 31))

    def test_rolling_counts_the_day_itself(self) -> None:
        assert span("Rolling", MONDAY, 7) == Span(date(2026, 11, 17), MONDAY)

    def test_unknown_period_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="fortnight"):
            span("fortnight", MONDAY)


class TestAnyDay:
    @given(DAYS, st.sampled_from(["Week", "Month", "Quarter", "Year", "Rolling"]))
    def test_the_day_lies_in_its_period(self, day: date, period: str) -> None:
        found = span(period, day)
        assert found.start <= day <= found.end

    @given(DAYS, st.sampled_from(["Week", "Month", "Quarter", "Year"]))
    def test_periods_follow_each_other_without_gap(self, day: date, period: str) -> None:
        found = span(period, day)
        assert found.after == span(period, found.after).start
