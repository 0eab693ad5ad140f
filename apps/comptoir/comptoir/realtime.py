"""Telling open screens what happened: events on a Redis channel of the site, for whoever forwards them to browsers.

An event is JSON with ``event``, ``message`` and ``room``; the channel is ``<site>:realtime``. Rooms have Frappe's
names; who may enter one is decided by the server that lets people in, not here. Losing an event loses no data.
"""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.context import Context

CHANNEL = "realtime"
EVERYBODY = "all"
DOC_UPDATE = "doc_update"


def user_room(user: str) -> str:
    """The screens of one user."""
    return f"user:{user}"


def doctype_room(doctype: str) -> str:
    """The screens that show a list of ``doctype``."""
    return f"doctype:{doctype}"


def document_room(doctype: str, name: Any) -> str:
    """The screens that show one document."""
    return f"doc:{doctype}/{name}"


def task_room(task: str) -> str:
    """The screens that wait for a task."""
    return f"task_progress:{task}"


def publish(
    ctx: Context, event: str, message: Any = None, room: str = EVERYBODY, *, after_commit: bool = True
) -> None:
    """Send ``event`` to ``room``: after the commit, or at once. A rolled back transaction sends nothing."""
    text = orjson.dumps(
        {"event": event, "message": message, "room": room}, default=str, option=orjson.OPT_NON_STR_KEYS
    ).decode()
    cache = ctx.site.cache

    def send() -> None:
        cache.publish(CHANNEL, text)

    if after_commit and ctx.db.in_transaction:
        ctx.db.on_commit(send)
    else:
        send()


def document_changed(ctx: Context, doctype: str, name: Any, modified: Any) -> None:
    """Tell the screens that show the document or its list."""
    message = {"doctype": doctype, "name": name, "modified": modified}
    publish(ctx, DOC_UPDATE, message, document_room(doctype, name))
    publish(ctx, "list_update", message | {"user": ctx.user}, doctype_room(doctype))
