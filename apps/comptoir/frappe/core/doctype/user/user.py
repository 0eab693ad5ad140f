"""``frappe.core.doctype.user.user``: what clients ask about users."""

from __future__ import annotations

import frappe


@frappe.whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
    """A new API key and secret of ``user``; the secret is shown this once."""
    keys: dict[str, str] = frappe.get_doc("User", user).generate_keys()
    return keys
