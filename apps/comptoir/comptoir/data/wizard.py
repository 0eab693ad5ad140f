"""What the Desk asks about imports. ``ctx`` is the context of the request; the rest are its arguments."""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.context import Context
from comptoir.data import log, mending, running, undoing
from comptoir.data import preview as previewing
from comptoir.data.imports import check_right, find
from comptoir.data.writing import INSERT
from comptoir.desk.answers import Download
from comptoir.hooks import whitelist

PAGE = 50


@whitelist(methods=["GET", "POST"])
def offered(ctx: Context, doctype: str) -> dict[str, Any]:
    """What the columns of a file of ``doctype`` may fill. Raises unless the actor may import such documents."""
    meta = ctx.site.registry.get(doctype)
    check_right(ctx, meta, INSERT)
    return previewing.offered(ctx, meta)


@whitelist(methods=["POST"])
def preview(ctx: Context, name: str) -> dict[str, Any]:
    """The columns and the first rows of the file of an import, with what is wrong with their cells."""
    found = previewing.preview(ctx, find(ctx, name))
    if found["count"]:
        running.stand(ctx, name, payload_count=found["count"])
    return found


@whitelist(methods=["POST"])
def start(ctx: Context, name: str, only_check: bool = False) -> dict[str, Any]:
    """Run an import in the background, or check all of it without writing anything."""
    running.start(ctx, name, only_check=only_check)
    running.queue(ctx, name)
    return standing(ctx, name)


@whitelist(methods=["POST"])
def stop(ctx: Context, name: str) -> dict[str, Any]:
    """Stop an import after the chunk that is being written."""
    running.stop(ctx, name)
    return standing(ctx, name)


@whitelist(methods=["POST"])
def go_on(ctx: Context, name: str) -> dict[str, Any]:
    """Go on with an import that was stopped."""
    running.go_on(ctx, name)
    return standing(ctx, name)


@whitelist(methods=["POST"])
def undo(ctx: Context, name: str) -> dict[str, Any]:
    """Take back what an import has written."""
    undoing.undo(ctx, name)
    return standing(ctx, name)


@whitelist(methods=["GET", "POST"])
def standing(ctx: Context, name: str) -> dict[str, Any]:
    """How far an import has come."""
    doc = find(ctx, name).doc
    fields = (
        "status",
        "message",
        "position",
        "succeeded",
        "failed",
        "payload_count",
        "only_checked",
        "is_undoing",
    )
    return {"name": doc.name} | {field: doc.get(field) for field in fields}


@whitelist(methods=["GET", "POST"])
def refused(ctx: Context, name: str, start: int = 0) -> list[dict[str, Any]]:
    """A page of the records that were refused: their rows, and why."""
    find(ctx, name)
    return [
        {"rows": orjson.loads(entry["row_indexes"] or "[]"), "message": entry["exception"]}
        for entry in log.entries(ctx, name, success=False, start=max(0, start), limit=PAGE)
    ]


@whitelist(methods=["GET", "POST"])
def kept(ctx: Context, name: str) -> list[dict[str, Any]]:
    """Documents that undoing an import has left, and why; the first of them."""
    find(ctx, name)
    return [
        {"docname": entry["docname"], "message": entry["exception"]}
        for entry in log.entries(ctx, name, success=True, limit=PAGE)
        if entry["exception"]
    ]


@whitelist(methods=["GET", "POST"])
def failed_rows(ctx: Context, name: str) -> Download:
    """The rows that were refused with the reason, as a CSV file to mend and to import again."""
    imported = find(ctx, name)
    filename = f"{ctx.say(imported.meta.name)} {name}.csv"
    return Download(filename, mending.failed_rows(ctx, imported), "text/csv; charset=utf-8")
