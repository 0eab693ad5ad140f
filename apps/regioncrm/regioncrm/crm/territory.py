"""Territory: a region of sales served by one branch."""

from __future__ import annotations

from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class Territory(Document):
    """Refuses a parent below itself."""

    def validate(self) -> None:
        check_parent(self, "parent_territory")
