"""Vehicle: a car or van of the company."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class Vehicle(Document):
    """Stands in the branch of its driver, unless it says otherwise."""

    def validate(self) -> None:
        if self.driver and not self.branch:
            self.branch = frappe.db.get_value("Employee", self.driver, "branch")
