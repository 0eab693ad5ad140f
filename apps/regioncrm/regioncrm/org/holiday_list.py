"""Holiday List: the days on which a branch does not work."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class HolidayList(Document):
    """Keeps holidays inside the period of the list, each date once, in order."""

    def validate(self) -> None:
        first, last = getdate(self.from_date), getdate(self.to_date)
        if last < first:
            frappe.throw(
                _("The holiday list {0} ends before it begins. Correct one of the two dates.").format(
                    self.list_name
                )
            )
        seen = set()
        for row in self.get("holidays"):
            day = getdate(row.holiday_date)
            if not first <= day <= last:
                frappe.throw(
                    _(
                        "Holiday {0} ({1}) lies outside the period of the list. "
                        "Change the date or the period."
                    ).format(row.description, row.holiday_date)
                )
            if day in seen:
                frappe.throw(
                    _("The date {0} is in the list twice. Remove one of the rows.").format(row.holiday_date)
                )
            seen.add(day)
