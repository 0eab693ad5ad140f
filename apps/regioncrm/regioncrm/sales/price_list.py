"""Price List: a named set of prices in one currency."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class PriceList(Document):
    """Keeps one default per currency and the currency of prices already entered."""

    def validate(self) -> None:
        if not (self.selling or self.buying):
            frappe.throw(
                _("Price list {0} is for selling, for buying or for both. Tick at least one.").format(
                    self.price_list_name
                )
            )
        if (
            not self.is_new()
            and self.has_value_changed("currency")
            and frappe.db.exists("Item Price", {"price_list": self.name})
        ):
            frappe.throw(
                _("{0} already holds prices, so its currency stays. Enter another price list.").format(
                    self.name
                )
            )

    def on_update(self) -> None:
        if not self.is_default:
            return
        others = frappe.get_all(
            "Price List",
            filters={"is_default": 1, "currency": self.currency, "name": ["!=", self.name]},
            fields=["name", "selling", "buying"],
        )
        for other in others:
            if (other["selling"] and self.selling) or (other["buying"] and self.buying):
                frappe.db.set_value("Price List", other["name"], "is_default", 0)


def default_selling_list(currency: str) -> str | None:
    """The price list proposed on new documents in ``currency``."""
    name: str | None = frappe.db.get_value(
        "Price List", {"selling": 1, "is_default": 1, "status": "Active", "currency": currency}, "name"
    )
    return name
