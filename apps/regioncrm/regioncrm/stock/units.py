"""Units of an item: how much of the stock unit another unit holds, and which quantities can exist.

A conversion belongs to the item, never to the unit: a box holds 5 reams of one paper and 12 pens of one
pen.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe import _

from regioncrm.decimals import exact, to_places
from regioncrm.stock.goods import Goods

QTY_PLACES = 6


def factor(item: str, unit: str | None, goods: Goods | None = None) -> Decimal:
    """How many stock units of ``item`` one ``unit`` holds. ``goods`` are the items of the calculation at hand.

    Raises:
        frappe.ValidationError: the item is not kept in that unit.
    """
    goods = goods or Goods([item])
    stock_unit = goods.of(item)["unit"]
    if not unit or unit == stock_unit:
        return Decimal(1)
    held = goods.conversions.get((item, unit))
    if not held:
        frappe.throw(
            _("Item {0} is not kept in {1}. Use {2}, or add {1} to the unit conversions of the item.").format(
                item, unit, stock_unit
            )
        )
    return exact(held)


def to_stock_units(item: str, qty: object, unit: str | None, goods: Goods | None = None) -> Decimal:
    """``qty`` of ``unit``, in the stock unit of ``item``."""
    return to_places(exact(qty) * factor(item, unit, goods), QTY_PLACES)


def check_whole(qty: object, unit: str | None, row: int, goods: Goods | None = None) -> None:
    """Refuse a fraction of a unit that cannot be divided."""
    if not unit or exact(qty) == exact(qty).to_integral_value():
        return
    if unit in (goods or Goods([])).whole_units:
        frappe.throw(
            _("Row {0}: {1} cannot be divided, and {2} is not a whole number.").format(row, unit, qty)
        )


@frappe.whitelist()
def convert(item: str, qty: float, from_unit: str, to_unit: str | None = None) -> float:
    """``qty`` of ``from_unit`` in ``to_unit`` of ``item``; in its stock unit where none is named."""
    frappe.has_permission("Item", "read", item, throw=True)
    in_stock_unit = exact(qty) * factor(item, from_unit)
    return float(to_places(in_stock_unit / factor(item, to_unit), QTY_PLACES))
