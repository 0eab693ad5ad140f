"""Stock Balance: what lies in a warehouse now, kept by the stock ledger."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.stock.errors import StockLedgerError
from regioncrm.stock.ledger import balance_name


class StockBalance(Document):
    """Refuses everybody but the posting of a document, administrators included."""

    def validate(self) -> None:
        if not self.flags.posting:
            self.refuse()

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        """A balance follows its item and warehouse; it has no other name."""
        if merge or new != balance_name(self.item, self.warehouse):
            self.refuse()

    def on_trash(self) -> None:
        self.refuse()

    def refuse(self) -> None:
        frappe.throw(
            _(
                "Balances follow the stock ledger. Enter a stock-take to correct the balance of {0} in {1}."
            ).format(self.item, self.warehouse),
            StockLedgerError,
        )
