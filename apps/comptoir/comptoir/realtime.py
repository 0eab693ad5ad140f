"""Telling open screens what happened: events on a Redis channel of the site, which ``comptoir.web.sockets`` forwards.

An event is JSON with ``event``, ``message`` and ``room``; the channel is ``<site>:realtime``. Rooms have Frappe's
names; who may enter one is decided by the server that lets people in, not here. Losing an event loses no data.
"""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.context import Context

CHANNEL = "realtime"
EVERYBODY = "all"
USER, DOCTYPE, DOC, TASK = "user", "doctype", "doc", "task_progress"
"""The kinds of rooms: what stands before the colon."""
DOC_UPDATE, LIST_UPDATE = "doc_update", "list_update"


def user_room(user: str) -> str:
    """The screens of one user."""
    return f"{USER}:{user}"


def doctype_room(doctype: str) -> str:
    """The screens that show a list of ``doctype``."""
    return f"{DOCTYPE}:{doctype}"


def document_room(doctype: str, name: Any) -> str:
    """The screens that show one document."""
    return f"{DOC}:{doctype}/{name}"


def task_room(task: str) -> str:
    """The screens that wait for a task."""
    return f"{TASK}:{task}"


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
    """Tell the screens that show the document; whoever forwards that tells those that show its list as well."""
    message = {"doctype": doctype, "name": name, "modified": modified, "user": ctx.user}
    publish(ctx, DOC_UPDATE, message, document_room(doctype, name))


def document_gone(ctx: Context, doctype: str) -> None:
    """Tell the screens that show a list of ``doctype`` that it is shorter; not by what, which nobody can be judged by now."""
    publish(ctx, LIST_UPDATE, {"doctype": doctype, "user": ctx.user}, doctype_room(doctype))
