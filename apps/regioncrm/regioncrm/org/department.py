"""Department: a unit of people, inside one branch or across all of them."""

from __future__ import annotations

from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class Department(Document):
    """Refuses a parent below itself."""

    def validate(self) -> None:
        check_parent(self, "parent_department")
