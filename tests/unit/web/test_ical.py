"""Events as calendar programs read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from comptoir.desk import ical

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 28, 12, 0)


def lines(**values: object) -> list[str]:
    event = ical.Event(**({"uid": "1", "summary": "x", "start": NOW, "end": None, "modified": NOW} | values))  # type: ignore[arg-type]
    return ical.calendar("Ours", [event], PARIS, NOW).split("\r\n")


class TestACalendar:
    def test_has_its_parts_in_lines_that_end_as_they_must(self) -> None:
        found = lines()
        assert ["BEGIN:VCALENDAR", "VERSION:2.0"] == found[:2]
        assert ["END:VEVENT", "END:VCALENDAR", ""] == found[-3:]
        assert {"DTSTAMP:20261128T110000Z", "LAST-MODIFIED:20261128T110000Z", "UID:1"} <= set(found)

    def test_writes_moments_in_utc_summer_and_winter(self) -> None:
        found = lines(start=datetime(2026, 7, 1, 9, 0), end=datetime(2026, 12, 1, 9, 0))
        assert {"DTSTART:20260701T070000Z", "DTEND:20261201T080000Z"} <= set(found)

    def test_writes_days_as_days(self) -> None:
        found = lines(start=date(2026, 7, 1), end=date(2026, 7, 3))
        assert {"DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703"} <= set(found)

    def test_lets_no_text_become_a_property(self) -> None:
        found = lines(summary="a,b;c\\d\r\nATTACH:evil\x07\rX")
        assert "SUMMARY:a\\,b\\;c\\\\d\\nATTACH:evil\\nX" in found

    @pytest.mark.parametrize("letter", ["x", "é", "ж", "👩"])
    def test_folds_long_lines_between_letters(self, letter: str) -> None:
        found = lines(summary=letter * 100)
        assert max(len(line.encode()) for line in found) <= 75
        whole = "\r\n".join(found).replace("\r\n ", "")
        assert f"SUMMARY:{letter * 100}\r\n" in whole


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, None),
        (NOW, None, (NOW, None)),
        (NOW, datetime(2026, 11, 28, 13), (NOW, datetime(2026, 11, 28, 13))),
        (NOW, datetime(2026, 11, 28, 11), (NOW, None)),
        (NOW, date(2026, 11, 29), (NOW, datetime(2026, 11, 29, 23, 59, 59))),
        (None, NOW, (datetime(2026, 11, 28, 11, 30), NOW)),
        (None, date(2026, 11, 28), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), None, (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), date(2026, 11, 30), (date(2026, 11, 28), date(2026, 12, 1))),
        (date(2026, 11, 28), date(2026, 11, 1), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), NOW, (date(2026, 11, 28), date(2026, 11, 29))),
    ],
)
def test_the_last_day_belongs_to_a_time(start: date | None, end: date | None, expected: object) -> None:
    assert expected == ical.span(start, end)
