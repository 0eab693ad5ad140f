"""Exports that take too long to wait for: a job writes the file, which is then a private one of whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.access import policy
from comptoir.context import Context, current
from comptoir.desk import exporting
from comptoir.desk.bell import ring
from comptoir.errors import ComptoirError, DataError
from comptoir.files import keep
from comptoir.hooks import whitelist
from comptoir.jobs import tasks
from comptoir.jobs.queue import enqueue
from comptoir.printing.listed import KINDS
from comptoir.sentences import _

RUN = "comptoir.data.exports.run"
WANTED = ("fields", "filters", "or_filters", "order_by", "chosen")


@whitelist(methods=["POST"])
def begin(
    ctx: Context, doctype: str, wanted: Mapping[str, Any] | None = None, format: str = "CSV"
) -> dict[str, str]:
    """Export a list in the background; the ``task`` to ask about. ``wanted`` are its fields, filters, order and choice.

    Raises where the actor may not export.
    """
    policy.require(ctx, "export", ctx.site.registry.get(doctype))
    if format not in KINDS:
        raise DataError(_("Choose the kind of file: one of {choices}.", choices=", ".join(KINDS)))
    asked = {key: value for key, value in (wanted or {}).items() if key in WANTED}
    task = tasks.new_task(ctx, status="waiting", rows=0)
    enqueue(ctx, RUN, queue="long", task=task, wanted=asked | {"doctype": doctype, "format": format})
    return {"task": task}


@whitelist(methods=["GET", "POST"])
def standing(ctx: Context, task: str) -> dict[str, Any]:
    """How an export of the actor stands: ``waiting``, ``running``, ``done`` with its file, or ``failed`` with a sentence."""
    return tasks.standing(ctx, task)


def run(task: str, wanted: dict[str, Any]) -> None:
    """The job."""
    ctx = current()
    try:
        made = exporting.export(
            ctx,
            exporting.Export(**wanted),
            KINDS,
            lambda rows: tasks.note(ctx, task, status="running", rows=rows),
        )
        file = keep(ctx, made.filename, made.path)
        ring(ctx, ctx.user, ctx.say(_("{file} is ready.", file=made.filename)), file)
        ctx.db.commit()
    except ComptoirError as error:
        ctx.db.rollback()
        tasks.note(ctx, task, status="failed", message=ctx.say(error.message))
        return
    tasks.note(ctx, task, status="done", file_url=file.file_url, file_name=file.file_name)
