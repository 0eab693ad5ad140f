"""Relative periods in words (``last month``, ``next 7 days``) as pairs of days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any, get_args

from comptoir.errors import DataError
from comptoir.query.model import Period
from comptoir.sentences import _

_COUNTED = re.compile(r"(last|next|previous) (\d{1,4}) (day|week|month|quarter|year)s?")
UNITS: dict[str, Period] = {unit: unit for unit in get_args(Period)}
_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
BEFORE = " before"
"""``this month before`` is last month: what a period is compared with."""
_AMOUNT = re.compile(r"(\d{1,4}) (day|week|month|quarter|year)s?")


def period(operator: str, value: Any, today: date) -> tuple[date, date]:
    """First and last day that ``value`` means today. Raises ``DataError``."""
    words = " ".join(str(value).lower().split())
    counterpart = words.removesuffix(BEFORE)
    if counterpart != words and not counterpart.endswith(BEFORE):
        return period_before(*period(operator, counterpart, today))
    if operator in ("previous", "next"):
        amount = _AMOUNT.fullmatch(words)
        if amount is None:
            raise DataError(_("{value} is not a period; write one such as 1 week or 3 months.", value=value))
        return _counted(operator, int(amount.group(1)), UNITS[amount.group(2)], today)
    single = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in single:
        day = today + timedelta(days=single[words])
        return day, day
    if counted := _COUNTED.fullmatch(words):
        return _counted(counted.group(1), int(counted.group(2)), UNITS[counted.group(3)], today)
    which, _blank, unit = words.partition(" ")
    if which in _SHIFTS and unit in UNITS and unit != "day":
        return _whole(_SHIFTS[which], UNITS[unit], today)
    raise DataError(
        _("{value} is not a period; write one such as last month, this quarter or next 7 days.", value=value)
    )


def add_months(day: date, months: int) -> date:
    """``day`` moved by ``months``, kept inside the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise DataError(_("The period reaches beyond the calendar."))
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of(day: date, unit: Period) -> date:
    """The first day of the ``unit`` that ``day`` lies in; weeks begin on Monday."""
    return day if unit == "day" else _whole(0, unit, day)[0]


def moved(day: date, count: int, unit: Period) -> date:
    """``day`` moved by ``count`` of ``unit``."""
    if unit in _MONTHS:
        return add_months(day, count * _MONTHS[unit])
    try:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    except OverflowError as error:
        raise DataError(_("The period reaches beyond the calendar.")) from error


def steps_between(first: date, last: date, unit: Period) -> int:
    """How many of ``unit`` lie between two first days of it."""
    if unit in _MONTHS:
        return ((last.year - first.year) * 12 + last.month - first.month) // _MONTHS[unit]
    return (last - first).days // (7 if unit == "week" else 1)


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length just before: as many whole months, or as many days."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = steps_between(first, last, "month") + 1
        return add_months(first, -months), first - timedelta(days=1)
    try:
        return first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    except OverflowError as error:
        raise DataError(_("The period reaches beyond the calendar.")) from error


def _whole(shift: int, unit: Period, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    months = _MONTHS[unit]
    first_month = (today.month - 1) // months * months + 1
    first = add_months(date(today.year, first_month, 1), shift * months)
    return first, add_months(first, months) - timedelta(days=1)


def _counted(which: str, count: int, unit: Period, today: date) -> tuple[date, date]:
    other = moved(today, count if which == "next" else -count, unit)
    return (today, other) if which == "next" else (other, today)
