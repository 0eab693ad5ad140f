"""Dates and times: Date, Datetime, Time, Duration.

Only the ISO forms are read. A time with an offset is moved to the site's zone; stored times carry none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comptoir.errors import InvalidDateError, InvalidNumberError, RangeError
from comptoir.meta import rules
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.fieldtypes.numbers import (
    COLUMN_DIGITS,
    COLUMN_SCALE,
    is_negative_fault,
    read_decimal,
    round_decimal,
)
from comptoir.meta.locale import Locale, format_date
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings, excerpt, fault
from comptoir.sentences import Sentence, _

if TYPE_CHECKING:
    from comptoir.meta.model import Field

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<fraction>\.[0-9]{1,9})?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_TIME = re.compile(
    r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{2})(?::(?P<seconds>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
)
_DURATION = re.compile(r"(?:([0-9]+)d)?\s*(?:([0-9]+)h)?\s*(?:([0-9]+)m)?\s*(?:([0-9]+)s)?")
_FIRST_YEAR = 1000
_DAY = timedelta(days=1)
_LONGEST_SECONDS = 10**11


def _unreadable(template: Sentence, field: Field, value: Any) -> InvalidDateError:
    error = fault(InvalidDateError, template, field, value=excerpt(value)).as_error()
    assert isinstance(error, InvalidDateError)
    return error


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "").lstrip(".").ljust(6, "0")[:6] or "0")


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class Date(FieldType):
    """A day."""

    name = "Date"
    storage = Storage(StorageKind.DATE)
    widget = "date"
    purpose = "A day, written YYYY-MM-DD."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> date | None:
        if _is_empty(value):
            return None
        template = _('{label} must be a date written YYYY-MM-DD, but "{value}" is not one.')
        if isinstance(value, datetime):
            value = value.date()
        elif isinstance(value, str):
            try:
                value = _read_datetime(value.strip(), settings).date()
            except ValueError as error:
                raise _unreadable(template, field, value) from error
        if not isinstance(value, date) or value.year < _FIRST_YEAR:
            raise _unreadable(template, field, value)
        return value

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        return "" if value is None else format_date(value, locale)

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


def _read_datetime(text: str, settings: ValueSettings) -> datetime:
    match = _DATETIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day = date.fromisoformat(match["date"])
    moment = datetime.combine(day, time.fromisoformat(match["time"]) if match["time"] else time())
    moment = moment.replace(microsecond=_microseconds(match["fraction"]))
    if match["zone"] is None:
        return moment
    zone = "+00:00" if match["zone"] == "Z" else match["zone"]
    return _to_site_zone(datetime.fromisoformat(moment.isoformat() + zone), settings)


def _to_site_zone(moment: datetime, settings: ValueSettings) -> datetime:
    if settings.time_zone is None:
        raise ValueError("the site has no time zone")
    try:
        return moment.astimezone(settings.time_zone).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(str(error)) from error


class Datetime(FieldType):
    """A moment in the site's time zone, to the microsecond."""

    name = "Datetime"
    storage = Storage(StorageKind.DATETIME, scale=6)
    widget = "datetime"
    purpose = "A moment, written YYYY-MM-DD HH:MM:SS, in the site's time zone."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> datetime | None:
        if _is_empty(value):
            return None
        try:
            moment = self._read(value, settings)
        except ValueError as error:
            template = _(
                '{label} must be a date and time written YYYY-MM-DD HH:MM:SS, but "{value}" is not one.'
            )
            raise _unreadable(template, field, value) from error
        return moment

    def _read(self, value: Any, settings: ValueSettings) -> datetime:
        if isinstance(value, datetime):
            moment = value if value.tzinfo is None else _to_site_zone(value, settings)
        elif isinstance(value, date):
            moment = datetime.combine(value, time())
        else:
            moment = _read_datetime(str(value).strip(), settings)
        if moment.year < _FIRST_YEAR:
            raise ValueError("the year has fewer than four digits")
        return moment

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return f"{format_date(value, locale)} {_format_time(value.hour, value.minute, value.second, locale)}"

    def to_json(self, value: Any) -> Any:
        return value.isoformat(" ", "microseconds") if isinstance(value, datetime) else value


