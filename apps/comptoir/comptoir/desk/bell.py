"""What stands behind the bell of a user, and what became of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.access.users import administers
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, get_list, new_document, read_document
from comptoir.hooks import whitelist

LOG = "Notification Log"
MOST = 50


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
    return kept


@whitelist(methods=["POST"])
def delivered(ctx: Context) -> None:
    """Whatever the acting user was told has reached a screen of theirs."""
    table = table_for(ctx.site.registry.get(LOG))
    waiting = table.c.for_user == ctx.user, table.c.delivered_on.is_(None)
    ctx.db.execute(sa.update(table).where(*waiting).values(delivered_on=ctx.clock.now()))


@whitelist(methods=["GET"])
def receipts(ctx: Context, doctype: str, name: str) -> list[dict[str, Any]]:
    """What became of what the acting user told others about a document, the latest of each; administrators see all of it.

    Each is ``{"user", "type", "creation", "delivered_on", "read_on"}``; a moment is None until it has come.
    """
    doc = read_document(ctx, doctype, name)
    about = {"document_type": doc.doctype, "document_name": str(doc.name), "for_user": ["!=", ctx.user]}
    own = {} if administers(ctx) else {"from_user": ctx.user}
    rows = get_list(
        ctx, LOG, fields=["for_user", "type", "creation", "delivered_on", "read_on"], filters=about | own,
        order_by="creation desc", limit=MOST, ignore_permissions=True,
    )  # fmt: skip
    latest: dict[str, dict[str, Any]] = {}
    for row in rows:
        told = {key: row[key] for key in ("type", "creation", "delivered_on", "read_on")}
        latest.setdefault(row["for_user"], {"user": row["for_user"], **told})
    return list(latest.values())
