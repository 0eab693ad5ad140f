"""Client Group: a kind of client with its own terms."""

from __future__ import annotations

from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class ClientGroup(Document):
    """Refuses a parent below itself."""

    def validate(self) -> None:
        check_parent(self, "parent_group")
