"""One action on many documents: those chosen on a list, or all that its filters leave.

A few are done while their user waits, more by a job. Each document is done or refused for itself, and each is told of
in a sentence. What a job has done is committed in parts together with the note of it, so that whoever takes it over
does the rest and nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents, jobs
from comptoir.context import Context, current
from comptoir.desk import bulk_store as store
from comptoir.desk.bell import ring
from comptoir.desk.bulk_actions import ACTIONS, UNDO, carry_out
from comptoir.desk.bulk_store import Bulk, Row
from comptoir.errors import DataError, DoesNotExistError, ServiceUnavailableError, ValidationError
from comptoir.hooks import whitelist
from comptoir.jobs import progress
from comptoir.sentences import Label, Sentence, _, _n, joined

MOST = 10_000
MOST_AT_ONCE = 20
"""So many documents are done while somebody waits, and so many at once by the job."""
TRIES = 3
RUN = "comptoir.desk.bulk.run"


@whitelist(methods=["POST"])
def begin(
    ctx: Context,
    doctype: str,
    action: str,
    detail: Mapping[str, Any] | None = None,
    chosen: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Do ``action`` to the documents ``chosen``, or to all that the filters leave; how it stands, as ``standing``.

    Raises where the actor may do this to no document at all.
    """
    meta = ctx.site.registry.get(doctype)
    if action == UNDO or action not in ACTIONS:
        actions = tuple(name for name in ACTIONS if name != UNDO)
        raise DataError(_("Choose what to do: one of {choices}.", choices=actions))
    known = ACTIONS[action].check(ctx, meta, detail or {})
    names = _chosen(chosen) if chosen is not None else _matching(ctx, doctype, filters, or_filters)
    return _start(ctx, doctype, action, known, [Row(number, name) for number, name in enumerate(names, 1)])


@whitelist(methods=["GET", "POST"])
def standing(ctx: Context, bulk: str) -> dict[str, Any]:
    """How an action of the actor stands: ``status``, how many of ``total`` are ``done`` and ``refused``, and ``results``."""
    return _told(ctx, _own(ctx, bulk))


@whitelist(methods=["POST"])
def stop(ctx: Context, bulk: str) -> dict[str, Any]:
    """Leave the rest undone. It can go on."""
    if _own(ctx, bulk, lock=True).status == store.RUNNING:
        store.stand(ctx, bulk, store.STOPPED)
    return standing(ctx, bulk)


@whitelist(methods=["POST"])
def go_on(ctx: Context, bulk: str) -> dict[str, Any]:
    """Do what an action that was stopped, or broke off, has left."""
    if _own(ctx, bulk, lock=True).status == store.DONE:
        raise ValidationError(_("Nothing is left to do."))
    store.stand(ctx, bulk, store.RUNNING)
    _queue(ctx, bulk)
    return standing(ctx, bulk)


@whitelist(methods=["POST"])
def undo(ctx: Context, bulk: str) -> dict[str, Any]:
    """Put back what an edit has changed, where nobody changed the document since."""
    done = _own(ctx, bulk)
    rows = [row for row in store.rows(ctx, bulk, store.CARRIED_OUT) if row.kept is not None]
    if done.action != "edit" or done.status == store.RUNNING or not rows:
        raise ValidationError(_("There is nothing that could be put back."))
    known = ACTIONS[UNDO].check(ctx, ctx.site.registry.get(done.doctype), {})
    again = [Row(row.position, row.name, kept=row.kept, stamp=row.stamp) for row in rows]
    return _start(ctx, done.doctype, UNDO, known, again)


def run(bulk: str) -> None:
    """The job: what is left to do, some documents at a time."""
    ctx = current()
    ended = False
    try:
        while _leg(ctx, bulk):
            pass
        ended = True
    finally:
        if not ended:
            ctx.db.rollback()
            sentence = _("This broke off. The log of the worker says why; you can let it go on.")
            store.stand(ctx, bulk, store.FAILED, ctx.say(sentence))
            ctx.db.commit()


