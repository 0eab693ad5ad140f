"""Faults worth an administrator's eye: Error Log documents that outlive the transaction in which they happened."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.database import Database
from comptoir.db.tables import table_for
from comptoir.documents import storage
from comptoir.documents.loading import get_document
from comptoir.documents.naming import make_hash

logger = logging.getLogger(__name__)

DOCTYPE = "Error Log"
LONGEST_TITLE = 140


def log_fault(
    ctx: Context, title: str, text: str, reference_doctype: str | None = None, reference_name: Any = None
) -> Any:
    """Keep an Error Log, now and after whatever becomes of the transaction."""
    meta = ctx.site.registry.get(DOCTYPE)
    now = ctx.clock.now()
    row: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    row |= {
        "name": make_hash(), "owner": ctx.user, "modified_by": ctx.user, "creation": now, "modified": now,
        "docstatus": 0, "idx": 0, "method": title[:LONGEST_TITLE], "error": text, "seen": 0,
        "request_id": ctx.request_id, "reference_doctype": reference_doctype,
        "reference_name": None if reference_name is None else str(reference_name),
    }  # fmt: skip
    logger.error("%s: %s", title, text)
    ctx.db.begin()
    storage.insert_rows(ctx, meta, [row])
    table, site = table_for(meta), ctx.site

    def keep() -> None:
        apart = site.database()
        try:
            _insert_unless_there(apart, table, row)
        finally:
            apart.close()

    ctx.db.on_commit(keep)
    ctx.db.on_rollback(keep)
    return get_document(ctx, DOCTYPE, row["name"])


def _insert_unless_there(db: Database, table: sa.Table, row: dict[str, Any]) -> None:
    there = db.execute(sa.select(table.c.name).where(table.c.name == row["name"])).first()
    if there is None:
        db.begin()
        db.execute(sa.insert(table).values(row))
        db.commit()