def _format_time(hour: int, minute: int, second: int, locale: Locale) -> str:
    seconds = f":{second:02d}" if locale.time_format.endswith("ss") else ""
    return f"{hour:02d}:{minute:02d}{seconds}"


class Time(FieldType):
    """A time of day."""

    name = "Time"
    storage = Storage(StorageKind.TIME, scale=6)
    widget = "time"
    purpose = "A time of day, written HH:MM:SS."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> timedelta | None:
        if _is_empty(value):
            return None
        try:
            moment = self._read(value)
        except ValueError as error:
            template = _('{label} must be a time of day written HH:MM:SS, but "{value}" is not one.')
            raise _unreadable(template, field, value) from error
        return moment

    def _read(self, value: Any) -> timedelta:
        if isinstance(value, datetime):
            value = value.time()
        if isinstance(value, time) and value.tzinfo is None:
            value = timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
        elif isinstance(value, str):
            value = self._read_text(value.strip())
        if not isinstance(value, timedelta) or not timedelta() <= value < _DAY:
            raise ValueError("outside the day")
        return value

    def _read_text(self, text: str) -> timedelta:
        match = _TIME.fullmatch(text)
        if match is None or int(match["minutes"]) > 59 or int(match["seconds"] or 0) > 59:
            raise ValueError(text)
        return timedelta(
            hours=int(match["hours"]),
            minutes=int(match["minutes"]),
            seconds=int(match["seconds"] or 0),
            microseconds=_microseconds(match["fraction"]),
        )

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return _format_time(*divmod(minutes, 60), seconds, locale)

    def to_json(self, value: Any) -> Any:
        return str(value) if isinstance(value, timedelta) else value


class Duration(FieldType):
    """A length of time in whole seconds."""

    name = "Duration"
    storage = Storage(StorageKind.DECIMAL, COLUMN_DIGITS, COLUMN_SCALE, default=0)
    widget = "duration"
    purpose = "A length of time in seconds; also read as 1d 2h 30m 5s."
    empty = 0

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> int:
        if isinstance(value, timedelta):
            value = Decimal(value // timedelta(microseconds=1)).scaleb(-6)
        elif isinstance(value, str) and value.strip():
            value = self._read_parts(value.strip())
        try:
            seconds = read_decimal(field, value, settings)
        except InvalidNumberError as error:
            template = _(
                '{label} must be a number of seconds or written like 1d 2h 30m, but "{value}" is neither.'
            )
            raise _unreadable(template, field, value) from error
        if seconds is None:
            return 0
        if seconds.adjusted() > 11 or abs(seconds) > _LONGEST_SECONDS:
            raise fault(RangeError, _("{label} is too long."), field).as_error()
        return int(round_decimal(seconds, 0, settings.rounding))

    def _read_parts(self, text: str) -> str | int:
        match = _DURATION.fullmatch(text)
        if match is None or len(text) > 60:
            return text
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return days * 86_400 + hours * 3_600 + minutes * 60 + seconds

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if value is None:
            return ()
        return [*is_negative_fault(field, value), *rules.check_range(field, value)]

    def check_declaration(self, field: Field) -> Sequence[str]:
        return rules.check_range_declaration(field)

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        if not value:
            return ""
        total = abs(int(value))
        hours, rest = divmod(total, 3_600)
        days, hours = (0, hours) if field.hide_days else divmod(hours, 24)
        minutes, seconds = divmod(rest, 60)
        parts = [(days, "d"), (hours, "h"), (minutes, "m"), (0 if field.hide_seconds else seconds, "s")]
        text = " ".join(f"{amount}{unit}" for amount, unit in parts if amount)
        return ("-" if value < 0 and text else "") + text


TYPES = (Date, Datetime, Time, Duration)
