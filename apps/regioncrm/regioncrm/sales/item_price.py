"""Item Price: the price of an item in a price list, from a day on.

Of the prices valid on a day the latest counts, so a new price simply starts later and the old one stays as
history; two that start on one day would leave the answer open and are refused.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, getdate

from regioncrm.stock.units import factor


class ItemPrice(Document):
    """Refuses a second price for the same day, unit and quantity."""

    def validate(self) -> None:
        if self.unit:
            factor(self.item, self.unit)
        if self.valid_from and self.valid_upto and getdate(self.valid_upto) < getdate(self.valid_from):
            frappe.throw(_("The price of {0} ends before it begins. Correct its dates.").format(self.item))
        self.check_twin()

    def check_twin(self) -> None:
        stock_unit = frappe.db.get_value("Item", self.item, "unit")
        rows = frappe.get_all(
            "Item Price",
            filters={"item": self.item, "price_list": self.price_list, "name": ["!=", self.name or ""]},
            fields=["unit", "min_qty", "valid_from"],
            limit_page_length=0,
        )
        starts = getdate(self.valid_from) if self.valid_from else None
        for row in rows:
            same = (row["unit"] or stock_unit) == (self.unit or stock_unit) and flt(row["min_qty"]) == flt(
                self.min_qty
            )
            if same and row["valid_from"] == starts:
                frappe.throw(
                    _(
                        "{0} already has a price in {1} from this day on. Change that price, or let this one start later."
                    ).format(self.item, self.price_list),
                    frappe.DuplicateEntryError,
                )
