"""Item: anything the company buys, makes, sells or does.

Invariants: the stock unit of an item that has moved never changes; a barcode belongs to one item; a
service is never kept in stock.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from regioncrm.stock import barcodes
from regioncrm.stock.ledger import has_moved, rename_balances
from regioncrm.stock.units import to_stock_units


class Item(Document):
    """Keeps units, barcodes and reorder levels in order."""

    def before_insert(self) -> None:
        self.take_defaults_of_group()

    def validate(self) -> None:
        if self.item_type == "Service":
            self.is_stock_item = 0
        self.check_units()
        self.check_barcodes()
        self.check_reorder_levels()
        self.check_suppliers()
        self.check_analogue()
        self.check_what_has_moved()

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        if merge and (has_moved(item=old) or has_moved(item=new)):
            frappe.throw(_("{0} and {1} have stock movements and cannot be merged.").format(old, new))

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        rename_balances(item=new)

    def convert(self, qty: float, from_unit: str) -> Decimal:
        """``qty`` of ``from_unit`` in the stock unit of this item."""
        return to_stock_units(self.name, qty, from_unit)

    def take_defaults_of_group(self) -> None:
        group = frappe.db.get_value(
            "Item Group",
            self.item_group,
            ["default_unit", "default_tax_percent", "default_markup_percent"],
            as_dict=True,
        )
        if not group:
            return
        if not self.get("unit"):
            self.unit = group["default_unit"]
        if not self.get("tax_percent"):
            self.tax_percent = group["default_tax_percent"]
        if not self.get("markup_percent"):
            self.markup_percent = group["default_markup_percent"]

    def check_units(self) -> None:
        seen = {self.unit}
        for row in self.get("conversions"):
            if row.unit in seen:
                frappe.throw(
                    _(
                        "Row {0} of the unit conversions: {1} is the stock unit or already listed. Remove the row."
                    ).format(row.idx, row.unit)
                )
            if flt(row.factor) <= 0:
                frappe.throw(
                    _("Row {0} of the unit conversions: say how many {1} one {2} holds.").format(
                        row.idx, self.unit, row.unit
                    )
                )
            seen.add(row.unit)
        named = {self.purchase_unit, self.sales_unit, *(row.unit for row in self.get("barcodes"))}
        for unit in sorted(name for name in named if name and name not in seen):
            frappe.throw(
                _("{0} is used for {1} but has no unit conversion. Add one.").format(unit, self.item_code)
            )

    def check_barcodes(self) -> None:
        seen: set[str] = set()
        for row in self.get("barcodes"):
            if row.barcode in seen:
                frappe.throw(_("Row {0} of the barcodes: {1} is listed twice.").format(row.idx, row.barcode))
            seen.add(row.barcode)
            self.check_barcode(row)

    def check_barcode(self, row: Any) -> None:
        problem = barcodes.problem(row.barcode or "", row.barcode_type)
        if problem == "digits":
            frappe.throw(
                _("Barcode {0}: an {1} consists of digits only.").format(row.barcode, row.barcode_type)
            )
        if problem == "length":
            frappe.throw(
                _("Barcode {0}: an {1} has {2} digits.").format(
                    row.barcode, row.barcode_type, barcodes.LENGTHS[row.barcode_type]
                )
            )
        if problem == "check digit":
            frappe.throw(
                _("Barcode {0}: the last digit does not match the others. Scan it again.").format(row.barcode)
            )
        taken = frappe.db.get_value(
            "Item Barcode", {"barcode": row.barcode, "parent": ["!=", self.name or ""]}, "parent"
        )
        if taken:
            known = frappe.has_permission("Item", "select", doc=taken)
            frappe.throw(
                _("Barcode {0} belongs to item {1}.").format(row.barcode, taken)
                if known
                else _("Barcode {0} belongs to an item you may not see.").format(row.barcode),
                frappe.DuplicateEntryError,
            )

    def check_reorder_levels(self) -> None:
        seen: set[str] = set()
        for row in self.get("reorder_levels"):
            if row.warehouse in seen:
                frappe.throw(
                    _("Row {0} of the reorder levels: {1} is listed twice.").format(row.idx, row.warehouse)
                )
            seen.add(row.warehouse)
            if row.maximum_qty and flt(row.maximum_qty) < flt(row.minimum_qty):
                frappe.throw(
                    _(
                        "Row {0} of the reorder levels: the quantity to fill up to is below the one to order at."
                    ).format(row.idx)
                )

    def check_suppliers(self) -> None:
        if sum(1 for row in self.get("suppliers") if row.is_preferred) > 1:
            frappe.throw(
                _("Item {0} has more than one preferred supplier. Leave one.").format(self.item_code)
            )

    def check_analogue(self) -> None:
        if self.analogue and self.analogue == self.name:
            frappe.throw(_("Item {0} cannot be replaced by itself.").format(self.item_code))

    def check_what_has_moved(self) -> None:
        if self.is_new():
            return
        if self.has_value_changed("unit") and has_moved(item=self.name):
            frappe.throw(
                _("Item {0} has stock movements, so its stock unit stays. Enter a new item instead.").format(
                    self.item_code
                )
            )
        if self.has_value_changed("is_stock_item") and not self.is_stock_item and has_moved(item=self.name):
            frappe.throw(
                _("Item {0} has stock movements and has to be kept in stock.").format(self.item_code)
            )
