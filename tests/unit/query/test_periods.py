"""Periods in words, and the time before them."""

from __future__ import annotations

from datetime import date

import pytest
from comptoir.errors import DataError
from comptoir.query.periods import moved, period

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this month before", "2026-02-01", "2026-02-28"),
        ("last month before", "2026-01-01", "2026-01-31"),
        ("this quarter before", "2025-10-01", "2025-12-31"),
        ("next week before", "2026-03-30", "2026-04-05"),
        ("today before", "2026-03-30", "2026-03-30"),
        ("last 7 days before", "2026-03-16", "2026-03-23"),
    ],
)
def test_have_a_time_before(words: str, first: str, last: str) -> None:
    assert (date.fromisoformat(first), date.fromisoformat(last)) == period("timespan", words, TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "before",
        " before",
        "today" + " before" * 5000,
        "this before",
        "yesteryear before",
        "last 9999 years before",
    ],
)
def test_that_are_none_have_none_before(words: str) -> None:
    with pytest.raises(DataError):
        period("timespan", words, TODAY)


def test_days_stay_inside_a_month() -> None:
    assert date(2026, 2, 28) == moved(TODAY, -1, "month")
    with pytest.raises(DataError):
        moved(date(9999, 12, 31), 1, "week")
