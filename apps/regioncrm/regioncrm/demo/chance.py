"""Chance and time of the demo company: seeded, so that every site of one day gets the same company."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

T = TypeVar("T")

OPENS, CLOSES = 9, 18


class Chance(random.Random):
    """A seeded generator that knows what day it is."""

    def __init__(self, seed: str, today: date):
        super().__init__(f"{seed}")
        self.today = today

    def often(self, percent: float) -> bool:
        """True in ``percent`` of a hundred cases."""
        return self.random() * 100 < percent

    def pick(self, weights: Mapping[T, float]) -> T:
        """One of the keys, in proportion to its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """A few different values, in their own order."""
        chosen = self.sample(range(len(values)), min(self.randint(least, most), len(values)))
        return [values[index] for index in sorted(chosen)]

    def day(self, first: int, last: int) -> date:
        """A working day between ``first`` and ``last`` days from today; never after ``last``."""
        return working_day(self.today + timedelta(days=self.randint(first, last)))

    def moment(self, day: date) -> datetime:
        """A quarter of an hour within office hours of a day."""
        return datetime.combine(day, time(self.randint(OPENS, CLOSES - 1), self.choice((0, 15, 30, 45))))


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
