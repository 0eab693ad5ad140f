"""Branch: an office of the company. The tree of branches decides whose numbers add up into whose."""

from __future__ import annotations

from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class Branch(Document):
    """Refuses a parent below itself."""

    def validate(self) -> None:
        check_parent(self, "parent_branch")
