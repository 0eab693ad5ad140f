"""The lines of a warehouse entry: filled from the item and the header, then checked, before anything moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.decimals import ZERO, exact, to_places
from regioncrm.stock.ledger import balance_name
from regioncrm.stock.purposes import Flow
from regioncrm.stock.units import QTY_PLACES, check_whole, factor

ITEM_FIELDS = ["name", "item_name", "unit", "is_stock_item", "has_serial_no", "cost"]


def complete(entry: Document, flow: Flow) -> None:
    """Fill and check every line of ``entry``."""
    for row in entry.get("items"):
        _take_item(row)
    names = sorted({row.item for row in entry.get("items") if row.item})
    items = {
        item["name"]: item
        for item in frappe.get_all(
            "Item", filters={"name": ["in", names]}, fields=ITEM_FIELDS, limit_page_length=0
        )
    }
    warehouses = _warehouses(entry)
    for row in entry.get("items"):
        item = items.get(row.item)
        if item is None:
            frappe.throw(_("Row {0}: there is no item {1}.").format(row.idx, row.item))
        if not item["is_stock_item"]:
            frappe.throw(_("Row {0}: {1} is not kept in stock.").format(row.idx, item["item_name"]))
        _take_quantity(row, item, flow)
        _take_warehouses(row, entry, flow)
        for warehouse in filter(None, (row.from_warehouse, row.to_warehouse)):
            _check_warehouse(row, warehouse, warehouses.get(warehouse))
        _check_branch(row, entry, warehouses[row.from_warehouse if flow.leaves else row.to_warehouse])
        _take_value(row, item, entry, flow)
        _check_serial_numbers(row, item)
    if flow.counts:
        _check_counted_once(entry)


def quantities(entry: Document) -> dict[str, Decimal]:
    """How much of each item, in stock units, ``entry`` moves."""
    totals: dict[str, Decimal] = {}
    for row in entry.get("items"):
        totals[row.item] = totals.get(row.item, ZERO) + exact(row.stock_qty)
    return totals


def left_to_return(origin: Document, item: str, but_for: str | None) -> Decimal:
    """How much of ``item`` that ``origin`` moved has not come back yet, leaving the entry ``but_for`` aside."""
    returns = frappe.get_all(
        "Warehouse Entry",
        filters={"return_against": origin.name, "docstatus": 1, "name": ["!=", but_for or ""]},
        pluck="name",
        limit_page_length=0,
    )
    moved = quantities(origin).get(item, ZERO)
    if not returns:
        return moved
    rows = frappe.get_all(
        "Warehouse Entry Item",
        filters={"parent": ["in", returns], "item": item},
        fields=["stock_qty"],
        limit_page_length=0,
    )
    return moved - sum((exact(row["stock_qty"]) for row in rows), ZERO)


def known_cost(item: str) -> Decimal:
    """The standard cost of ``item``, for goods that were found and never bought."""
    return exact(frappe.db.get_value("Item", item, "cost"))


def _take_item(row: Any) -> None:
    """A scanned barcode names the item and the unit."""
    if row.item or not row.barcode:
        return
    found = frappe.db.get_value("Item Barcode", {"barcode": row.barcode}, ["parent", "unit"], as_dict=True)
    if not found:
        frappe.throw(_("Row {0}: no item has the barcode {1}.").format(row.idx, row.barcode))
    row.item = found["parent"]
    row.unit = row.unit or found["unit"]


def _take_quantity(row: Any, item: dict[str, Any], flow: Flow) -> None:
    row.item_name = item["item_name"]
    row.stock_unit = item["unit"]
    row.unit = row.unit or item["unit"]
    qty = exact(row.qty)
    if qty < 0 or (qty == 0 and not flow.counts):
        frappe.throw(
            _("Row {0}: enter how many {1} of {2} move.").format(row.idx, row.unit, item["item_name"])
        )
    check_whole(row.qty, row.unit, row.idx)
    held = Decimal(1) if row.unit == item["unit"] else factor(row.item, row.unit)
    row.conversion_factor = float(held)
    row.stock_qty = float(to_places(qty * held, QTY_PLACES))
    if not row.stock_qty and not flow.counts:
        frappe.throw(
            _("Row {0}: {1} {2} is too little to be kept in stock.").format(row.idx, row.qty, row.unit)
        )


def _take_warehouses(row: Any, entry: Document, flow: Flow) -> None:
    row.from_warehouse = (row.from_warehouse or entry.from_warehouse) if flow.leaves else None
    row.to_warehouse = (row.to_warehouse or entry.to_warehouse) if flow.arrives else None
    if flow.leaves and not row.from_warehouse:
        frappe.throw(_("Row {0}: say which warehouse {1} leaves.").format(row.idx, row.item_name))
    if flow.arrives and not row.to_warehouse:
        frappe.throw(_("Row {0}: say which warehouse {1} goes to.").format(row.idx, row.item_name))
    if row.from_warehouse == row.to_warehouse:
        frappe.throw(
            _("Row {0}: {1} is already in {2}. Choose another warehouse.").format(
                row.idx, row.item_name, row.to_warehouse
            )
        )


def _warehouses(entry: Document) -> dict[str, dict[str, Any]]:
    """What there is to know about the warehouses that ``entry`` names, read at once."""
    named = {entry.from_warehouse, entry.to_warehouse}
    for row in entry.get("items"):
        named |= {row.from_warehouse, row.to_warehouse}
    rows = frappe.get_all(
        "Warehouse",
        filters={"name": ["in", sorted(filter(None, named))]},
        fields=["name", "branch", "is_group", "status"],
        limit_page_length=0,
    )
    return {row["name"]: row for row in rows}


def _check_branch(row: Any, entry: Document, warehouse: dict[str, Any]) -> None:
    """The entry belongs to the branch whose goods it touches first."""
    entry.branch = entry.branch or warehouse["branch"]
    if warehouse["branch"] != entry.branch:
        frappe.throw(
            _("Row {0}: {1} belongs to the branch {2}, this entry to {3}.").format(
                row.idx, warehouse["name"], warehouse["branch"], entry.branch
            )
        )


def _check_warehouse(row: Any, warehouse: str, facts: dict[str, Any] | None) -> None:
    if not facts:
        frappe.throw(_("Row {0}: there is no warehouse {1}.").format(row.idx, warehouse))
    if facts["is_group"]:
        frappe.throw(
            _("Row {0}: {1} only groups other warehouses. Choose one of them.").format(row.idx, warehouse)
        )
    if facts["status"] != "Active":
        frappe.throw(_("Row {0}: {1} is closed.").format(row.idx, warehouse))


def _take_value(row: Any, item: dict[str, Any], entry: Document, flow: Flow) -> None:
    """Goods that come in are worth what is entered, what they left at, or what they usually cost."""
    if flow.counts:
        row.amount = 0
        return
    if not flow.is_priced:
        row.rate = row.amount = row.valuation_rate = 0
        return
    if not row.rate:
        row.rate = float(to_places(_usual_rate(row, item, entry) * exact(row.conversion_factor), 4))
    value = to_places(exact(row.qty) * exact(row.rate), 2)
    row.amount = float(value)
    row.valuation_rate = float(to_places(value / exact(row.stock_qty), 6))


def _usual_rate(row: Any, item: dict[str, Any], entry: Document) -> Decimal:
    if entry.return_against:
        left_at = frappe.db.get_value(
            "Warehouse Entry Item", {"parent": entry.return_against, "item": row.item}, "valuation_rate"
        )
        if left_at:
            return exact(left_at)
    if entry.purpose == "Return":
        average = frappe.db.get_value("Stock Balance", balance_name(row.item, row.to_warehouse), "rate")
        if average:
            return exact(average)
    return exact(item["cost"])


def _check_serial_numbers(row: Any, item: dict[str, Any]) -> None:
    numbers = [line.strip() for line in (row.serial_numbers or "").splitlines() if line.strip()]
    if not numbers:
        return
    if not item["has_serial_no"]:
        frappe.throw(_("Row {0}: {1} has no serial numbers. Clear them.").format(row.idx, item["item_name"]))
    if len(set(numbers)) != len(numbers):
        frappe.throw(_("Row {0}: a serial number is listed twice.").format(row.idx))
    if len(numbers) != row.stock_qty:
        frappe.throw(
            _("Row {0}: {1} serial numbers for {2} pieces.").format(row.idx, len(numbers), row.stock_qty)
        )
    row.serial_numbers = "\n".join(numbers)


def _check_counted_once(entry: Document) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in entry.get("items"):
        place = (row.item, row.to_warehouse)
        if place in seen:
            frappe.throw(
                _("Rows {0} and {1} count {2} twice. Put the whole count on one row.").format(
                    seen[place], row.idx, row.item_name
                )
            )
        seen[place] = row.idx
