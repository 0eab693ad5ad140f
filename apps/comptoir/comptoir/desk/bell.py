"""What stands behind the bell of a user."""

from __future__ import annotations

from comptoir.context import Context
from comptoir.documents import Document, new_document
from comptoir.realtime import publish, user_room

LOG = "Notification Log"
EVENT = "notification"


def ring(
    ctx: Context, user: str, subject: str, doc: Document | None = None, message: str = "", kind: str = "Alert"
) -> Document:
    """Tell ``user`` something, about ``doc`` if it is about one. The document kept, for that user alone."""
    values = {
        "doctype": LOG,
        "subject": subject,
        "email_content": message,
        "type": kind,
        "for_user": user,
        "from_user": ctx.user,
        "document_type": doc.doctype if doc is not None else None,
        "document_name": str(doc.name) if doc is not None else None,
    }
    kept = new_document(ctx, values)
    kept.insert(ignore_permissions=True)
    publish(ctx, EVENT, {"name": kept.name}, user_room(user))
    return kept
