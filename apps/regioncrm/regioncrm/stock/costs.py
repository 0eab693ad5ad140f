"""What items cost: in stock, by price list, by standard, or rolled up from bills of materials."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import frappe

from regioncrm.decimals import ZERO, exact, to_places
from regioncrm.sales.prices import price_at
from regioncrm.stock.bom_cost import COST_PLACES, Part, Recipe, Step, roll_up
from regioncrm.stock.goods import Goods
from regioncrm.stock.units import to_stock_units


def stock_value(item: str, goods: Goods) -> Decimal | None:
    """The average value of a unit over all warehouses; nothing where none is in stock."""
    rows = goods.in_stock.get(item, ())
    qty = sum((exact(row["qty"]) for row in rows), ZERO)
    value = sum((exact(row["value"]) for row in rows), ZERO)
    return to_places(value / qty, COST_PLACES) if qty else None


def bought_cost(
    item: str,
    cost_from: str,
    price_list: str | None = None,
    on_date: Any = None,
    goods: Goods | None = None,
) -> Decimal:
    """What a unit costs to buy; the standard cost where the stock or the price list does not know it."""
    goods = goods or Goods([item])
    found: Decimal | None = None
    if cost_from == "Stock Value":
        found = stock_value(item, goods)
    elif cost_from == "Price List" and price_list:
        found = price_at(item, price_list, on_date, goods=goods)
    return found if found is not None else exact(goods.of(item)["cost"])


def usual_cost(item: str, goods: Goods) -> Decimal:
    """What a unit of a bought item costs by the item's own cost method."""
    method = goods.of(item)["cost_method"]
    return bought_cost(item, "Standard Cost" if method == "Standard Cost" else "Stock Value", goods=goods)


def unit_cost(item: str, goods: Goods, bom: str | None = None) -> Decimal:
    """What a unit of ``item`` costs now: rolled up from ``bom`` or its default list, or as it is bought."""
    bom = bom or goods.default_boms.get(item)
    if not bom:
        return usual_cost(item, goods)
    terms = frappe.db.get_value(
        "Bill of Materials", bom, ["cost_from", "price_list", "cost_date"], as_dict=True
    )
    return roll_up(recipe_of(bom), recipe_of, buyer(**terms)).unit


def buyer(cost_from: str, price_list: str | None, cost_date: Any) -> Callable[[str], Decimal]:
    """The price of bought parts under the terms of one bill of materials."""
    return lambda item: bought_cost(item, cost_from, price_list, cost_date)


def recipe_of(bom: str) -> Recipe:
    """The arithmetic of a saved bill of materials, in stock units."""
    return recipe_from(frappe.get_doc("Bill of Materials", bom))


def recipe_from(doc: Any) -> Recipe:
    """The arithmetic of a bill of materials, in stock units."""
    goods = Goods(row.item for row in doc.get("items"))
    parts = tuple(
        Part(
            row.item,
            to_stock_units(row.item, row.qty, row.unit, goods),
            row.bom or None,
            exact(row.scrap_percent),
        )
        for row in doc.get("items")
    )
    steps = tuple(Step(exact(row.minutes), exact(row.hourly_rate)) for row in doc.get("operations"))
    return Recipe(doc.item, exact(doc.quantity), parts, steps)
