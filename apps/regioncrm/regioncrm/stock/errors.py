"""What can go wrong with stock, by name, so that callers can tell it from other refusals."""

from __future__ import annotations

import frappe


class InsufficientStockError(frappe.ValidationError):
    """There is less in stock than is asked for."""


class StockLedgerError(frappe.PermissionError):
    """The stock ledger is written by submitted documents only and never changed."""
