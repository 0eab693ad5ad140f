"""``frappe.handler``: methods Frappe keeps here; signing in, out and uploading are answered by the web layer."""

from __future__ import annotations

import frappe


@frappe.whitelist(allow_guest=True)
def ping() -> str:
    """Whether the site answers."""
    return "pong"
