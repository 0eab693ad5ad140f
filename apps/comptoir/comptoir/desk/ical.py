"""Events as calendar programs read them (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_LINE = 75
"""Octets of a line; what is longer goes on in the next, behind a blank."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Days are dates; moments are naive and in the zone of the calendar."""

    uid: str
    summary: str
    start: date
    end: date | None
    """The first moment after it; of days the day after the last."""
    modified: datetime
    url: str = ""
    category: str = ""
    status: str = "CONFIRMED"


def calendar(name: str, events: Iterable[Event], zone: ZoneInfo, now: datetime) -> str:
    """The text of a calendar. Moments are written in UTC, so that no program has to know the zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Comptoir//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _event(event, zone, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def text(value: str) -> str:
    """``value`` as the text of a property."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).translate(_ESCAPED)


def folded(line: str) -> Iterator[str]:
    """``line`` in parts that are short enough; no letter is cut."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part


def _event(event: Event, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{_utc(now, zone)}"
    yield f"LAST-MODIFIED:{_utc(event.modified, zone)}"
    yield _moment("DTSTART", event.start, zone)
    if event.end is not None:
        yield _moment("DTEND", event.end, zone)
    yield f"SUMMARY:{text(event.summary)}"
    yield f"STATUS:{event.status}"
    if event.category:
        yield f"CATEGORIES:{text(event.category)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _moment(name: str, value: date, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{name}:{_utc(value, zone)}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _utc(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def span(start: date | None, end: date | None) -> tuple[date, date | None] | None:
    """When something is that begins and ends then: the last of its days belongs to it; None without either."""
    point = timedelta(minutes=30)
    if start is None:
        if end is None:
            return None
        return (end - point, end) if isinstance(end, datetime) else (end, end + timedelta(days=1))
    if isinstance(start, datetime):
        over = (
            end
            if isinstance(end, datetime) or end is None
            else datetime(end.year, end.month, end.day, 23, 59, 59)
        )
        return start, over if over is not None and over > start else None
    last = end.date() if isinstance(end, datetime) else end
    return start, max(last or start, start) + timedelta(days=1)
