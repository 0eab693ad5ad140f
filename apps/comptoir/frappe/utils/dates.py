"""Days and moments in the site's time zone: reading them, moving them, measuring between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from comptoir.context import current
from comptoir.errors import InvalidDateError
from comptoir.query.periods import add_months as _add_months
from comptoir.sentences import _
from comptoir.sites.settings import site_settings

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


def get_timestamp(value: DateLike = None) -> float:
    """Seconds since 1970."""
    return get_datetime(value).timestamp()


def getdate(value: DateLike = None, parse_day_first: bool = False) -> date:
    """A date; today where ``value`` is empty. Text is ISO, or day first where asked."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if parse_day_first and isinstance(value, str):
        parts = value.replace("/", "-").replace(".", "-").split("-")
        value = "-".join(reversed(parts)) if len(parts[0]) <= 2 else value
    return get_datetime(value).date()


def get_datetime(value: Any = None, as_str: bool = False) -> Any:
    """A datetime; now where ``value`` is empty."""
    found = _moment(value)
    return str(found) if as_str else found


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, timedelta):
        return datetime.combine(now_datetime().date(), time.min) + value
    if isinstance(value, (list, tuple)):
        return datetime(*value)
    if not value:
        return now_datetime()
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise InvalidDateError(_("{value} is not a date.", value=value)) from error


def get_datetime_str(value: DateLike) -> str:
    """A moment as ISO text."""
    return str(get_datetime(value))


def get_date_str(value: DateLike) -> str:
    """A day as ISO text."""
    return getdate(value).isoformat()


def get_time_str(value: Any) -> str:
    """A time of day as text."""
    return str(get_time(value))


def get_time(value: Any) -> time:
    """A time of day."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta):
        return (datetime(1, 1, 1) + value).time()
    try:
        text = str(value).strip()
        return datetime.fromisoformat(text).time() if "-" in text else time.fromisoformat(text.zfill(8))
    except ValueError as error:
        raise InvalidDateError(_("{value} is not a time of day.", value=value)) from error


def to_timedelta(value: Any) -> timedelta:
    """A time of day as the length since midnight."""
    if isinstance(value, timedelta):
        return value
    found = get_time(value)
    return timedelta(
        hours=found.hour, minutes=found.minute, seconds=found.second, microseconds=found.microsecond
    )


def add_to_date(
    date: DateLike = None, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0, hours: int = 0,
    minutes: int = 0, seconds: int = 0, as_string: bool = False, as_datetime: bool = False,
) -> Any:  # fmt: skip
    """``date`` moved; of the type it came in."""
    precise = (
        isinstance(date, datetime) or (isinstance(date, str) and ":" in date) or hours or minutes or seconds
    )
    moment = get_datetime(date)
    moved = datetime.combine(_add_months(moment.date(), int(years * 12 + months)), moment.time())
    moved += timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    result: Any = moved if precise or as_datetime else moved.date()
    return str(result) if as_string or isinstance(date, str) else result


def add_days(date: DateLike, days: float) -> Any:
    """``date`` and some days."""
    return add_to_date(date, days=int(days))


def add_months(date: DateLike, months: int) -> Any:
    """``date`` and some months, kept inside the month."""
    return add_to_date(date, months=int(months))


def add_years(date: DateLike, years: int) -> Any:
    """``date`` and some years."""
    return add_to_date(date, years=int(years))


def date_diff(string_ed_date: DateLike, string_st_date: DateLike) -> int:
    """Days between two dates, the later first."""
    return (getdate(string_ed_date) - getdate(string_st_date)).days


def days_diff(string_ed_date: DateLike, string_st_date: DateLike) -> int:
    """Days from one date to another, both included."""
    return date_diff(string_ed_date, string_st_date) + 1


def month_diff(string_ed_date: DateLike, string_st_date: DateLike) -> int:
    """Months touched between two dates, both included."""
    end, start = getdate(string_ed_date), getdate(string_st_date)
    return (end.year - start.year) * 12 + end.month - start.month + 1


def time_diff(string_ed_date: DateLike, string_st_date: DateLike) -> timedelta:
    """The time between two moments, the later first."""
    difference: timedelta = get_datetime(string_ed_date) - get_datetime(string_st_date)
    return difference


def time_diff_in_seconds(string_ed_date: DateLike, string_st_date: DateLike) -> float:
    """Seconds between two moments."""
    return time_diff(string_ed_date, string_st_date).total_seconds()


def time_diff_in_hours(string_ed_date: DateLike, string_st_date: DateLike) -> float:
    """Hours between two moments, with six digits."""
    return round(time_diff_in_seconds(string_ed_date, string_st_date) / 3600, 6)


def is_last_day_of_the_month(date: DateLike) -> bool:
    """Whether a day is the last of its month."""
    return (getdate(date) + timedelta(days=1)).day == 1


def get_system_timezone() -> str:
    """Name of the site's time zone."""
    return site_settings(current()).time_zone


get_time_zone = get_system_timezone


def get_datetime_in_timezone(time_zone: str) -> datetime:
    """The present moment in another zone."""
    return datetime.now(ZoneInfo(time_zone))


def convert_utc_to_system_timezone(utc_timestamp: DateLike) -> datetime:
    """A moment of universal time in the site's zone."""
    moment = get_datetime(utc_timestamp)
    aware: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(get_system_timezone()))


def convert_utc_to_timezone(utc_timestamp: DateLike, time_zone: str) -> datetime:
    """A moment of universal time in a zone."""
    moment = get_datetime(utc_timestamp)
    aware: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(time_zone))


def validate_date(value: Any) -> bool:
    """Whether ``value`` is a day written YYYY-MM-DD."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
