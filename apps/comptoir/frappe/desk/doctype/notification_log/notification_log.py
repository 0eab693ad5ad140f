"""``frappe.desk.doctype.notification_log.notification_log``: what stands behind the caller's bell."""

from __future__ import annotations

from typing import Any

import frappe

FIELDS = (
    "name",
    "subject",
    "type",
    "creation",
    "read",
    "from_user",
    "document_type",
    "document_name",
    "delivered_on",
)
MOST = 100


@frappe.whitelist(methods=["GET"])
def get_notification_logs(limit: int = 20) -> dict[str, Any]:
    """The latest notifications of the caller, and how many they have not read."""
    own = {"for_user": frappe.session.user}
    rows = frappe.get_list(
        "Notification Log", filters=own, fields=list(FIELDS), order_by="creation desc",
        limit=max(1, min(frappe.utils.cint(limit), MOST)),
    )  # fmt: skip
    return {"notification_logs": rows, "unread": frappe.db.count("Notification Log", {**own, "read": 0})}


@frappe.whitelist(methods=["POST"])
def mark_as_read(docname: str) -> None:
    """The caller has read one of theirs."""
    frappe.get_doc("Notification Log", docname).update({"read": 1}).save()


@frappe.whitelist(methods=["POST"])
def mark_all_as_read() -> None:
    """The caller has read all of theirs."""
    unread = {"for_user": frappe.session.user, "read": 0}
    for name in frappe.get_list("Notification Log", filters=unread, pluck="name", limit=0):
        mark_as_read(name)
