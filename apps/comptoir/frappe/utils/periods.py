"""First and last days: of weeks, months, quarters, years, and of periods in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from comptoir.context import current
from comptoir.query.periods import add_months, period
from comptoir.sites.settings import WEEKDAYS, site_settings

from frappe.utils.dates import DateLike, getdate, now_datetime


def _shaped(day: date, as_str: bool) -> Any:
    return day.isoformat() if as_str else day


def get_first_day(dt: DateLike, d_years: int = 0, d_months: int = 0, as_str: bool = False) -> Any:
    """First day of the month, moved by years and months."""
    return _shaped(add_months(getdate(dt).replace(day=1), int(d_years * 12 + d_months)), as_str)


def get_last_day(dt: DateLike) -> date:
    """Last day of the month."""
    return add_months(getdate(dt).replace(day=1), 1) - timedelta(days=1)


def get_first_day_of_week(dt: DateLike, as_str: bool = False) -> Any:
    """First day of the week; which weekday that is, System Settings say."""
    day = getdate(dt)
    first = WEEKDAYS.index(site_settings(current()).first_day_of_the_week)
    return _shaped(day - timedelta(days=(day.weekday() - first) % 7), as_str)


def get_start_of_week_index() -> int:
    """The first weekday of a week, counted from Sunday, 0."""
    return (WEEKDAYS.index(site_settings(current()).first_day_of_the_week) + 1) % 7


def get_last_day_of_week(dt: DateLike) -> date:
    """Last day of the week."""
    first: date = get_first_day_of_week(dt)
    return first + timedelta(days=6)


def get_quarter_start(dt: DateLike, as_str: bool = False) -> Any:
    """First day of the quarter."""
    day = getdate(dt)
    return _shaped(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), as_str)


def get_quarter_ending(dt: DateLike) -> date:
    """Last day of the quarter."""
    return add_months(get_quarter_start(dt), 3) - timedelta(days=1)


def get_year_start(dt: DateLike, as_str: bool = False) -> Any:
    """First day of the year."""
    return _shaped(date(getdate(dt).year, 1, 1), as_str)


def get_year_ending(dt: DateLike) -> date:
    """Last day of the year."""
    return date(getdate(dt).year, 12, 31)


def get_weekday(dt: DateLike = None) -> str:
    """The English name of the weekday."""
    return WEEKDAYS[getdate(dt).weekday()]


def get_weekdays() -> list[str]:
    """The English names of the weekdays from Monday on."""
    return list(WEEKDAYS)


def get_month(dt: DateLike = None) -> str:
    """The English name of the month."""
    return _MONTHS[getdate(dt).month - 1]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def get_timespan_date_range(timespan: str) -> tuple[date, date]:
    """First and last day of a period in words, such as ``last month`` or ``this quarter``."""
    return period("timespan", timespan, now_datetime().date())


def get_date_range(operator: str, value: str) -> tuple[date, date]:
    """First and last day of ``previous`` or ``next`` with an amount, such as ``1 week``."""
    return period(operator, value, now_datetime().date())
