"""Hearing what happens to documents. What follows is done by jobs after the commit; a webhook is written down with it."""

from __future__ import annotations

from typing import Any

from comptoir.automation import notifying, webhooks
from comptoir.automation.subscriptions import NOTIFICATION, WEBHOOK, holds, of
from comptoir.documents import Document

EVENTS = {"after_insert": "New", "on_update": "Save", "on_submit": "Submit", "on_cancel": "Cancel"}
"""The events of Notifications, by the method in which they happen."""
HEARD = (*EVENTS, "on_update_after_submit", "on_change")
"""The methods a Notification may name."""
DEAF = frozenset({
    "Activity Log", "Access Log", "Communication", "Email Queue", "Error Log", "Notification Log", "Version", "View Log",
    "Webhook Request Log",
})  # fmt: skip
"""What is made by what happens here must not make it happen again."""


def heard(doc: Document, method: str, *_given: Any) -> None:
    """Something happened to ``doc``."""
    if doc.doctype in DEAF or doc.meta.istable:
        return
    for row in of(doc._ctx, NOTIFICATION, doc.doctype):
        if _is_meant(doc, method, row) and holds(doc, row.condition):
            notifying.send_later(doc._ctx, row.name, doc)
    for row in of(doc._ctx, WEBHOOK, doc.doctype):
        if row.webhook_docevent == method and holds(doc, row.condition):
            webhooks.write_down(doc._ctx, row, doc)


def _is_meant(doc: Document, method: str, row: Any) -> bool:
    if row.event == "Method":
        return bool(row.method == method)
    if row.event == "Value Change":
        before = doc.get_doc_before_save()
        return method == "on_update" and before is not None and doc.has_value_changed(str(row.value_changed))
    if row.event == "Save":
        return method == "on_update" and doc.get_doc_before_save() is not None
    return bool(EVENTS.get(method) == row.event)
