"""What became of each record of an import: Data Import Log, written a chunk at a time, read back for undoing and mending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.context import Context
from comptoir.data.writing import Outcome
from comptoir.db.tables import table_for
from comptoir.documents import get_list, storage
from comptoir.documents.naming import make_hash

DOCTYPE = "Data Import Log"
PAGE = 500
LONGEST = 2000
"""Characters of a sentence that are kept."""


def write(ctx: Context, name: str, outcomes: Sequence[Outcome], first: int) -> None:
    """Keep ``outcomes`` of the import called ``name``, numbered from ``first``."""
    meta = ctx.site.registry.get(DOCTYPE)
    now = ctx.clock.now()
    common = dict.fromkeys(meta.column_names) | {
        "owner": ctx.user, "modified_by": ctx.user, "creation": now, "modified": now, "docstatus": 0, "idx": 0,
        "data_import": name, "undone": 0,
    }  # fmt: skip
    rows = [
        common | _row(ctx, outcome) | {"name": make_hash(), "log_index": number}
        for number, outcome in enumerate(outcomes, first)
    ]
    storage.insert_rows(ctx, meta, rows)


def forget(ctx: Context, name: str) -> None:
    """Delete what was kept of the import called ``name``."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    ctx.db.begin()
    ctx.db.execute(sa.delete(table).where(table.c.data_import == name))


def entries(
    ctx: Context, name: str, *, success: bool, start: int = 0, limit: int = PAGE, below: int | None = None
) -> list[Mapping[str, Any]]:
    """Entries of the import called ``name``: those refused in their order, or those written and not undone, newest first.

    ``below`` leaves out entries of this number and more.
    """
    filters = [["data_import", "=", name], ["success", "=", int(success)], ["undone", "=", 0]]
    if below is not None:
        filters.append(["log_index", "<", below])
    fields = ["name", "log_index", "row_indexes", "docname", "action", "stamp", "before", "exception"]
    order = "log_index desc" if success else "log_index asc"
    rows: list[Mapping[str, Any]] = [
        *get_list(
            ctx, DOCTYPE, fields=fields, filters=filters, order_by=order, limit_start=start, limit=limit,
            ignore_permissions=True,
        )
    ]  # fmt: skip
    return rows


def failures(ctx: Context, name: str) -> Iterator[tuple[list[int], str]]:
    """The rows of each record that was refused, and why."""
    start = 0
    while page := entries(ctx, name, success=False, start=start):
        for entry in page:
            yield orjson.loads(entry["row_indexes"] or "[]"), str(entry["exception"] or "")
        start += len(page)


def _row(ctx: Context, outcome: Outcome) -> dict[str, Any]:
    notes = [ctx.say(note)[:LONGEST] for note in outcome.notes]
    return {
        "row_indexes": orjson.dumps(outcome.record.rows).decode(),
        "success": int(outcome.done),
        "action": outcome.action or None,
        "docname": outcome.name or None,
        "stamp": outcome.modified,
        "messages": orjson.dumps(notes).decode() if notes else None,
        "exception": ctx.say(outcome.message)[:LONGEST] or None,
        "before": orjson.dumps(outcome.before, default=str).decode() if outcome.before is not None else None,
    }
