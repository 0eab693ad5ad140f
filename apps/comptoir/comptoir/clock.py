"""The time, as a value that tests can replace. Times are naive and in the site's zone, as Frappe stores them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the present moment in the site's zone."""

    def now(self) -> datetime:
        """Naive local time with microseconds."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, seen in the zone that ``zone`` names whenever it is asked."""

    zone: Callable[[], ZoneInfo]

    def now(self) -> datetime:
        return datetime.now(self.zone()).replace(tzinfo=None)


@dataclass(slots=True)
class FixedClock:
    """A clock that tests move by hand."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def today(clock: Clock) -> date:
    """The present day of ``clock``."""
    return clock.now().date()
