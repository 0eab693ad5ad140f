"""Days that can hardly be meant: a year mistyped, somebody born tomorrow."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_years, formatdate, getdate, nowdate

MOST_YEARS_BACK = 50


def check_posting(day: Any) -> None:
    """Refuse to enter in the books what would lie too far back for anybody to have meant it."""
    if day and getdate(day) < getdate(add_years(nowdate(), -MOST_YEARS_BACK)):
        frappe.throw(
            _("The date {0} lies more than {1} years back. Check the year.").format(
                formatdate(day), MOST_YEARS_BACK
            )
        )


def check_birthday(day: Any) -> None:
    """Refuse a birthday that has not come yet."""
    if day and getdate(day) > getdate(nowdate()):
        frappe.throw(_("The birthday {0} lies in the future. Check the year.").format(formatdate(day)))
