"""Employee: a person of the company. The link to a user is what ties tasks and rights to a login."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from regioncrm.dates import check_birthday
from regioncrm.org.names import full_name
from regioncrm.org.tree import check_parent


class Employee(Document):
    """Composes the full name and keeps dates and superiors consistent."""

    def validate(self) -> None:
        self.employee_name = full_name(self.first_name, self.middle_name, self.last_name)
        self.check_dates()
        check_parent(self, "reports_to")
        if self.successor and self.successor == self.name:
            frappe.throw(
                _("{0} cannot be the successor of the same person. Choose somebody else.").format(
                    self.employee_name
                )
            )

    def check_dates(self) -> None:
        check_birthday(self.birthday)
        if self.status != "Left":
            self.left_on = None
        if self.hired_on and self.left_on and getdate(self.left_on) < getdate(self.hired_on):
            frappe.throw(
                _("{0} cannot have left before being hired. Correct one of the two dates.").format(
                    self.employee_name
                )
            )


def employee_of(user: str) -> str | None:
    """The employee who signs in as `user`, or nothing for a login without a person."""
    name: str | None = frappe.db.get_value("Employee", {"user": user}, "name")
    return name


def team_of(user: str) -> list[str]:
    """The employees who report to `user`, directly or through others."""
    head = employee_of(user)
    if head is None:
        return []
    found: list[str] = []
    level = [head]
    while level:
        rows = frappe.get_all(
            "Employee", filters={"reports_to": ["in", level]}, pluck="name", limit_page_length=0
        )
        level = [name for name in rows if name not in found and name != head]
        found.extend(level)
    return found


def user_of(employee: str | None) -> str | None:
    """The login of an employee, or nothing for a person without one."""
    if not employee:
        return None
    user: str | None = frappe.db.get_value("Employee", employee, "user")
    return user
