"""``frappe.utils``: numbers, dates and texts as application code knows them. Dates come in as text or dates."""

from frappe.utils.dates import (
    add_days,
    add_months,
    add_to_date,
    add_years,
    date_diff,
    format_date,
    get_datetime,
    get_first_day,
    get_first_day_of_week,
    get_last_day,
    get_last_day_of_week,
    get_quarter_ending,
    get_quarter_start,
    get_time,
    get_year_ending,
    get_year_start,
    getdate,
    month_diff,
    now,
    now_datetime,
    nowdate,
    nowtime,
    time_diff_in_hours,
    time_diff_in_seconds,
    today,
)
from frappe.utils.numbers import cint, flt, fmt_money, rounded
from frappe.utils.texts import (
    comma_and,
    cstr,
    escape_html,
    get_url,
    random_string,
    strip_html,
    validate_email_address,
    validate_phone_number,
)

__all__ = [
    "add_days", "add_months", "add_to_date", "add_years", "cint", "comma_and", "cstr", "date_diff", "escape_html",
    "flt", "fmt_money", "format_date", "get_datetime", "get_first_day", "get_first_day_of_week", "get_last_day",
    "get_last_day_of_week", "get_quarter_ending", "get_quarter_start", "get_time", "get_url", "get_year_ending",
    "get_year_start", "getdate", "month_diff", "now", "now_datetime", "nowdate", "nowtime", "random_string",
    "rounded", "strip_html", "time_diff_in_hours", "time_diff_in_seconds", "today", "validate_email_address",
    "validate_phone_number",
]  # fmt: skip
