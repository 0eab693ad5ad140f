"""Gives the clients there are the key by which similar ones are looked for."""

from __future__ import annotations

import frappe

from regioncrm.crm.identity import match_key

PORTION = 1000


def execute() -> None:
    """Runs without the clients' own save: nothing that people wrote changes."""
    after = ""
    while rows := frappe.get_all(
        "Client",
        filters=[["name", ">", after]],
        fields=["name", "client_name"],
        order_by="name asc",
        limit_page_length=PORTION,
    ):
        keys = {row["name"]: {"match_key": match_key(row["client_name"])} for row in rows}
        frappe.db.bulk_update("Client", keys, update_modified=False)
        after = rows[-1]["name"]
