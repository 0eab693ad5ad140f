"""``frappe.automation.doctype.reminder.reminder``: asking to be reminded."""

from __future__ import annotations

from typing import Any

import frappe


@frappe.whitelist(methods=["POST"])
def create_new_reminder(
    remind_at: str, description: str, reminder_doctype: str | None = None, reminder_docname: Any = None
) -> Any:
    """Remind the caller at that moment, maybe of a document they may read."""
    values = {"doctype": "Reminder", "remind_at": remind_at, "description": description}
    about = {"reminder_doctype": reminder_doctype, "reminder_docname": reminder_docname}
    return frappe.get_doc(values | about).insert()
