"""What follows for companions when a document is merged into another, or a user is deleted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.access import shares as shared
from comptoir.companions import summaries
from comptoir.companions.following import FOLLOW
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, delete, get_list
from comptoir.documents.storage import delete_rows, update_row


def after_rename(doc: Document, _method: str, _old: str, _new: str, merge: bool) -> None:
    """Companions followed the name already; of two merged documents they are put together."""
    ctx = doc._ctx
    if merge and summaries.lock(ctx, doc.doctype, doc.name):
        _merge_tags(ctx, doc)
        _merge_shares(ctx, doc)
        _merge_followers(ctx, doc)
        summaries.refresh(ctx, doc.doctype, doc.name, *summaries.SUMMARIES)


def forget_user(ctx: Context, user: str) -> None:
    """What was shared with, assigned or told to a deleted user: nobody who gets the name later inherits it."""
    table = table_for(ctx.site.registry.get(shared.DOCSHARE))
    ctx.db.execute(sa.delete(table).where(table.c.user == user))
    shared.forget(ctx)
    told = table_for(ctx.site.registry.get("Notification Log"))
    ctx.db.execute(sa.delete(told).where(told.c.for_user == user))
    for row in get_list(ctx, FOLLOW, filters={"user": user}, limit=0, ignore_permissions=True):
        delete(ctx, FOLLOW, row["name"], ignore_permissions=True)
    for row in get_list(ctx, "ToDo", filters={"allocated_to": user}, limit=0, ignore_permissions=True):
        delete(ctx, "ToDo", row["name"], ignore_permissions=True)


def _merge_tags(ctx: Context, doc: Document) -> None:
    seen: set[str] = set()
    for row in _rows(
        ctx, "Tag Link", ["tag"], {"document_type": doc.doctype, "document_name": str(doc.name)}
    ):
        if row["tag"] in seen:
            delete_rows(ctx, ctx.site.registry.get("Tag Link"), [row["name"]])
        seen.add(row["tag"])


def _merge_followers(ctx: Context, doc: Document) -> None:
    seen: set[str] = set()
    for row in _rows(ctx, FOLLOW, ["user"], {"ref_doctype": doc.doctype, "ref_docname": str(doc.name)}):
        if row["user"] in seen:
            delete_rows(ctx, ctx.site.registry.get(FOLLOW), [row["name"]])
        seen.add(row["user"])


def _merge_shares(ctx: Context, doc: Document) -> None:
    meta = ctx.site.registry.get(shared.DOCSHARE)
    about = {"share_doctype": doc.doctype, "share_name": str(doc.name)}
    first: dict[tuple[Any, Any], Any] = {}
    for row in _rows(ctx, shared.DOCSHARE, ["user", "everyone", *shared.COLUMNS], about):
        kept = first.setdefault((row["user"], row["everyone"]), row)
        if kept is not row:
            kept |= {name: max(int(kept[name]), int(row[name])) for name in shared.COLUMNS}
            update_row(ctx, meta, kept["name"], {name: kept[name] for name in shared.COLUMNS})
            delete_rows(ctx, meta, [row["name"]])


def _rows(ctx: Context, doctype: str, fields: list[str], filters: dict[str, Any]) -> list[Any]:
    return get_list(
        ctx,
        doctype,
        fields=["name", *fields],
        filters=filters,
        order_by="creation asc",
        limit=0,
        ignore_permissions=True,
    )
