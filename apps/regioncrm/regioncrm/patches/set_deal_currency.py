"""Gives deals without a currency that of the site, in which their amounts were shown."""

from __future__ import annotations

import frappe

USUAL = "EUR"


def execute() -> None:
    """Runs without the deals' own save: nothing that people wrote changes."""
    usual = frappe.db.get_single_value("System Settings", "currency") or USUAL
    frappe.db.set_value("Deal", {"currency": ["is", "not set"]}, "currency", usual, update_modified=False)
