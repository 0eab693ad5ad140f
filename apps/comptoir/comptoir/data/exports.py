"""Exports that take too long to wait for: a job writes the file, which is then a private one of whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from comptoir import realtime
from comptoir.access import policy
from comptoir.context import Context, current
from comptoir.desk import exporting
from comptoir.documents.naming import make_hash
from comptoir.errors import ComptoirError, DataError, DoesNotExistError
from comptoir.files import keep
from comptoir.hooks import whitelist
from comptoir.jobs.queue import enqueue
from comptoir.printing.listed import KINDS
from comptoir.sentences import _

RUN = "comptoir.data.exports.run"
READY = "export_ready"
WANTED = ("fields", "filters", "or_filters", "order_by", "chosen")
KEPT = 24 * 3600
"""Seconds for which it is known how an export stands."""


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
    task = make_hash(20)
    _stand(ctx, task, status="waiting", rows=0)
    enqueue(ctx, RUN, queue="long", task=task, wanted=asked | {"doctype": doctype, "format": format})
    return {"task": task}


@whitelist(methods=["GET", "POST"])
def standing(ctx: Context, task: str) -> dict[str, Any]:
    """How an export of the actor stands: ``waiting``, ``running``, ``done`` with its file, or ``failed`` with a sentence."""
    (found,) = ctx.site.cache.get_many([_key(ctx, task)])
    if found is None:
        raise DoesNotExistError(_("There is no such export any more. Export the list anew."))
    answer: dict[str, Any] = orjson.loads(found)
    return answer


def run(task: str, wanted: dict[str, Any]) -> None:
    """The job."""
    ctx = current()
    try:
        made = exporting.export(
            ctx,
            exporting.Export(**wanted),
            KINDS,
            lambda rows: _stand(ctx, task, status="running", rows=rows),
        )
        file = keep(ctx, made.filename, made.path)
        ctx.db.commit()
    except ComptoirError as error:
        ctx.db.rollback()
        _stand(ctx, task, status="failed", message=ctx.say(error.message))
        return
    _stand(ctx, task, status="done", file_url=file.file_url, file_name=file.file_name)
    message = {"task": task, "file_url": file.file_url, "file_name": file.file_name}
    realtime.publish(ctx, READY, message, realtime.user_room(ctx.user))


def _stand(ctx: Context, task: str, **values: Any) -> None:
    ctx.site.cache.set(_key(ctx, task), orjson.dumps(values).decode(), KEPT)


def _key(ctx: Context, task: str) -> str:
    """Nobody else asks how an export stands."""
    return f"export|{ctx.user}|{task}"
