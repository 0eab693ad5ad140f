"""Undoing an import: what it inserted is deleted, what it changed is put back, newest first.

Only documents that nobody has touched since: the others stay, and the log says why. Documents that the import created
only because something linked to them stay too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from comptoir import documents
from comptoir.context import Context, current
from comptoir.data import log
from comptoir.data.imports import DOCTYPE, PARTIAL, PENDING, RUNNING, UNDONE, find
from comptoir.data.running import ending, stand
from comptoir.data.writing import INSERTED
from comptoir.documents import storage
from comptoir.documents.columns import write_columns
from comptoir.errors import ComptoirError, DoesNotExistError, ServiceUnavailableError, ValidationError
from comptoir.jobs.queue import enqueue
from comptoir.sentences import Label, _, _n, joined
from comptoir.traces import operations, record

CHUNK = 100
RUN = "comptoir.data.undoing.run"


def undo(ctx: Context, name: str) -> None:
    """Begin to undo the import called ``name``. Raises where there is nothing to undo."""
    imported = find(ctx, name, "write")
    if imported.doc.status in (PENDING, RUNNING, UNDONE) or not imported.doc.succeeded:
        raise ValidationError(_("This import has written nothing that could be undone."))
    stand(
        ctx, name, status=RUNNING, is_undoing=1, started_by=ctx.user, message=None, ended_on=None,
        beat=ctx.clock.now(),
    )  # fmt: skip
    record(ctx, operations.IMPORT_UNDONE, doctype=imported.meta.name, detail={"import": name})
    queue(ctx, name)


def queue(ctx: Context, name: str) -> None:
    """Go on in the background, after the commit."""
    enqueue(ctx, RUN, queue="long", job_id=f"undo import {name}", data_import=name)


def run(data_import: str) -> None:
    """The job."""
    ctx = current()
    with ending(ctx, data_import):
        carry_out(ctx, data_import)


def carry_out(ctx: Context, name: str) -> None:
    """Undo what is not undone yet, a chunk at a time."""
    imported = find(ctx, name)
    below: int | None = None
    kept = 0
    while page := log.entries(ctx, name, success=True, limit=CHUNK, below=below):
        if not _is_ours(ctx, name):
            return
        kept += _undo_page(ctx, imported.meta.name, page)
        below = int(page[-1]["log_index"])
        stand(ctx, name, beat=ctx.clock.now())
        ctx.db.commit()
    undone = int(imported.doc.succeeded or 0) - kept
    said = _n("{count} document was taken back.", "{count} documents were taken back.", count=undone)
    stays = _n(
        "{count} stays, because it was changed or is used; the log says why.",
        "{count} stay, because they were changed or are used; the log says why.",
        count=kept,
    )
    stand(
        ctx, name, status=PARTIAL if kept else UNDONE, is_undoing=0, ended_on=ctx.clock.now(),
        message=ctx.say(joined([said, stays]) if kept else said),
    )  # fmt: skip
    ctx.db.commit()


def _is_ours(ctx: Context, name: str) -> bool:
    ctx.db.begin()
    row = storage.load_row(ctx, ctx.site.registry.get(DOCTYPE), name, for_update=True)
    return row is not None and row["status"] == RUNNING and bool(row["is_undoing"])


def _undo_page(ctx: Context, doctype: str, page: Sequence[Mapping[str, Any]]) -> int:
    """How many of the documents stay."""
    meta = ctx.site.registry.get(log.DOCTYPE)
    gone, kept = [], 0
    for entry in page:
        try:
            with ctx.db.savepoint():
                _take_back(ctx, doctype, entry)
        except ServiceUnavailableError:
            raise
        except ComptoirError as error:
            kept += 1
            write_columns(ctx, meta, [entry["name"]], {"exception": ctx.say(error.message)[: log.LONGEST]})
        else:
            gone.append(entry["name"])
    if gone:
        write_columns(ctx, meta, gone, {"undone": 1})
    return kept


def _take_back(ctx: Context, doctype: str, entry: Mapping[str, Any]) -> None:
    try:
        doc = documents.get_document(ctx, doctype, entry["docname"], for_update=True)
    except DoesNotExistError:
        return
    if doc.modified != entry["stamp"]:
        raise ValidationError(
            _("{doctype} {name} was changed after the import.", doctype=Label(doctype), name=doc.name)
        )
    if entry["action"] == INSERTED:
        if doc.docstatus == 1:
            doc.cancel()
        documents.delete(ctx, doctype, doc.name)
        return
    doc.update(orjson.loads(entry["before"] or "{}"))
    documents.update(ctx, doc)
