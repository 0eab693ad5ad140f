"""What the rules ask about the items of a document: read when first asked for, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import frappe

ITEM_FIELDS = (
    "name",
    "item_name",
    "unit",
    "sales_unit",
    "tax_percent",
    "rate",
    "markup_percent",
    "cost",
    "cost_method",
)
PRICE_FIELDS = ("item", "rate", "unit", "min_qty", "valid_from", "valid_upto")


class Goods:
    """A set of items as they are now. It lives as long as one calculation does, and notices no change."""

    def __init__(self, items: Iterable[str | None]):
        self.names = sorted({item for item in items if item})
        self._prices: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def of(self, item: str) -> dict[str, Any]:
        """The fields of ``item``, all empty where there is no such item."""
        return self.items.get(item) or dict.fromkeys(ITEM_FIELDS)

    @cached_property
    def items(self) -> dict[str, dict[str, Any]]:
        """Item -> its fields."""
        return {row["name"]: row for row in self._rows("Item", "name", ITEM_FIELDS)}

    @cached_property
    def conversions(self) -> dict[tuple[str, str], float]:
        """(item, unit) -> how many stock units it holds."""
        found: dict[tuple[str, str], float] = {}
        for row in self._rows("Item Unit Conversion", "parent", ("parent", "unit", "factor")):
            found.setdefault((row["parent"], row["unit"]), row["factor"])
        return found

    @cached_property
    def default_boms(self) -> dict[str, str]:
        """Item -> the list it is usually made from."""
        usual = {"is_default": 1, "status": "Active"}
        found: dict[str, str] = {}
        for row in self._rows("Bill of Materials", "item", ("item", "name"), usual):
            found.setdefault(row["item"], row["name"])
        return found

    @cached_property
    def in_stock(self) -> dict[str, list[dict[str, Any]]]:
        """Item -> quantity and value in each warehouse that has some."""
        return grouped(self._rows("Stock Balance", "item", ("item", "qty", "value"), {"qty": [">", 0]}))

    @cached_property
    def whole_units(self) -> frozenset[str]:
        """The units that cannot be divided."""
        return frozenset(
            frappe.get_all("Unit", filters={"must_be_whole": 1}, pluck="name", limit_page_length=0)
        )

    def prices(self, price_list: str) -> dict[str, list[dict[str, Any]]]:
        """Item -> its prices in a list."""
        if price_list not in self._prices:
            rows = self._rows("Item Price", "item", PRICE_FIELDS, {"price_list": price_list})
            self._prices[price_list] = grouped(rows)
        return self._prices[price_list]

    def _rows(
        self, doctype: str, key: str, fields: Iterable[str], filters: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        if not self.names:
            return []
        wanted = {key: ["in", self.names], **(filters or {})}
        rows: list[dict[str, Any]] = frappe.get_all(
            doctype, filters=wanted, fields=list(fields), limit_page_length=0
        )
        return rows


def grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """``rows`` by their item."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["item"], []).append(row)
    return found
