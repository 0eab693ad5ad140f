"""Calls the segment "Key" "Key account": alone, the word means another thing in the languages it is said in."""

from __future__ import annotations

import frappe

FORMER, NAME = "Key", "Key account"


def execute() -> None:
    """The clients of the segment come along."""
    if frappe.db.exists("Segment", FORMER) and not frappe.db.exists("Segment", NAME):
        frappe.rename_doc("Segment", FORMER, NAME, force=True)
