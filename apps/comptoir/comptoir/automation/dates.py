"""Notifications of days before and after a date of a document, looked for once a day; and reminders, at their moment."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from comptoir.access import policy
from comptoir.automation import notifying
from comptoir.automation.subscriptions import NOTIFICATION, holds
from comptoir.companions.subject import acting_as
from comptoir.context import Context, current
from comptoir.desk.bell import ring
from comptoir.documents import Document, get_document, get_list
from comptoir.documents.document import set_columns
from comptoir.errors import DoesNotExistError
from comptoir.jobs.delaying import call_at

REMINDER = "Reminder"
SEND = "comptoir.automation.dates.send_reminders"
SIGNS = {"Days Before": 1, "Days After": -1}
MOST = 5000
"""Documents that one Notification tells of in a day."""


def send_dated() -> None:
    """Send what is so many days before or after today."""
    ctx = current()
    filters = {"enabled": 1, "event": ("in", list(SIGNS))}
    for row in get_list(ctx, NOTIFICATION, filters=filters, limit=0, ignore_permissions=True):
        told = get_document(ctx, NOTIFICATION, row["name"])
        for doc in _due(ctx, told):
            if holds(doc, told.condition):
                notifying.send_later(ctx, str(told.name), doc)


def send_reminders() -> None:
    """Put the reminders whose moment has come behind the bells of their users, where they may still read the document."""
    ctx = current()
    due = {"notified": 0, "remind_at": ("<=", ctx.clock.now())}
    for row in get_list(ctx, REMINDER, filters=due, limit=500, ignore_permissions=True):
        reminder = get_document(ctx, REMINDER, row["name"])
        about = _subject(ctx, reminder)
        if about is not None or not reminder.reminder_doctype:
            ring(ctx, reminder.user, reminder.description, about)
        set_columns(reminder, {"notified": 1})
        ctx.db.commit()
    call_next(ctx)


def call_next(ctx: Context) -> None:
    """Have ``send_reminders`` called when the first of the reminders is due."""
    fields = ["remind_at"]
    rows = get_list(
        ctx, REMINDER, fields=fields, filters={"notified": 0}, order_by="remind_at asc", limit=1, ignore_permissions=True
    )  # fmt: skip
    call_at(ctx, SEND, rows[0]["remind_at"] if rows else None)


def _due(ctx: Context, told: Document) -> list[Any]:
    day = ctx.clock.now().date() + timedelta(days=SIGNS[told.event] * int(told.days_in_advance or 0))
    whole = [datetime.combine(day, time.min), datetime.combine(day, time.max)]
    meta = ctx.site.registry.get(told.document_type)
    is_moment = meta.by_name[told.date_changed].fieldtype == "Datetime"
    filters = [[told.date_changed, "between", whole] if is_moment else [told.date_changed, "=", day]]
    rows = get_list(ctx, meta.name, filters=filters, limit=MOST, ignore_permissions=True)
    return [get_document(ctx, meta.name, row["name"]) for row in rows]


def _subject(ctx: Context, reminder: Document) -> Document | None:
    if not reminder.reminder_doctype or not reminder.reminder_docname:
        return None
    try:
        doc = get_document(ctx, reminder.reminder_doctype, reminder.reminder_docname)
    except DoesNotExistError:
        return None
    return doc if policy.decide(acting_as(ctx, reminder.user), "read", doc.meta, doc) else None