def _start(
    ctx: Context, doctype: str, action: str, detail: Mapping[str, Any], rows: Sequence[Row]
) -> dict[str, Any]:
    if len(rows) > MOST:
        raise DataError(
            _(
                "These are more than {most} {doctype}. Filter the list and do it in parts.",
                most=MOST,
                doctype=Label(doctype),
            )
        )
    if not rows:
        raise DataError(_("Choose the documents first."))
    name = store.make(ctx, doctype, action, detail, rows)
    if len(rows) > MOST_AT_ONCE:
        _queue(ctx, name)
    else:
        _do(ctx, _own(ctx, name), rows)
        store.stand(ctx, name, store.DONE)
    return standing(ctx, name)


def _queue(ctx: Context, name: str) -> None:
    jobs.enqueue(ctx, RUN, queue="long", job_id=f"bulk {name}", bulk=name)


def _leg(ctx: Context, name: str) -> bool:
    """Do a part and commit it; whether anything is left."""
    for attempt in range(1, TRIES + 1):
        try:
            return _try(ctx, name)
        except ServiceUnavailableError:
            ctx.db.rollback()
            if attempt == TRIES:
                raise
    return False


def _try(ctx: Context, name: str) -> bool:
    bulk = store.find(ctx, name, lock=True)
    if bulk is None or bulk.status != store.RUNNING:
        ctx.db.rollback()
        return False
    rows = store.rows(ctx, name, store.WAITING, MOST_AT_ONCE)
    _do(ctx, bulk, rows)
    counts = store.counts(ctx, name)
    left = counts.get(store.WAITING, 0)
    if not left:
        store.stand(ctx, name, store.DONE)
        _ring(ctx, bulk, counts)
    ctx.db.commit()
    progress.report(100 * (bulk.total - left) / max(1, bulk.total), ctx.say(Label(bulk.doctype)))
    return left > 0


def _do(ctx: Context, bulk: Bulk, rows: Sequence[Row]) -> None:
    store.keep(ctx, bulk.name, [carry_out(ctx, bulk, row) for row in rows])


def _ring(ctx: Context, bulk: Bulk, counts: Mapping[int, int]) -> None:
    label = ctx.say(Label(bulk.doctype))
    refusals = [row.message for row in store.told(ctx, bulk.name) if row.status == store.REFUSED]
    ring(ctx, ctx.user, f"{label}: {ctx.say(_summary(bulk, counts))}", message="\n".join(refusals))


def _summary(bulk: Bulk, counts: Mapping[int, int]) -> Sentence:
    done, refused = counts.get(store.CARRIED_OUT, 0), counts.get(store.REFUSED, 0)
    said = ACTIONS[bulk.action].said.filled(count=done)
    if not refused:
        return said
    return joined([said, _n("{count} was refused.", "{count} were refused.", count=refused)])


def _told(ctx: Context, bulk: Bulk) -> dict[str, Any]:
    counts = store.counts(ctx, bulk.name)
    results = [
        {"name": row.name, "done": row.status == store.CARRIED_OUT, "message": row.message}
        for row in store.told(ctx, bulk.name)
    ]
    changed = bulk.action == "edit" and bulk.status != store.RUNNING and counts.get(store.CARRIED_OUT)
    return {
        "bulk": bulk.name,
        "action": bulk.action,
        "status": bulk.status,
        "message": bulk.message or ctx.say(_summary(bulk, counts)),
        "total": bulk.total,
        "done": counts.get(store.CARRIED_OUT, 0),
        "refused": counts.get(store.REFUSED, 0),
        "results": results,
        "can_undo": bool(changed),
    }


def _own(ctx: Context, name: str, *, lock: bool = False) -> Bulk:
    found = store.find(ctx, name, lock=lock)
    if found is None:
        raise DoesNotExistError(_("There is no task called {task} any more. Begin it anew.", task=name[:40]))
    return found


def _chosen(names: Sequence[Any]) -> list[Any]:
    if not all(isinstance(name, (str, int)) and not isinstance(name, bool) for name in names):
        raise DataError(_("A stored document is named by a text or a number."))
    return list(dict.fromkeys(names))


def _matching(ctx: Context, doctype: str, filters: Any, or_filters: Any) -> list[Any]:
    rows = documents.get_list(
        ctx, doctype, fields=["name"], filters=filters, or_filters=or_filters, order_by="name asc", limit=MOST + 1,
        right="read",
    )  # fmt: skip
    return [row["name"] for row in rows]
