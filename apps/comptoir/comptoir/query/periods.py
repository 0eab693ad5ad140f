"""Relative periods in words (``last month``, ``next 7 days``) as pairs of days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any

from comptoir.errors import DataError
from comptoir.sentences import _

_COUNTED = re.compile(r"(last|next|previous) (\d{1,4}) (day|week|month|quarter|year)s?")
_UNITS = ("week", "month", "quarter", "year")
_AMOUNT = re.compile(r"(\d{1,4}) (day|week|month|quarter|year)s?")


def period(operator: str, value: Any, today: date) -> tuple[date, date]:
    """First and last day that ``value`` means today. Raises ``DataError``."""
    words = " ".join(str(value).lower().split())
    if operator in ("previous", "next"):
        amount = _AMOUNT.fullmatch(words)
        if amount is None:
            raise DataError(_("{value} is not a period; write one such as 1 week or 3 months.", value=value))
        return _counted(operator, int(amount.group(1)), amount.group(2), today)
    single = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in single:
        day = today + timedelta(days=single[words])
        return day, day
    if counted := _COUNTED.fullmatch(words):
        return _counted(counted.group(1), int(counted.group(2)), counted.group(3), today)
    which, _blank, unit = words.partition(" ")
    if which in ("this", "last", "next") and unit in _UNITS:
        return _whole({"last": -1, "this": 0, "next": 1}[which], unit, today)
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


def _whole(shift: int, unit: str, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first_month = (today.month - 1) // months * months + 1
    first = add_months(date(today.year, first_month, 1), shift * months)
    return first, add_months(first, months) - timedelta(days=1)


def _counted(which: str, count: int, unit: str, today: date) -> tuple[date, date]:
    sign = 1 if which == "next" else -1
    if unit in ("day", "week"):
        try:
            other = today + sign * timedelta(days=count * (7 if unit == "week" else 1))
        except OverflowError as error:
            raise DataError(_("The period reaches beyond the calendar.")) from error
    else:
        other = add_months(today, sign * count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return (today, other) if sign > 0 else (other, today)
