"""Payment: money received from a client, and the invoices it settles.

A draft may be changed at will. Submitting counts what its rows say as paid of their invoices, under locks
(``settling``); cancelling takes it back. What is left over of a submitted payment may settle invoices later.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from regioncrm.dates import check_posting
from regioncrm.decimals import ZERO, exact
from regioncrm.sales import settling
from regioncrm.sales.numbering import NumberedDocument
from regioncrm.sales.settling import Account


class Payment(NumberedDocument):
    """Settles invoices of one client in one currency."""

    def validate(self) -> None:
        check_posting(self.posting_date)
        self.take_branch()
        if exact(self.amount) <= 0:
            frappe.throw(_("A payment is more than nothing. Enter the amount received."))
        accounts = settling.lock({row.invoice for row in self.get("allocations")})
        self.check_rows(accounts)
        self.share_out(accounts)
        self.add_up()
        self.status = "Draft"

    def after_insert(self) -> None:
        invoices = [row.invoice for row in self.get("allocations")]
        if not invoices or self.docstatus or frappe.flags.in_import or frappe.flags.in_install:
            return
        same = [
            ["Payment Allocation", "invoice", "in", invoices],
            ["docstatus", "=", 0],
            ["name", "!=", self.name],
        ]
        others = frappe.get_list("Payment", filters=same, pluck="name", distinct=True, limit_page_length=0)
        if others:
            frappe.msgprint(
                _(
                    "Other drafts settle the same invoices: {0}. Delete what records the same money twice."
                ).format(", ".join(sorted(others))),
                indicator="orange",
            )

    def before_submit(self) -> None:
        self.status = allocation_status(exact(self.allocated_amount), exact(self.amount))

    def on_submit(self) -> None:
        self.settle(1)

    def before_cancel(self) -> None:
        self.status = "Cancelled"

    def on_cancel(self) -> None:
        self.settle(-1)

    def take_branch(self) -> None:
        if not self.branch:
            self.branch = frappe.db.get_value("Client", self.client, "branch")

    def check_rows(self, accounts: dict[str, Account]) -> None:
        seen: set[str] = set()
        for row in self.get("allocations"):
            account = accounts.get(row.invoice)
            if account is None or not frappe.has_permission("Invoice", "read", doc=row.invoice):
                frappe.throw(
                    _("Row {0}: there is no invoice {1} that you may see.").format(row.idx, row.invoice),
                    frappe.PermissionError,
                )
            if row.invoice in seen:
                frappe.throw(
                    _("Row {0}: {1} is settled twice. Remove one of the rows.").format(row.idx, row.invoice)
                )
            seen.add(row.invoice)
            self.check_row(row, account)

    def check_row(self, row: Any, account: Account) -> None:
        if not account.submitted:
            frappe.throw(
                _("Row {0}: {1} is not submitted, so it cannot be paid.").format(row.idx, row.invoice)
            )
        if account.client != self.client:
            frappe.throw(
                _("Row {0}: {1} was written to another client. Choose an invoice of {2}.").format(
                    row.idx, row.invoice, self.client_name or self.client
                )
            )
        if account.currency != self.currency:
            frappe.throw(
                _("Row {0}: {1} is in {2}, this payment is in {3}.").format(
                    row.idx, row.invoice, account.currency, self.currency
                )
            )

    def share_out(self, accounts: dict[str, Account]) -> None:
        """Rows that say nothing get what is outstanding and left of the payment, in their order."""
        rows = self.get("allocations")
        left = exact(self.amount) - sum((exact(row.allocated) for row in rows), ZERO)
        for row in rows:
            account = accounts[row.invoice]
            row.outstanding = float(account.outstanding)
            if not row.allocated:
                part = max(min(left, account.outstanding), ZERO)
                row.allocated, left = float(part), left - part
            if exact(row.allocated) > account.outstanding:
                frappe.throw(
                    _("Row {0}: only {1} of {2} are outstanding. Enter that, or less.").format(
                        row.idx, row.get_formatted("outstanding"), row.invoice
                    )
                )

    def add_up(self) -> None:
        allocated = sum((exact(row.allocated) for row in self.get("allocations")), ZERO)
        self.allocated_amount = float(allocated)
        if allocated > exact(self.amount):
            frappe.throw(
                _("The invoices take {0}, but only {1} were received. Correct the rows.").format(
                    self.get_formatted("allocated_amount"), self.get_formatted("amount")
                )
            )
        self.unallocated_amount = float(exact(self.amount) - allocated)

    def settle(self, sign: int) -> None:
        """Count the rows as paid, or take them back."""
        accounts = settling.lock({row.invoice for row in self.get("allocations")})
        for row in self.get("allocations"):
            settling.settle(accounts[row.invoice], sign * exact(row.allocated))

    @frappe.whitelist()
    def allocate(self) -> int:
        """Settle the oldest invoices of the client that are open. Returns how many."""
        if self.docstatus == 2:
            frappe.throw(_("{0} is cancelled, so it settles nothing.").format(self.name))
        if self.docstatus == 1:
            return self.allocate_rest()
        self.set("allocations", [])
        left = exact(self.amount)
        for invoice in open_invoices(self.client, self.currency):
            if left <= 0:
                break
            self.append("allocations", {"invoice": invoice["name"]})
            left -= exact(invoice["outstanding_amount"])
        self.save()
        return len(self.get("allocations"))

    def allocate_rest(self) -> int:
        """Let what was left over of a submitted payment settle what is open now."""
        rows = {row.invoice: row for row in self.get("allocations")}
        names = [invoice["name"] for invoice in open_invoices(self.client, self.currency)]
        accounts, left, settled = settling.lock(set(names)), exact(self.unallocated_amount), 0
        for account in (accounts[name] for name in names):
            part = min(left, account.outstanding)
            if part <= 0 or not account.submitted:
                continue
            row = rows.get(account.name) or self.append(
                "allocations", {"invoice": account.name, "allocated": 0}
            )
            row.outstanding = row.outstanding or float(account.outstanding)
            row.allocated = float(exact(row.allocated) + part)
            settling.settle(account, part)
            left, settled = left - part, settled + 1
        if settled:
            self.add_up()
            self.status = allocation_status(exact(self.allocated_amount), exact(self.amount))
            self.flags.ignore_validate_update_after_submit = True
            self.save()
        return settled


def open_invoices(client: str, currency: str) -> list[dict[str, Any]]:
    """What the client has to pay, as far as the actor may see it, the earliest due first."""
    rows: list[dict[str, Any]] = frappe.get_list(
        "Invoice",
        filters={"client": client, "currency": currency, "docstatus": 1, "outstanding_amount": [">", 0]},
        fields=["name", "outstanding_amount"],
        order_by="due_date asc, creation asc",
        limit_page_length=0,
    )
    return rows


def allocation_status(allocated: Decimal, amount: Decimal) -> str:
    """How much of a payment settles something."""
    if not allocated:
        return "Unallocated"
    return "Allocated" if allocated >= amount else "Partly Allocated"
