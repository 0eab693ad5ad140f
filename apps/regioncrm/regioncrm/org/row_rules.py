"""Row rules for a company with branches. A new site has them switched off; whoever administers it switches them on."""

from __future__ import annotations

from typing import Any

import frappe


def _(text: str) -> str:
    """Marks a text for the catalogues: it is stored as it is written and said where it is read."""
    return text


RULES: dict[str, dict[str, Any]] = {
    "tasks-of-ones-own": {
        "document_type": "Task",
        "role": "All",
        "description": _("the task is their own, was set by them, or belongs to their team or branch"),
        "expression": "doc.owner == user.name or doc.set_by == user.name or doc.assigned_to == employee "
        "or doc.assigned_to in team or doc.branch in user.scopes",
    },
    "leads-of-ones-own": {
        "document_type": "Lead",
        "role": "Sales User",
        "description": _("the lead is their own, their team's, or nobody's yet"),
        "expression": "doc.responsible == employee or doc.responsible in team or !doc.responsible",
    },
    "deliveries-of-ones-own": {
        "document_type": "Warehouse Entry",
        "role": "Driver",
        "description": _("the driver is responsible for the entry"),
        "expression": "doc.responsible == employee",
    },
    "routes-of-ones-own": {
        "document_type": "Route Sheet",
        "role": "Driver",
        "description": _("the route is the driver's own"),
        "expression": "doc.driver == employee",
    },
}


def offer() -> None:
    """Add the rules, switched off, where the framework has row rules."""
    if not frappe.db.exists("DocType", "Row Rule"):
        return
    for name, rule in RULES.items():
        if not frappe.db.exists("Row Rule", name):
            frappe.get_doc({"doctype": "Row Rule", **rule, "enabled": 0, "for_read": 1}).insert(
                ignore_permissions=True, set_name=name
            )


def switch_on() -> None:
    """Let the rules hold."""
    for name in RULES:
        rule = frappe.get_doc("Row Rule", name)
        rule.enabled = 1
        rule.save()
