"""What the yardstick does for a proposal: the reads that its prices need, one per table, and the arithmetic by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT, FINE, HUNDRED = Decimal("0.01"), Decimal("0.0001"), Decimal(100)
Row = dict[str, Any]


def found(cursor: Any, sql: str, *values: Any) -> list[Row]:
    """The rows of a SELECT inside a transaction."""
    cursor.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def price(cursor: Any, values: Row, lines: list[Row]) -> None:
    """Fill the lines of a proposal, and add them up."""
    client = found(
        cursor,
        "SELECT `client_name`, `branch`, `responsible`, `price_list` FROM `tabClient` WHERE `name` = ?",
        values["client"],
    )[0]
    found(cursor, "SELECT `name` FROM `tabCurrency` WHERE `name` = ?", values["currency"])
    values |= {key: client[key] for key in ("client_name", "branch", "responsible")}
    lists = found(
        cursor,
        "SELECT `name` FROM `tabPrice List` WHERE `selling` = 1 AND `is_default` = 1 AND `status` = 'Active' AND `currency` = ?",
        values["currency"],
    )
    chosen = client["price_list"] or (lists[0]["name"] if lists else None)
    fill_lines(cursor, lines, chosen)
    add_up(values, lines)


def fill_lines(cursor: Any, lines: list[Row], price_list: str | None) -> None:
    """Take over what the items say; a line that has a cost keeps it."""
    codes = sorted({line["item"] for line in lines})
    places = ", ".join("?" for _ in codes)
    items = {
        row["name"]: row
        for row in found(
            cursor,
            "SELECT `name`, `item_name`, `unit`, `sales_unit`, `tax_percent`, `rate`, `markup_percent`, `cost`, `cost_method`"
            f" FROM `tabItem` WHERE `name` IN ({places})",
            *codes,
        )
    }
    prices: dict[str, Any] = {}
    if price_list:
        sql = f"SELECT `item`, `rate` FROM `tabItem Price` WHERE `price_list` = ? AND `item` IN ({places})"
        prices = {row["item"]: row["rate"] for row in found(cursor, sql, price_list, *codes)}
    costs = {} if all(line.get("cost") for line in lines) else costs_of(cursor, items, places)
    for line in lines:
        item = items[line["item"]]
        cost = exact(line.get("cost")) or costs[line["item"]]
        markup = exact(line.get("markup_percent") or item["markup_percent"])
        rate = exact(prices.get(line["item"])) or rounded(cost * (HUNDRED + markup) / HUNDRED, FINE)
        line |= {
            "item_name": item["item_name"], "unit": item["sales_unit"] or item["unit"], "kind": "Standard", "counts": 1,
            "tax_percent": item["tax_percent"], "markup_percent": float(markup), "cost": float(cost), "rate": float(rate),
            "price_source": "Price List" if line["item"] in prices else "Mark-up",
        }  # fmt: skip


def costs_of(cursor: Any, items: dict[str, Row], places: str) -> dict[str, Decimal]:
    """The average value in stock, or else the standard cost. What is made would be rolled up; nothing is, here."""
    made = f"SELECT `item`, `name` FROM `tabBill of Materials` WHERE `is_default` = 1 AND `status` = 'Active' AND `item` IN ({places})"
    assert not found(cursor, made, *items)
    kept = f"SELECT `item`, sum(`qty`) AS qty, sum(`value`) AS value FROM `tabStock Balance` WHERE `qty` > 0 AND `item` IN ({places}) GROUP BY `item`"
    stock = {row["item"]: exact(row["value"]) / exact(row["qty"]) for row in found(cursor, kept, *items)}
    return {code: rounded(stock.get(code, exact(item["cost"])), FINE) for code, item in items.items()}


def add_up(values: Row, lines: list[Row]) -> None:
    """Amounts to the cent, line by line and in all."""
    sums = dict.fromkeys(("net_total", "tax_total", "cost_total"), Decimal(0))
    for line in lines:
        qty = exact(line["qty"])
        net = rounded(qty * exact(line["rate"]), CENT)
        tax = rounded(net * exact(line["tax_percent"]) / HUNDRED, CENT)
        cost = rounded(qty * exact(line["cost"]), CENT)
        sums = {"net_total": sums["net_total"] + net, "tax_total": sums["tax_total"] + tax, "cost_total": sums["cost_total"] + cost}  # fmt: skip
        line |= {
            "amount": float(net), "net_amount": float(net), "tax_amount": float(tax), "total": float(net + tax),
            "cost_amount": float(cost), "margin_percent": float(margin(net, cost)),
        }  # fmt: skip
    net, tax, cost = sums.values()
    values |= {key: float(value) for key, value in sums.items()}
    values |= {"total": float(net), "grand_total": float(net + tax), "margin": float(net - cost)}
    values["margin_percent"] = float(margin(net, cost))


def margin(net: Decimal, cost: Decimal) -> Decimal:
    """What stays of ``net``, per cent."""
    return rounded((net - cost) * HUNDRED / net, CENT) if net else Decimal(0)


def exact(value: Any) -> Decimal:
    """A number as the decimal it shows as."""
    return Decimal(str(value or 0))


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """``value`` in whole steps, half up."""
    return value.quantize(step, rounding=ROUND_HALF_UP)
