"""``frappe.desk.like``: liking a document."""

from __future__ import annotations

from comptoir.companions import likes
from comptoir.context import current

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def toggle_like(doctype: str, name: str, add: str = "No") -> None:
    """Like a document (``add`` is "Yes") or no longer."""
    likes.toggle(current(), doctype, name, liked=str(add).strip().lower() in ("yes", "true", "1"))
