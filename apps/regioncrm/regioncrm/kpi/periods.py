"""Periods of an indicator as pairs of dates, both included. Weeks begin on Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def after(self) -> date:
        """The first day that no longer belongs: the exclusive bound that suits dates and times alike."""
        return self.end + timedelta(days=1)


def span(period: str, day: date, rolling_days: int = 30) -> Span:
    """The period of the given kind that holds `day`; a rolling one ends on it.

    >>> span("Quarter", date(2026, 11, 23))
    Span(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 12, 31))
    """
    if period == "Week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    if period == "Month":
        return _months(day.year, day.month, 1)
    if period == "Quarter":
        return _months(day.year, day.month - (day.month - 1) % 3, 3)
    if period == "Year":
        return _months(day.year, 1, 12)
    if period == "Rolling":
        return Span(day - timedelta(days=max(1, rolling_days) - 1), day)
    raise ValueError(f"there is no period called {period!r}")


def _months(year: int, month: int, count: int) -> Span:
    years, past = divmod(month - 1 + count, 12)
    return Span(date(year, month, 1), date(year + years, past + 1, 1) - timedelta(days=1))
