"""Running an import: a chunk of records is committed together with how far the import has come.

Whoever is killed on the way leaves a position behind; the next leg begins there, so that nothing is written twice and
nothing left out. A leg that another one has overtaken notices by the position, under the lock of the import's row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comptoir import realtime
from comptoir.context import Context, current
from comptoir.data import log
from comptoir.data.cells import cell_reader
from comptoir.data.imports import (
    DOCTYPE,
    ERROR,
    PARTIAL,
    PENDING,
    RUNNING,
    STOPPED,
    SUCCESS,
    Import,
    check_options,
    find,
    layout_of,
    rows_in,
    settled,
    table_of,
)
from comptoir.data.records import Record, chunks, records
from comptoir.data.writing import Outcome, Writer
from comptoir.documents import get_list, storage
from comptoir.documents.columns import write_columns
from comptoir.errors import ComptoirError, ServiceUnavailableError, ValidationError
from comptoir.jobs.queue import enqueue
from comptoir.sentences import Sentence, _, _n, joined
from comptoir.traces import operations, record

CHUNK = 200
TRIES = 3
LEG = timedelta(minutes=15)
"""A job goes on for so long; then another one takes over."""
LOST = timedelta(minutes=3)
"""An import that has shown no sign of life for so long has nobody who works on it."""
RUN = "comptoir.data.running.run"
EVENT = "data_import_progress"
Told = Callable[[int], None]
"""Is told the row that an import has come to."""


@dataclass(slots=True)
class Standing:
    """How far an import has come."""

    position: int
    succeeded: int
    failed: int


def start(ctx: Context, name: str, *, only_check: bool = False) -> Import:
    """Begin the import called ``name``, or a check of it that writes nothing. Raises where it cannot be run."""
    imported = find(ctx, name, "write")
    if imported.doc.status != PENDING:
        raise ValidationError(_("This import has run already. Make a new one of the same file."))
    check_options(ctx, imported)
    table = table_of(ctx, imported)
    layout_of(ctx, imported, table)
    log.forget(ctx, name)
    now = ctx.clock.now()
    stand(
        ctx, name, status=RUNNING, message=None, position=0, succeeded=0, failed=0, only_checked=int(only_check),
        is_undoing=0, started_by=ctx.user, started_on=now, ended_on=None, beat=now,
        payload_count=rows_in(imported, table), template_options=settled(ctx, imported, table),
    )  # fmt: skip
    if not only_check:
        detail = {"import": name, "file": imported.doc.import_file, "kind": imported.doc.import_type}
        record(ctx, operations.IMPORTED, doctype=imported.meta.name, detail=detail)
    return imported


def queue(ctx: Context, name: str, position: int = 0) -> None:
    """Go on in the background, after the commit."""
    enqueue(ctx, RUN, queue="long", job_id=f"import {name} {position}", data_import=name)


def stop(ctx: Context, name: str) -> None:
    """Stop after the chunk that is being written. It can go on later."""
    imported = find(ctx, name, "write")
    if imported.doc.status != RUNNING:
        raise ValidationError(_("This import does not run."))
    stand(ctx, name, status=STOPPED, ended_on=ctx.clock.now())


def go_on(ctx: Context, name: str) -> None:
    """Take up an import that was stopped, or ended by an error."""
    imported = find(ctx, name, "write")
    if imported.doc.status not in (STOPPED, ERROR) or imported.doc.is_undoing:
        raise ValidationError(_("Only an import that was stopped goes on."))
    stand(
        ctx, name, status=RUNNING, message=None, started_by=ctx.user, ended_on=None, beat=ctx.clock.now()
    )  # fmt: skip
    queue(ctx, name, int(imported.doc.position or 0))


def stand(ctx: Context, name: str, **values: Any) -> None:
    """Write down how the import called ``name`` stands."""
    write_columns(ctx, ctx.site.registry.get(DOCTYPE), [name], values)


def run(data_import: str) -> None:
    """The job: records from the position on, until the file ends or the leg does."""
    ctx = current()
    with ending(ctx, data_import):
        imported = find(ctx, data_import)
        until = ctx.clock.now() + LEG
        position = carry_out(ctx, imported, until)
        if position is not None:
            queue(ctx, data_import, position)


def resume_lost() -> None:
    """Take up imports that nobody works on any more, each as whoever started it."""
    from comptoir.data.undoing import queue as queue_undo

    ctx = current()
    filters = {"status": RUNNING, "beat": ["<", ctx.clock.now() - LOST]}
    fields = ["name", "started_by", "position", "is_undoing"]
    for row in get_list(ctx, DOCTYPE, fields=fields, filters=filters, limit=0, ignore_permissions=True):
        stand(ctx, row["name"], beat=ctx.clock.now())
        starter = ctx.acting_as(str(row["started_by"]))
        if row["is_undoing"]:
            queue_undo(starter, row["name"])
        else:
            queue(starter, row["name"], int(row["position"] or 0))


@contextmanager
def ending(ctx: Context, name: str) -> Iterator[None]:
    """Within it an import runs; whatever ends it early is written down, so that it does not seem to run for ever."""
    ended = False
    try:
        yield
        ended = True
    except ComptoirError as error:
        _broke_off(ctx, name, error.message)
        ended = True
    finally:
        if not ended:
            _broke_off(ctx, name, _("The import broke off. The log of the worker says why."))


def carry_out(
    ctx: Context, imported: Import, until: datetime | None = None, told: Told = lambda _: None
) -> int | None:
    """Write records until the file ends; the position where ``until`` has come before, None where nothing is left."""
    doc, table = imported.doc, table_of(ctx, imported)
    layout = layout_of(ctx, imported, table)
    reader = cell_reader(ctx, str(imported.options.get("date_format") or ""))
    standing = Standing(int(doc.position or 0), int(doc.succeeded or 0), int(doc.failed or 0))
    writer = Writer(ctx, imported.plan)
    found = records(reader, layout, table.rows(standing.position), clears=bool(doc.clear_empty))
    with _importing(ctx, mute_emails=bool(doc.mute_emails)):
        for chunk in chunks(found, CHUNK):
            if not _write(ctx, imported, writer, chunk, standing):
                return None
            told(standing.position)
            if until is not None and ctx.clock.now() > until:
                return standing.position
    _finish(ctx, imported, standing)
    return None


@contextmanager
def _importing(ctx: Context, *, mute_emails: bool) -> Iterator[None]:
    """Code of apps sees by these flags that documents come from a file."""
    before = {name: ctx.flags.get(name) for name in ("in_import", "mute_emails")}
    ctx.flags.update(in_import=True, mute_emails=mute_emails)
    try:
        yield
    finally:
        ctx.flags.update(before)


def _write(
    ctx: Context, imported: Import, writer: Writer, chunk: Sequence[Record], standing: Standing
) -> bool:
    """Whether ``chunk`` was written and committed; not where the import was stopped, or another leg goes on with it."""
    for attempt in range(1, TRIES + 1):
        try:
            return _try(ctx, imported, writer, chunk, standing)
        except ServiceUnavailableError:
            ctx.db.rollback()
            writer.undone()
            if attempt == TRIES:
                raise
    return False


def _try(ctx: Context, imported: Import, writer: Writer, chunk: Sequence[Record], standing: Standing) -> bool:
    name = str(imported.doc.name)
    if not _is_ours(ctx, imported, standing.position):
        return False
    outcomes = writer.write(chunk)
    if imported.doc.only_checked:
        ctx.db.rollback()
        writer.undone()
        if not _is_ours(ctx, imported, standing.position):
            return False
    done = sum(outcome.done for outcome in outcomes)
    reached = Standing(chunk[-1].rows[-1], standing.succeeded + done, standing.failed + len(outcomes) - done)
    _keep(ctx, imported, outcomes, standing.succeeded + standing.failed + 1)
    stand(
        ctx, name, position=reached.position, succeeded=reached.succeeded, failed=reached.failed,
        beat=ctx.clock.now(),
    )  # fmt: skip
    _tell(ctx, imported, reached)
    ctx.db.commit()
    writer.keep()
    standing.position, standing.succeeded, standing.failed = (
        reached.position,
        reached.succeeded,
        reached.failed,
    )
    return True


def _keep(ctx: Context, imported: Import, outcomes: Sequence[Outcome], first: int) -> None:
    """Of a check only what was refused is kept: nothing else has happened."""
    kept = [o for o in outcomes if not o.done] if imported.doc.only_checked else outcomes
    log.write(ctx, str(imported.doc.name), kept, first)


def _is_ours(ctx: Context, imported: Import, position: int) -> bool:
    """Open the transaction, and see under a lock whether the import still stands where this leg left it."""
    ctx.db.begin()
    row = storage.load_row(ctx, imported.doc.meta, imported.doc.name, for_update=True)
    ours = row is not None and row["status"] == RUNNING and int(row["position"] or 0) == position
    if not ours:
        ctx.db.rollback()
    return ours


def _tell(ctx: Context, imported: Import, standing: Standing) -> None:
    name = str(imported.doc.name)
    message = {
        "data_import": name,
        "current": standing.succeeded + standing.failed,
        "total": int(imported.doc.payload_count or 0),
        "success": True,
    }
    realtime.publish(ctx, EVENT, message, realtime.user_room(ctx.user))


def _finish(ctx: Context, imported: Import, standing: Standing) -> None:
    name = str(imported.doc.name)
    if not _is_ours(ctx, imported, standing.position):
        return
    if imported.doc.only_checked:
        status = PENDING
    else:
        status = SUCCESS if not standing.failed else PARTIAL if standing.succeeded else ERROR
    stand(ctx, name, status=status, message=ctx.say(_summary(imported, standing)), ended_on=ctx.clock.now())
    realtime.publish(ctx, "data_import_refresh", {"data_import": name}, realtime.user_room(ctx.user))
    ctx.db.commit()


def _summary(imported: Import, standing: Standing) -> Sentence:
    if not standing.succeeded and not standing.failed:
        return _("The file has no rows below its heading.")
    if imported.doc.only_checked:
        written = _n(
            "{count} document would be written.",
            "{count} documents would be written.",
            count=standing.succeeded,
        )
    else:
        written = _n(
            "{count} document was written.", "{count} documents were written.", count=standing.succeeded
        )
    refused = _n("{count} was refused.", "{count} were refused.", count=standing.failed)
    return joined([written, refused]) if standing.failed else written


def _broke_off(ctx: Context, name: str, message: str) -> None:
    ctx.db.rollback()
    stand(ctx, name, status=ERROR, message=ctx.say(message)[: log.LONGEST], ended_on=ctx.clock.now())
    ctx.db.commit()
