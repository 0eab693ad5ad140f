"""Prices at a date: which row of a price list applies to a quantity of an item on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from frappe.utils import getdate, nowdate

from regioncrm.decimals import exact
from regioncrm.stock.goods import Goods
from regioncrm.stock.units import factor


def price_at(
    item: str,
    price_list: str,
    on_date: Any = None,
    unit: str | None = None,
    qty: Decimal = Decimal(1),
    goods: Goods | None = None,
) -> Decimal | None:
    """The price of one ``unit`` of ``item`` on a day, today where none is given; nothing where the list has none.

    A price for the very unit comes first; otherwise the price of the stock unit is multiplied.
    """
    goods = goods or Goods([item])
    rows = goods.prices(price_list).get(item)
    if not rows:
        return None
    stock_unit = goods.of(item)["unit"]
    wanted = unit or stock_unit
    day = getdate(on_date or nowdate())
    found = choose((row for row in rows if (row["unit"] or stock_unit) == wanted), day, qty)
    if found is not None or wanted == stock_unit:
        return found
    held = factor(item, wanted, goods)
    found = choose((row for row in rows if (row["unit"] or stock_unit) == stock_unit), day, qty * held)
    return found * held if found is not None else None


def choose(rows: Iterable[dict[str, Any]], day: date, qty: Decimal) -> Decimal | None:
    """Of the rows valid on ``day`` for ``qty``: the one for the largest quantity, then the latest."""
    valid = [row for row in rows if is_valid(row, day) and exact(row["min_qty"]) <= qty]
    if not valid:
        return None
    best = max(valid, key=lambda row: (exact(row["min_qty"]), row["valid_from"] or date.min))
    return exact(best["rate"])


def is_valid(row: dict[str, Any], day: date) -> bool:
    """Whether ``day`` lies within the validity of a price; an open end has no limit."""
    starts, ends = row["valid_from"], row["valid_upto"]
    return (not starts or starts <= day) and (not ends or day <= ends)
