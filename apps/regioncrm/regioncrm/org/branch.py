"""Branch: an office of the company. Its place in the tree decides whose numbers are consolidated into whose."""

from __future__ import annotations

from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class Branch(Document):
    """Refuses a parent below itself."""

    def validate(self) -> None:
        check_parent(self, "parent_branch")
