"""What is paid of invoices, and the status that follows from it.

The promise: what an invoice counts as paid is what submitted payments settle of it, and never more than its total,
however many payments are submitted at once. Invoices are locked in one order before they are read, so that no two
payments can wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from regioncrm.decimals import ZERO, exact

FIELDS = ("name", "docstatus", "client", "currency", "grand_total", "paid_amount", "due_date")


@dataclass(frozen=True, slots=True)
class Account:
    """An invoice as payments see it."""

    name: str
    submitted: bool
    client: str
    currency: str
    total: Decimal
    paid: Decimal
    due: date | None

    @property
    def outstanding(self) -> Decimal:
        """What is left to pay."""
        return self.total - self.paid


def status_of(total: Decimal, paid: Decimal, due: date | None, today: date) -> str:
    """The status of a submitted invoice."""
    if paid >= total:
        return "Paid"
    if due and due < today:
        return "Overdue"
    return "Partly Paid" if paid else "Unpaid"


def lock(invoices: Mapping[str, Any] | set[str]) -> dict[str, Account]:
    """Hold ``invoices`` until the end of the transaction, as they are now."""
    found = {}
    for name in sorted(invoices):
        row = frappe.db.get_value("Invoice", name, list(FIELDS), as_dict=True, for_update=True)
        if row:
            found[name] = account_of(row)
    return found


def account_of(row: Any) -> Account:
    """The stored fields of an invoice as an account."""
    return Account(
        row.name,
        row.docstatus == 1,
        row.client,
        row.currency,
        exact(row.grand_total),
        exact(row.paid_amount),
        getdate(row.due_date) if row.due_date else None,
    )


def settle(account: Account, amount: Decimal) -> None:
    """Count ``amount`` as paid of a locked invoice; a negative one is taken back."""
    write(account, account.paid + amount)


def write(account: Account, paid: Decimal) -> None:
    """Store what is paid of an invoice, and what follows from it."""
    frappe.db.set_value(
        "Invoice",
        account.name,
        {
            "paid_amount": float(paid),
            "outstanding_amount": float(max(account.total - paid, ZERO)),
            "status": status_of(account.total, paid, account.due, getdate(nowdate())),
        },
    )
