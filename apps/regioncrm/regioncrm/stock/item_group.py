"""Item Group: a branch of the assortment tree."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.org.tree import check_parent


class ItemGroup(Document):
    """Items hang on the leaves, groups on groups."""

    def validate(self) -> None:
        check_parent(self, "parent_item_group")
        self.check_parent_is_group()

    def check_parent_is_group(self) -> None:
        parent = self.parent_item_group
        if parent and not frappe.db.get_value("Item Group", parent, "is_group"):
            frappe.throw(
                _("{0} cannot hold other groups. Tick “Has sub-groups” in {0} first.").format(parent)
            )
