"""``frappe.auth``: who is signed in."""

from __future__ import annotations

from comptoir.context import current

import frappe


@frappe.whitelist()
def get_logged_user() -> str:
    """The acting user."""
    return current().user
