"""Gives deals without a currency that of the company, in which their amounts were shown."""

from __future__ import annotations

import frappe

from regioncrm.crm.deal import usual_currency


def execute() -> None:
    """Runs without the deals' own save: nothing that people wrote changes."""
    empty = {"currency": ["is", "not set"]}
    frappe.db.set_value("Deal", empty, "currency", usual_currency(), update_modified=False)
