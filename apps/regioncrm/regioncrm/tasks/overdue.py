"""The nightly run that keeps the overdue mark of tasks true, so that lists and indicators can use it."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from regioncrm.tasks import flow


def refresh_overdue() -> dict[str, int]:
    """Mark the tasks that became late and clear those that no longer are. Returns the two counts.

    Writes only rows whose mark is wrong, and leaves `modified` alone: nobody edited these tasks.
    """
    now = now_datetime()
    unfinished = ["status", "in", list(flow.UNFINISHED)]
    late = frappe.get_all(
        "Task",
        filters=[unfinished, ["due_on", "<", now], ["is_overdue", "=", 0]],
        pluck="name",
        limit_page_length=0,
    )
    marked = frappe.get_all(
        "Task", filters=[["is_overdue", "=", 1]], fields=["name", "status", "due_on"], limit_page_length=0
    )
    no_longer = [row["name"] for row in marked if not flow.is_overdue(row["status"], row["due_on"], now)]
    for names, value in ((late, 1), (no_longer, 0)):
        for name in names:
            frappe.db.set_value("Task", name, "is_overdue", value, update_modified=False)
    return {"marked": len(late), "cleared": len(no_longer)}
