"""Dates in the site's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from comptoir.context import current
from comptoir.errors import InvalidDateError
from comptoir.query.periods import add_months as _add_months
from comptoir.sentences import _

DateLike = date | datetime | str | None


def now_datetime() -> datetime:
    """The present moment."""
    return current().clock.now()


def now() -> str:
    """The present moment as text."""
    return str(now_datetime())


def nowdate() -> str:
    """The present day as text."""
    return now_datetime().date().isoformat()


def today() -> str:
    """The present day as text."""
    return nowdate()


def nowtime() -> str:
    """The present time of day as text."""
    return str(now_datetime().time())


def getdate(value: DateLike = None) -> date:
    """A date; today where ``value`` is empty."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return get_datetime(value).date()


def get_datetime(value: DateLike = None) -> datetime:
    """A datetime; now where ``value`` is empty."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if not value:
        return now_datetime()
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise InvalidDateError(_("{value} is not a date.", value=value)) from error


def get_time(value: Any) -> time:
    """A time of day."""
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta):
        return (datetime(1, 1, 1) + value).time()
    try:
        return time.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidDateError(_("{value} is not a time of day.", value=value)) from error


def add_to_date(
    value: DateLike = None, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0, hours: int = 0,
    minutes: int = 0, seconds: int = 0, as_string: bool = False, as_datetime: bool = False,
) -> Any:  # fmt: skip
    """``value`` moved; of the type it came in."""
    precise = (
        isinstance(value, datetime)
        or (isinstance(value, str) and ":" in value)
        or hours
        or minutes
        or seconds
    )
    moment = get_datetime(value)
    moved = datetime.combine(_add_months(moment.date(), years * 12 + months), moment.time())
    moved += timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    result: date = moved if precise or as_datetime else moved.date()
    return str(result) if as_string or isinstance(value, str) else result


def add_days(value: DateLike, days: float) -> Any:
    """``value`` and some days."""
    return add_to_date(value, days=int(days))


def add_months(value: DateLike, months: int) -> Any:
    """``value`` and some months."""
    return add_to_date(value, months=int(months))


def add_years(value: DateLike, years: int) -> Any:
    """``value`` and some years."""
    return add_to_date(value, years=int(years))


def date_diff(later: DateLike, earlier: DateLike) -> int:
    """Days between two dates."""
    return (getdate(later) - getdate(earlier)).days


def month_diff(later: DateLike, earlier: DateLike) -> int:
    """Months touched between two dates, both included."""
    end, start = getdate(later), getdate(earlier)
    return (end.year - start.year) * 12 + end.month - start.month + 1


def time_diff_in_seconds(later: DateLike, earlier: DateLike) -> float:
    """Seconds between two moments."""
    return (get_datetime(later) - get_datetime(earlier)).total_seconds()


def time_diff_in_hours(later: DateLike, earlier: DateLike) -> float:
    """Hours between two moments."""
    return time_diff_in_seconds(later, earlier) / 3600


def get_first_day(value: DateLike, d_years: int = 0, d_months: int = 0) -> date:
    """First day of the month."""
    return _add_months(getdate(value).replace(day=1), d_years * 12 + d_months)


def get_last_day(value: DateLike) -> date:
    """Last day of the month."""
    return get_first_day(value, 0, 1) - timedelta(days=1)


def get_first_day_of_week(value: DateLike) -> date:
    """Monday of the week."""
    day = getdate(value)
    return day - timedelta(days=day.weekday())


def get_last_day_of_week(value: DateLike) -> date:
    """Sunday of the week."""
    return get_first_day_of_week(value) + timedelta(days=6)


def get_quarter_start(value: DateLike) -> date:
    """First day of the quarter."""
    day = getdate(value)
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def get_quarter_ending(value: DateLike) -> date:
    """Last day of the quarter."""
    return _add_months(get_quarter_start(value), 3) - timedelta(days=1)


def get_year_start(value: DateLike) -> date:
    """First day of the year."""
    return date(getdate(value).year, 1, 1)


def get_year_ending(value: DateLike) -> date:
    """Last day of the year."""
    return date(getdate(value).year, 12, 31)


def format_date(value: DateLike, *_ignored: Any) -> str:
    """A date as ISO text."""
    return getdate(value).isoformat() if value else ""
