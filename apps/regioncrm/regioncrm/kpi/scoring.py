"""From a measured value to an achievement in percent and a score. Pure functions, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One threshold: from this achievement on, this score and this level."""

    from_percent: float
    score: float
    label: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What a value is worth; `None` where there is no plan to compare it with."""

    achievement: float | None
    score: float | None
    level: str | None


def achievement(value: float | None, plan: float | None, direction: str = "Higher") -> float | None:
    """How far the plan is reached, in percent, never below zero; nothing without a plan or a value.

    Where lower is better the plan is 100 %, nothing at all is 200 % and twice the plan is 0 %.

    >>> achievement(45, 50)
    90.0
    >>> achievement(60, 50, "Lower")
    80.0
    """
    if value is None or not plan:
        return None
    percent = 100 * value / plan
    if direction == "Lower":
        percent = 200 - percent
    return round(max(0.0, percent), 2)


def verdict(percent: float | None, steps: Iterable[Step], highest: float | None = None) -> Verdict:
    """The score of an achievement: that of the highest step reached; without steps, the achievement."""
    if percent is None:
        return Verdict(None, None, None)
    ordered = sorted(steps, key=lambda step: step.from_percent)
    score, level = (0.0, None) if ordered else (percent, None)
    for step in ordered:
        if percent >= step.from_percent:
            score, level = step.score, step.label
    return Verdict(percent, min(score, highest) if highest else score, level)
