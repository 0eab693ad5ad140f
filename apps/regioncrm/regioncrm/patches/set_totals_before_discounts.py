"""Makes the first of the totals one from which the discounts can be taken: lines of their own were off it already."""

from __future__ import annotations

import frappe

PRICED = ("Proposal", "Invoice", "Act")
PORTION = 1000


def execute() -> None:
    """Runs without the documents' own save: what is to be paid does not change."""
    for doctype in PRICED:
        after = ""
        while rows := frappe.get_all(
            doctype,
            filters=[["name", ">", after], ["discount_total", "!=", 0]],
            fields=["name", "net_total", "discount_total"],
            order_by="name asc",
            limit_page_length=PORTION,
        ):
            totals = {row["name"]: {"total": row["net_total"] + row["discount_total"]} for row in rows}
            frappe.db.bulk_update(doctype, totals, update_modified=False)
            after = rows[-1]["name"]
