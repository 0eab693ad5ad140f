"""``frappe.auth``: who is signed in."""

from __future__ import annotations

import frappe
from comptoir.context import current


@frappe.whitelist()
def get_logged_user() -> str:
    """The acting user."""
    return current().user
