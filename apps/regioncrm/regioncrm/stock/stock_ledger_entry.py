"""Stock Ledger Entry: one movement, written once. A mistake is corrected by a reversal, never by a change."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.stock.errors import StockLedgerError


class StockLedgerEntry(Document):
    """Refuses everybody but the posting of a document, administrators included."""

    def validate(self) -> None:
        if not (self.flags.posting and self.is_new()):
            self.refuse()

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        self.refuse()

    def on_trash(self) -> None:
        self.refuse()

    def refuse(self) -> None:
        frappe.throw(
            _(
                "The stock ledger is written by submitted documents only. Cancel the document to reverse its movement."
            ),
            StockLedgerError,
        )
