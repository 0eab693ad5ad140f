"""Contact: a person who speaks for a client. Each client has at most one main contact."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from regioncrm.dates import check_birthday
from regioncrm.org.names import full_name


class Contact(Document):
    """Composes the full name and keeps the main contact single."""

    def validate(self) -> None:
        self.full_name = full_name(self.first_name, self.middle_name, self.last_name)
        check_birthday(self.birthday)
        if self.status == "Gone":
            self.is_primary = 0

    def on_update(self) -> None:
        if not self.is_primary or not self.client:
            return
        others = frappe.get_all(
            "Contact",
            filters=[["client", "=", self.client], ["is_primary", "=", 1], ["name", "!=", self.name]],
            pluck="name",
        )
        for name in others:
            frappe.db.set_value("Contact", name, "is_primary", 0)
