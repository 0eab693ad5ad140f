"""Something to offer: a printer with a price list, a cartridge with a cost only, a client and a deal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

New = Callable[..., Any]


@dataclass(frozen=True)
class Shop:
    """Names of what there is."""

    client: str
    deal: str
    printer: str = "PRINTER"
    cartridge: str = "CARTRIDGE"


@pytest.fixture
def shop(new: New, company: Any) -> Shop:
    new("Item Group", item_group_name="Everything", default_tax_percent=20)
    common = {"item_group": "Everything", "unit": "Piece"}
    new("Item", item_code="PRINTER", item_name="Printer", cost=60, **common)
    new("Item", item_code="CARTRIDGE", item_name="Cartridge", cost=10, markup_percent=50, **common)
    new("Price List", price_list_name="Euro Prices", currency="EUR", selling=1, is_default=1)
    new(
        "Item Price", item="PRINTER", price_list="Euro Prices", rate=100, valid_from=add_days(nowdate(), -100)
    )
    client = new("Client", client_name="Alpha", branch=company.branch, responsible=company.anna.employee).name
    deal = new("Deal", deal_title="Ten printers", client=client, stage="Proposal").name
    return Shop(str(client), str(deal))


@pytest.fixture
def propose(new: New, shop: Shop) -> Callable[..., Any]:
    """Saves a draft: ``propose({"item": shop.printer, "qty": 2})``."""

    def draft(*lines: dict[str, Any], **header: Any) -> Any:
        return new("Proposal", client=header.pop("client", shop.client), items=list(lines), **header)

    return draft


@pytest.fixture
def invoice(new: New, shop: Shop) -> Callable[..., Any]:
    """Saves a draft: ``invoice({"item": shop.printer, "qty": 2})``."""

    def draft(*lines: dict[str, Any], **header: Any) -> Any:
        return new("Invoice", client=header.pop("client", shop.client), items=list(lines), **header)

    return draft


@pytest.fixture
def pay(new: New, shop: Shop) -> Callable[..., Any]:
    """Saves a draft that settles invoices: ``pay(100, some_invoice, another)``."""

    def draft(amount: float, *invoices: Any, **header: Any) -> Any:
        rows = [{"invoice": one.name} if hasattr(one, "name") else one for one in invoices]
        return new("Payment", client=shop.client, amount=amount, allocations=rows, **header)

    return draft


@pytest.fixture
def held_to_branches(company: Any) -> None:
    """Anna and Boris see their own branches alone."""
    for person, branch in ((company.anna, company.branch), (company.boris, company.head_office)):
        user = frappe.get_doc("User", person.user)
        user.set("scopes", [{"scope": branch, "is_default": 1}])
        user.save()
    settings = frappe.get_doc("System Settings")
    settings.limit_to_scope = 1
    settings.save()
