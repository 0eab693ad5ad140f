"""When something recurs, in a zone whose clock is put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from comptoir.jobs.times import expression_of, is_known, next_time

PARIS = ZoneInfo("Europe/Paris")


def times(expression: str, after: datetime, count: int) -> list[str]:
    """The next ``count`` times as a clock in Paris shows them."""
    found = []
    for _ in range(count):
        after = next_time(expression, PARIS, after)
        found.append(after.astimezone(PARIS).strftime("%d %H:%M %Z"))
    return found


class TestWhereTheClockIsPutBack:
    EVE = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)

    def test_every_hour_comes_in_both_doubled_hours(self) -> None:
        assert ["25 02:00 CEST", "25 02:00 CET", "25 03:00 CET"] == times("0 * * * *", self.EVE, 3)

    def test_every_quarter_comes_in_both_doubled_hours(self) -> None:
        assert 8 == sum(" 02:" in text for text in times("*/15 * * * *", self.EVE, 12))

    def test_an_hour_of_the_day_comes_once(self) -> None:
        assert ["25 02:30 CEST", "26 02:30 CET"] == times("30 2 * * *", self.EVE, 2)

    def test_goes_on_from_within_the_second_hour(self) -> None:
        assert ["25 02:30 CET"] == times("*/30 1-3 * * *", datetime(2026, 10, 25, 1, 10, tzinfo=UTC), 1)


class TestWhereTheClockIsPutForward:
    EVE = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)

    def test_every_hour_comes_without_a_gap(self) -> None:
        assert ["29 01:00 CET", "29 03:00 CEST", "29 04:00 CEST"] == times("0 * * * *", self.EVE, 3)

    def test_a_time_that_is_left_out_is_made_up_for(self) -> None:
        assert ["29 03:30 CEST", "30 02:30 CEST"] == times("30 2 * * *", self.EVE, 2)

    def test_midnight_is_midnight(self) -> None:
        assert ["30 00:00 CEST", "31 00:00 CEST"] == times("0 0 * * *", self.EVE, 2)


class TestFrequencies:
    @pytest.mark.parametrize("name", ["Hourly", "Hourly Long", "Hourly Maintenance"])
    def test_mean_an_expression(self, name: str) -> None:
        assert "0 * * * *" == expression_of(name)

    @pytest.mark.parametrize(
        ("frequency", "cron", "known"),
        [
            ("Daily Long", "", True),
            ("Cron", "*/5 8-18 * * 1-5", True),
            ("Cron", "", False),
            ("Cron", "61 * * * *", False),
            ("Cron", "* * * * * *", False),
            ("Now And Then", "", False),
        ],
    )
    def test_are_known_or_not(self, frequency: str, cron: str, known: bool) -> None:
        assert known == is_known(frequency, cron)
