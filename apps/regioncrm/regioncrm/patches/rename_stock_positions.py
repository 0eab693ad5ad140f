"""Calls the card "Items in stock" what it counts: positions, an item in each of its warehouses."""

from __future__ import annotations

import json

import frappe

FORMER, NAME = "Items in stock", "Stock positions"


def execute() -> None:
    """Dashboards and workspaces follow; a card that somebody called otherwise stays. Cards are not renamed but replaced."""
    if frappe.db.get_value("Number Card", FORMER, "label") != FORMER or frappe.db.exists("Number Card", NAME):
        return
    card = frappe.copy_doc(frappe.get_doc("Number Card", FORMER))
    card.label = NAME
    card.insert(ignore_permissions=True)
    for row in frappe.get_all("Number Card Link", filters={"card": FORMER}, pluck="name"):
        frappe.db.set_value("Number Card Link", row, "card", NAME)
    stands = frappe.get_all(
        "Workspace Number Card", filters={"number_card_name": FORMER}, fields=["name", "parent", "label"]
    )
    for row in stands:
        frappe.db.set_value("Workspace Number Card", row.name, "number_card_name", NAME)
        if row.label == FORMER:
            frappe.db.set_value("Workspace Number Card", row.name, "label", NAME)
        # Blocks find their row by its label or its card.
        content = frappe.db.get_value("Workspace", row.parent, "content") or ""
        followed = content.replace(json.dumps(FORMER), json.dumps(NAME))
        frappe.db.set_value("Workspace", row.parent, "content", followed)
    frappe.delete_doc("Number Card", FORMER, force=True)
