"""Warehouse: a place where goods lie, in one branch; groups hold warehouses and no goods."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.org.tree import check_parent
from regioncrm.stock.ledger import has_moved, has_stock, rename_balances


class Warehouse(Document):
    """Keeps the tree sound and does not close a warehouse with goods in it."""

    def validate(self) -> None:
        check_parent(self, "parent_warehouse")
        self.check_parent_is_group()
        self.check_goods()

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        if merge and (has_moved(warehouse=old) or has_moved(warehouse=new)):
            frappe.throw(_("{0} and {1} have stock movements and cannot be merged.").format(old, new))

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        rename_balances(warehouse=new)

    def check_parent_is_group(self) -> None:
        parent = self.parent_warehouse
        if parent and not frappe.db.get_value("Warehouse", parent, "is_group"):
            frappe.throw(
                _("{0} cannot hold other warehouses. Tick “Has sub-warehouses” in {0} first.").format(parent)
            )

    def check_goods(self) -> None:
        if self.is_new():
            return
        if self.is_group and has_moved(warehouse=self.name):
            frappe.throw(_("{0} has stock movements and cannot become a group.").format(self.name))
        if self.status == "Closed" and has_stock(self.name):
            frappe.throw(_("{0} still holds goods. Move them out before closing it.").format(self.name))
