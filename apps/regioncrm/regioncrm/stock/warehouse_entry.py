"""Warehouse Entry: goods come in, go out, move, come back, are written off or counted.

Saving a draft completes and checks its lines (``entry_lines``); submitting posts them to the stock ledger and
cancelling posts the reverse. What goods are worth when they leave is known only at that moment, so the value of
outgoing lines is filled in by the submit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from regioncrm.dates import check_posting
from regioncrm.decimals import ZERO, exact, to_places
from regioncrm.org.employee import employee_of
from regioncrm.stock import entry_lines
from regioncrm.stock.ledger import Origin, Place, Posting, Taking
from regioncrm.stock.purposes import Flow, flow_of, returned_purpose
from regioncrm.stock.valuation import Movement

STOCK_KEEPERS = {"Storekeeper", "System Manager"}
STATUS = ("Draft", "Submitted", "Cancelled")


class WarehouseEntry(Document):
    """A document that moves stock when it is submitted."""

    def validate(self) -> None:
        self.status = STATUS[self.docstatus]
        flow = self.flow()
        self.check_date()
        entry_lines.complete(self, flow)
        self.check_return()
        self.add_up()

    def before_submit(self) -> None:
        self.check_approver()

    def on_submit(self) -> None:
        flow = self.flow()
        posting = Posting(self, self.places(flow), self.posting_date, self.posting_time)
        posting.require(self.takings(flow))
        for row in self.get("items"):
            self.post(posting, row, flow)
        posting.close()
        self.add_up()
        self.db_set({"total_qty": self.total_qty, "total_value": self.total_value}, update_modified=False)

    def before_cancel(self) -> None:
        self.status = STATUS[2]
        self.reverse()

    def reverse(self) -> None:
        """Post the opposite of every row, the last first, while the document still counts as submitted."""
        rows = frappe.get_all(
            "Stock Ledger Entry",
            filters={"voucher_type": self.doctype, "voucher_no": self.name, "is_reversal": 0},
            fields=["name", "item", "warehouse", "qty", "value", "voucher_row", "sequence"],
            order_by="sequence desc",
            limit_page_length=0,
        )
        numbers = {row.name: row.idx for row in self.get("items")}
        rows.sort(key=lambda row: (numbers.get(row["voucher_row"], 0), row["sequence"]), reverse=True)
        moment = now_datetime()
        posting = Posting(
            self,
            [(row["item"], row["warehouse"]) for row in rows],
            moment.date(),
            moment.strftime("%H:%M:%S"),
        )
        for row in rows:
            number = numbers.get(row["voucher_row"], 0)
            posting.reverse(row, Origin(row["voucher_row"], self.purpose, number, reversal_of=row["name"]))
        posting.close()

    def on_trash(self) -> None:
        if frappe.db.exists("Stock Ledger Entry", {"voucher_type": self.doctype, "voucher_no": self.name}):
            frappe.throw(_("{0} has moved stock and stays in the books, even cancelled.").format(self.name))

    def flow(self) -> Flow:
        flow = flow_of(self.purpose, self.return_kind)
        if flow is None:
            frappe.throw(_("Say whether the goods come back from a client or go back to a supplier."))
        return flow

    def places(self, flow: Flow) -> list[Place]:
        """Every item and warehouse this entry touches."""
        leaving = [(row.item, row.from_warehouse) for row in self.get("items") if flow.leaves]
        arriving = [(row.item, row.to_warehouse) for row in self.get("items") if flow.arrives]
        return leaving + arriving

    def takings(self, flow: Flow) -> list[Taking]:
        """What has to be there for this entry."""
        if not flow.leaves:
            return []
        return [
            Taking(
                row.idx,
                exact(row.stock_qty),
                (row.item, row.from_warehouse),
                (row.item, row.to_warehouse) if flow.arrives else None,
            )
            for row in self.get("items")
        ]

    def post(self, posting: Posting, row: Any, flow: Flow) -> None:
        """Move one line and write on it what moved."""
        origin = Origin(row.name, self.purpose, row.idx)
        changes: dict[str, float] = {}
        if flow.counts:
            changes = self.count(posting, row, origin)
        elif flow.leaves:
            gone = posting.issue((row.item, row.from_warehouse), row.stock_qty, origin)
            if flow.arrives:
                posting.receive((row.item, row.to_warehouse), row.stock_qty, -gone.value, origin)
            changes = worth(row, -gone.value)
        else:
            value = to_places(exact(row.qty) * exact(row.rate), 2)
            posting.receive((row.item, row.to_warehouse), row.stock_qty, value, origin)
            changes = worth(row, value)
        row.update(changes)
        frappe.db.set_value(row.doctype, row.name, changes, update_modified=False)

    def count(self, posting: Posting, row: Any, origin: Origin) -> dict[str, float]:
        """Set the balance to what was counted and say how it differed."""
        place = (row.item, row.to_warehouse)
        before = posting.balance(place)
        factor = exact(row.conversion_factor)
        rate = exact(row.rate) / factor if row.rate else before.rate or entry_lines.known_cost(row.item)
        movement: Movement = posting.count(place, row.stock_qty, rate, origin)
        return {
            "system_qty": float(before.qty),
            "variance": float(movement.qty),
            "valuation_rate": float(movement.rate or before.rate),
            "amount": float(movement.value),
        }

    def check_date(self) -> None:
        check_posting(self.posting_date)
        if getdate(self.posting_date) > getdate(nowdate()):
            frappe.throw(
                _("Goods cannot move in the future. Change the date of this entry to today or earlier.")
            )

    def check_approver(self) -> None:
        """Who writes goods off does not approve it, unless the stock is theirs to keep."""
        if self.purpose != "Write-off" or STOCK_KEEPERS & set(frappe.get_roles(frappe.session.user)):
            return
        if self.approver and self.approver == employee_of(frappe.session.user):
            frappe.throw(
                _(
                    "You cannot approve a write-off that you submit yourself. Name whoever approved it, "
                    "or let a storekeeper submit it."
                )
            )

    def check_return(self) -> None:
        if self.purpose != "Return" or not self.return_against:
            return
        origin = frappe.get_doc("Warehouse Entry", self.return_against)
        if origin.docstatus != 1 or origin.purpose != returned_purpose(self.return_kind):
            frappe.throw(
                _(
                    "{0} cannot be returned by this entry. Choose a submitted entry with the purpose {1}."
                ).format(origin.name, _(returned_purpose(self.return_kind) or ""))
            )
        for item, qty in entry_lines.quantities(self).items():
            left = entry_lines.left_to_return(origin, item, self.name)
            if qty > left:
                frappe.throw(
                    _("{0} of {1} are returned, but only {2} of {3} are left to return.").format(
                        f"{qty.normalize():f}", item, f"{left.normalize():f}", origin.name
                    )
                )

    def add_up(self) -> None:
        self.total_qty = float(sum((exact(row.stock_qty) for row in self.get("items")), ZERO))
        self.total_value = float(sum((exact(row.amount) for row in self.get("items")), ZERO))


def worth(row: Any, value: Decimal) -> dict[str, float]:
    """What a line that moved goods of ``value`` shows."""
    return {
        "amount": float(value),
        "rate": float(to_places(value / exact(row.qty), 4)),
        "valuation_rate": float(to_places(value / exact(row.stock_qty), 6)),
    }
