"""The rules of a task that need no database: which status may follow which, overdue, progress, repetition."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import datetime, timedelta

OPEN, STARTED, HANDED_IN, DONE, CANCELLED = (
    "Open",
    "In Progress",
    "Waiting for Acceptance",
    "Done",
    "Cancelled",
)
UNFINISHED = (OPEN, STARTED)

_NEXT: dict[str, tuple[str, ...]] = {
    OPEN: (STARTED, HANDED_IN, DONE, CANCELLED),
    STARTED: (OPEN, HANDED_IN, DONE, CANCELLED),
    HANDED_IN: (OPEN, STARTED, DONE, CANCELLED),
    DONE: (OPEN, STARTED),
    CANCELLED: (OPEN,),
}
_MONTHS = {"Monthly": 1, "Yearly": 12}
_DAYS = {"Daily": 1, "Weekly": 7}


def may_follow(before: str, after: str, needs_acceptance: bool, may_accept: bool) -> bool:
    """Whether a task may go from one status to another.

    A task that needs acceptance is finished, cancelled or reopened after finishing only by those who may
    accept it; one that does not need it is never handed in for acceptance.
    """
    if before == after:
        return True
    if after not in _NEXT.get(before, ()):
        return False
    if not needs_acceptance:
        return after != HANDED_IN
    return may_accept or not ({before, after} & {DONE, CANCELLED})


def is_overdue(status: str, due: datetime | None, now: datetime) -> bool:
    """Whether the assignee is late: the due time has passed and the work is neither handed in nor closed."""
    return status in UNFINISHED and due is not None and due < now


def progress(steps: Sequence[bool], status: str) -> float:
    """Percent of the checklist that is done; without a checklist a task is either finished or not begun."""
    if steps:
        return round(100 * sum(steps) / len(steps), 1)
    return 100.0 if status == DONE else 0.0


def next_time(moment: datetime, repeats: str) -> datetime | None:
    """The same time one repetition later; the last day of a short month stands for a day it does not have."""
    if repeats in _DAYS:
        return moment + timedelta(days=_DAYS[repeats])
    if repeats not in _MONTHS:
        return None
    years, month = divmod(moment.month - 1 + _MONTHS[repeats], 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
