"""A store to move goods in: two warehouses of two branches, paper and toner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
import pytest

New = Callable[..., Any]
PAPER, TONER, VISIT = "PAPER", "TONER", "VISIT"


@dataclass(frozen=True)
class Store:
    """Where goods lie."""

    main: str = "Main Store"
    other: str = "Other Store"
    lax: str = "Lax Store"


@pytest.fixture
def store(new: New, company: Any) -> Store:
    names = Store()
    new("Warehouse", warehouse_name=names.main, branch=company.head_office)
    new("Warehouse", warehouse_name=names.other, branch=company.branch)
    new("Warehouse", warehouse_name=names.lax, branch=company.head_office, allow_negative_stock=1)
    new("Item Group", item_group_name="Everything", default_tax_percent=20)
    paper = [{"unit": "Box", "factor": 5}]
    new(
        "Item",
        item_code=PAPER,
        item_name="Paper A4",
        item_group="Everything",
        unit="Ream",
        conversions=paper,
        cost=3,
    )
    new("Item", item_code=TONER, item_name="Toner", item_group="Everything", unit="Kilogram", cost=20)
    new(
        "Item", item_code=VISIT, item_name="Visit", item_group="Everything", unit="Visit", item_type="Service"
    )
    return names


@pytest.fixture
def move(new: New, store: Store) -> Callable[..., Any]:
    """Submits an entry of one line: ``move("Issue", PAPER, 3, from_warehouse=store.main)``."""

    def submit(
        purpose: str, item: str, qty: float, *, unit: str | None = None, rate: float = 0, **header: Any
    ) -> Any:
        line = {"item": item, "qty": qty, "unit": unit, "rate": rate}
        return new("Warehouse Entry", purpose=purpose, items=[line], **header).submit()

    return submit


@pytest.fixture
def stocked(move: Callable[..., Any], store: Store) -> Store:
    """Ten reams at 3.00 and ten at 5.00 in the main store."""
    move("Receipt", PAPER, 10, rate=3, to_warehouse=store.main)
    move("Receipt", PAPER, 10, rate=5, to_warehouse=store.main)
    return store


def balance(item: str, warehouse: str) -> tuple[float, float]:
    """Quantity and value."""
    row = frappe.db.get_value("Stock Balance", {"item": item, "warehouse": warehouse}, ["qty", "value"])
    return row or (0.0, 0.0)


def ledger_sum(item: str, warehouse: str) -> tuple[float, float]:
    """What the ledger adds up to."""
    rows = frappe.get_all(
        "Stock Ledger Entry",
        filters={"item": item, "warehouse": warehouse},
        fields=["qty", "value"],
        limit_page_length=0,
    )
    qty = sum((Decimal(str(row["qty"])) for row in rows), Decimal(0))
    value = sum((Decimal(str(row["value"])) for row in rows), Decimal(0))
    return float(qty), float(value)
