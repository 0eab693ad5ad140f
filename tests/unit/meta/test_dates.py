"""Dates and times: the ISO forms and nothing else; offsets move to the site's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from comptoir.errors import InvalidDateError, RangeError
from comptoir.meta import fieldtypes
from comptoir.meta.values import ValueSettings
from hypothesis import given
from hypothesis import strategies as st

from .helpers import errors, parse, places

PARIS = ValueSettings(time_zone=ZoneInfo("Europe/Paris"))
TYPES = ("Date", "Datetime", "Time")
FIRST, LAST = date(1000, 1, 1), date(9999, 12, 31)


class TestAnEmptyDate:
    @pytest.mark.parametrize("fieldtype", TYPES)
    @pytest.mark.parametrize("empty", [None, "", " "])
    def test_is_nothing(self, fieldtype: str, empty: Any) -> None:
        assert parse(fieldtype, empty) is None


class TestADate:
    @pytest.mark.parametrize(
        "value",
        ["2026-02-28", " 2026-02-28 ", date(2026, 2, 28), datetime(2026, 2, 28, 23, 59), "2026-02-28 23:59:59.9",
         "2026-02-28T10:00"],
    )  # fmt: skip
    def test_is_read_from_a_day_or_a_moment(self, value: Any) -> None:
        assert date(2026, 2, 28) == parse("Date", value)

    def test_is_no_datetime(self) -> None:
        assert type(parse("Date", datetime(2026, 2, 28, 1))) is date

    @pytest.mark.parametrize(
        "value",
        ["28.02.2026", "28/02/2026", "2026-2-8", "20260228", "2026-W09-1", "2026-02-30", "0000-00-00", "0001-01-01",
         "tomorrow", 20260228, 1.5, True, [], "2026-02-28x", date(999, 1, 1)],
        ids=repr,
    )  # fmt: skip
    def test_is_refused_where_it_has_another_form(self, value: Any) -> None:
        with pytest.raises(InvalidDateError, match="must be a date written YYYY-MM-DD"):
            parse("Date", value)

    def test_of_a_moment_with_an_offset_is_the_day_on_the_site(self) -> None:
        assert date(2026, 3, 1) == parse("Date", "2026-02-28T23:30:00Z", PARIS)


class TestADatetime:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("2026-02-28 09:30:00", datetime(2026, 2, 28, 9, 30)),
            ("2026-02-28 09:30", datetime(2026, 2, 28, 9, 30)),
            ("2026-02-28T09:30:05.123", datetime(2026, 2, 28, 9, 30, 5, 123000)),
            ("2026-02-28 09:30:05.123456789", datetime(2026, 2, 28, 9, 30, 5, 123456)),
            ("2026-02-28", datetime(2026, 2, 28)),
            (date(2026, 2, 28), datetime(2026, 2, 28)),
            (datetime(2026, 2, 28, 9, 30), datetime(2026, 2, 28, 9, 30)),
        ],
    )
    def test_is_read_in_the_zone_of_the_site(self, value: Any, expected: datetime) -> None:
        assert expected == parse("Datetime", value)

    @pytest.mark.parametrize(
        "value",
        ["2026-07-01T10:00:00Z", "2026-07-01T12:00:00+02:00", "2026-07-01 15:30:00+0530",
         datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 5, tzinfo=timezone(timedelta(hours=-5)))],
    )  # fmt: skip
    def test_with_an_offset_is_moved_to_the_zone_of_the_site(self, value: Any) -> None:
        assert datetime(2026, 7, 1, 12) == parse("Datetime", value, PARIS)

    def test_with_an_offset_is_refused_where_the_site_has_no_zone(self) -> None:
        with pytest.raises(InvalidDateError):
            parse("Datetime", "2026-07-01T10:00:00Z")

    @pytest.mark.parametrize(
        "value",
        ["09:30", "2026-02-28 25:00", "2026-02-28 9:30", "2026-02-29 10:00", "28.02.2026 10:00", 5, "now",
         "0999-01-01 00:00:00", "9999-12-31T23:59:59-12:00"],
    )  # fmt: skip
    def test_is_refused_where_it_has_another_form(self, value: Any) -> None:
        with pytest.raises(InvalidDateError, match="YYYY-MM-DD HH:MM:SS"):
            parse("Datetime", value, PARIS)

    def test_is_sent_with_microseconds(self) -> None:
        assert fieldtypes.get("Datetime").to_json(datetime(2026, 2, 28, 9)) == "2026-02-28 09:00:00.000000"


class TestATime:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("9:30", timedelta(hours=9, minutes=30)),
            ("09:30:05", timedelta(hours=9, minutes=30, seconds=5)),
            ("23:59:59.999999", timedelta(days=1) - timedelta(microseconds=1)),
            (time(9, 30), timedelta(hours=9, minutes=30)),
            (datetime(2026, 1, 1, 9, 30), timedelta(hours=9, minutes=30)),
            (timedelta(hours=1), timedelta(hours=1)),
        ],
    )
    def test_is_read(self, value: Any, expected: timedelta) -> None:
        assert expected == parse("Time", value)

    @pytest.mark.parametrize(
        "value",
        ["24:00", "9:60", "9:30:60", "9", "9.30", "-1:00", "9:30 pm", timedelta(days=1), timedelta(-1), 9],
    )
    def test_is_refused_outside_the_day_or_in_another_form(self, value: Any) -> None:
        with pytest.raises(InvalidDateError, match="HH:MM:SS"):
            parse("Time", value)

    def test_is_sent_as_frappe_sends_it(self) -> None:
        assert fieldtypes.get("Time").to_json(timedelta(hours=9, minutes=5)) == "9:05:00"


class TestADuration:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [("3600", 3600), (90, 90), (1.5, 2), ("1d 2h 30m 5s", 95405), ("2h", 7200), ("1d2h", 93600),
         (timedelta(minutes=2), 120), (-60, -60), (Decimal("2.5"), 2)],
    )  # fmt: skip
    def test_is_whole_seconds(self, value: Any, expected: int) -> None:
        seconds = parse("Duration", value)
        assert (expected, int) == (seconds, type(seconds))

    @pytest.mark.parametrize("value", ["2 hours", "1:30", "h", "1h 2d", "1h" * 40])
    def test_is_refused_in_another_form(self, value: str) -> None:
        with pytest.raises(InvalidDateError, match="1d 2h 30m"):
            parse("Duration", value)

    def test_is_refused_where_it_is_too_long(self) -> None:
        with pytest.raises(RangeError):
            parse("Duration", 1e15)

    def test_obeys_its_limits(self) -> None:
        assert errors("Duration", 30, minimum=60.0) == ["RangeError"]


@given(st.dates(FIRST, LAST))
def test_a_date_survives_json(value: date) -> None:
    assert value == parse("Date", fieldtypes.get("Date").to_json(value))


@given(st.datetimes(datetime(1000, 1, 1)))
def test_a_datetime_survives_json(value: datetime) -> None:
    assert value == parse("Datetime", fieldtypes.get("Datetime").to_json(value))


@given(st.timedeltas(timedelta(), timedelta(days=1) - timedelta(microseconds=1)))
def test_a_time_survives_json(value: timedelta) -> None:
    assert value == parse("Time", fieldtypes.get("Time").to_json(value))


@given(st.text())
def test_whatever_text_arrives_is_read_or_refused_at_the_field(text: str) -> None:
    assert {"value"} >= {place for fieldtype in TYPES for place in places(fieldtype, text, PARIS)}
