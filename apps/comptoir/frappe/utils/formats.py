"""Values as people read them, in the formats of the site and the language of the user."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_time as babel_time
from babel.dates import format_timedelta
from comptoir.context import current, has_current
from comptoir.documents.settings import locale_of
from comptoir.meta import fieldtypes, number_words
from comptoir.meta.fieldtypes.numbers import round_decimal
from comptoir.meta.locale import Locale, format_money, format_number, number_shape, usual
from comptoir.meta.locale import format_date as write_date
from comptoir.meta.model import Field

from frappe.utils.dates import DateLike, get_datetime, get_time, getdate, now_datetime
from frappe.utils.numbers import flt


def present_locale() -> Locale:
    """The formats of the acting user; the usual English ones outside a context."""
    return locale_of(current()) if has_current() else usual("en")


def formatdate(
    string_date: DateLike = None, format_string: str | None = None, parse_day_first: bool = False
) -> str:
    """A day in the site's format, or in one such as ``dd.MM.yy`` or ``long``; empty for nothing."""
    if not string_date:
        return ""
    day, locale = getdate(string_date, parse_day_first), present_locale()
    if not format_string or format_string == locale.date_format:
        return write_date(day, locale)
    pattern = (
        format_string if format_string in ("short", "medium", "long", "full") else _pattern(format_string)
    )
    return babel_date(day, pattern, locale=locale.lang)


format_date = formatdate


def format_time(time_string: Any = None, format_string: str | None = None) -> str:
    """A time of day in the site's format, or in one such as ``HH:mm``."""
    if time_string in (None, ""):
        return ""
    moment, locale = get_time(time_string), present_locale()
    return babel_time(moment.replace(microsecond=0), format_string or locale.time_format, locale=locale.lang)


def format_datetime(datetime_string: DateLike, format_string: str | None = None) -> str:
    """A moment in the site's formats, or in one such as ``dd.MM.yyyy HH:mm``."""
    if not datetime_string:
        return ""
    moment, locale = get_datetime(datetime_string), present_locale()
    if format_string:
        return babel_datetime(moment, _pattern(format_string), locale=locale.lang)
    return f"{write_date(moment.date(), locale)} {format_time(moment.time())}"


def global_date_format(date: DateLike, format: str = "long") -> str:
    """A day in words."""
    return babel_date(getdate(date), format, locale=present_locale().lang)


def format_duration(seconds: float | str, hide_days: bool = False) -> str:
    """A length of time such as ``1d 2h 30m``."""
    field = Field("duration", "Duration", hide_days=hide_days)
    return fieldtypes.get("Duration").format(field, int(float(seconds or 0)), present_locale())


def duration_to_seconds(duration: str) -> int:
    """Seconds of a text such as ``1d 2h 30m``. Raises ``InvalidDateError``."""
    found: int = fieldtypes.get("Duration").parse(Field("duration", "Duration"), duration)
    return found


def fmt_money(
    amount: Any, precision: int | None = None, currency: str | None = None, format: str | None = None,
    show_currency: bool = True,
) -> str:  # fmt: skip
    """An amount in the site's number format, with the symbol of ``currency`` where one is named."""
    locale = present_locale()
    locale = replace(locale, number_format=format) if format else locale
    digits = number_shape(locale.number_format).digits if precision is None else int(precision)
    text = format_number(round_decimal(Decimal(repr(flt(amount))), digits), locale, digits)
    return format_money(text, currency, locale.lang) if currency and show_currency else text


def format_value(value: Any, df: Any = None, doc: Any = None, currency: str | None = None, translated: bool = False,
                 format: str | None = None) -> str:  # fmt: skip
    """A value as its field writes it. ``df`` is a field, a dictionary with ``fieldtype``, or the name of a type."""
    field = _field(df)
    if value is None or field is None:
        return "" if value is None else str(value)
    if field.fieldtype == "Date" and format:
        return formatdate(value, format)
    locale = present_locale()
    if field.fieldtype == "Currency":
        named = doc.get(field.options) if doc is not None and field.options else None
        locale = replace(locale, currency=currency or named or locale.currency)
    kind = fieldtypes.get(field.fieldtype)
    return kind.format(field, kind.parse(field, value) if isinstance(value, str) else value, locale)


def money_in_words(
    number: Any, main_currency: str | None = None, fraction_currency: str | None = None
) -> str:
    """An amount in words, in the user's language (English, French, Russian); empty for what is no number."""
    try:
        amount = Decimal(repr(float(str(number).replace(",", ""))))
    except ValueError:
        return ""
    locale = present_locale()
    currency = main_currency or locale.currency or "EUR"
    return number_words.money_in_words(amount, currency, locale.lang, fraction_currency or "Cent")


def in_words(integer: Any, in_million: bool = True) -> str:
    """A whole number in words, in the user's language."""
    return number_words.in_words(int(flt(integer)), present_locale().lang)


def pretty_date(iso_datetime: DateLike) -> str:
    """How long ago something was, in words."""
    if not iso_datetime:
        return ""
    moment = get_datetime(iso_datetime)
    return format_timedelta(moment - now_datetime(), add_direction=True, locale=present_locale().lang)


def _field(df: Any) -> Field | None:
    if df is None or isinstance(df, Field):
        return df
    if isinstance(df, str):
        return Field("value", df)
    known = {key: df.get(key) for key in ("options", "precision") if df.get(key) not in (None, "")}
    if "precision" in known:
        known["precision"] = int(known["precision"])
    return Field(df.get("fieldname") or "value", df.get("fieldtype") or "Data", **known)


def _pattern(text: str) -> str:
    """Frappe writes months as ``mm`` in date formats; a pattern of both is read as Babel's."""
    return text.replace("mm", "MM") if "MM" not in text and ":" not in text else text
