"""Telling open screens what happened: events on a Redis channel of the site, which ``comptoir.web.sockets`` forwards.

What is published is a JSON list of events with ``event``, ``message`` and ``room``; the channel is ``<site>:realtime``. Rooms have Frappe's
names; who may enter one is decided by the server that lets people in, not here. Losing an event loses no data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from comptoir.context import Context
from comptoir.sites.cache import Cache

CHANNEL = "realtime"
EVERYBODY = "all"
USER, DOCTYPE, DOC, TASK = "user", "doctype", "doc", "task_progress"
"""The kinds of rooms: what stands before the colon."""
DOC_UPDATE, LIST_UPDATE, INFO_UPDATE = "doc_update", "list_update", "docinfo_update"
FEW = 20
"""Documents of a doctype that a list is told of one by one when they change together."""
MOST_TOGETHER = 500
"""Events that are published at once."""


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
    text = _spelled([_event(event, message, room)])
    cache = ctx.site.cache

    def send() -> None:
        cache.publish(CHANNEL, text)

    if after_commit and ctx.db.in_transaction:
        ctx.db.on_commit(send)
    else:
        send()


def document_changed(ctx: Context, doctype: str, name: Any, modified: Any) -> None:
    """Tell the screens that show the document or its list; a list hears of many that change together as of one."""
    message = {"doctype": doctype, "name": name, "modified": modified, "user": ctx.user}
    if ctx.db.in_transaction:
        ctx.db.on_commit_together(_send_changes, (ctx.site.cache, message))
    else:
        _send_changes([(ctx.site.cache, message)])


def info_changed(ctx: Context, doctype: str, name: Any) -> None:
    """Tell the screens that show the document that something around it has changed: comments, tags, people, letters."""
    value = ctx.site.cache, doctype, str(name)
    if ctx.db.in_transaction:
        ctx.db.on_commit_together(_send_infos, value)
    else:
        _send_infos([value])


def document_gone(ctx: Context, doctype: str) -> None:
    """Tell the screens that show a list of ``doctype`` that it is shorter; not by what, which nobody can be judged by now."""
    publish(ctx, LIST_UPDATE, {"doctype": doctype, "user": ctx.user}, doctype_room(doctype))


def _send_changes(changes: list[tuple[Cache, dict[str, Any]]]) -> None:
    """Publish what a transaction has changed."""
    cache = changes[0][0]
    latest = {(message["doctype"], message["name"]): message for _cache, message in changes}
    messages = list(latest.values())
    counts = Counter(message["doctype"] for message in messages)
    events = [_event(DOC_UPDATE, each, document_room(each["doctype"], each["name"])) for each in messages]
    for doctype, count in counts.items():
        told = [each for each in messages if each["doctype"] == doctype]
        if count > FEW:
            told = [{"doctype": doctype, "user": told[0]["user"]}]
        events += [_event(LIST_UPDATE, each, doctype_room(doctype)) for each in told]
    _send(cache, events)


def _send_infos(changes: list[tuple[Cache, str, str]]) -> None:
    about = dict.fromkeys((doctype, name) for _cache, doctype, name in changes)
    _send(
        changes[0][0],
        [
            _event(INFO_UPDATE, {"doctype": doctype, "name": name}, document_room(doctype, name))
            for doctype, name in about
        ],
    )


def _send(cache: Cache, events: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(events), MOST_TOGETHER):
        cache.publish(CHANNEL, _spelled(events[start : start + MOST_TOGETHER]))


def _event(event: str, message: Any, room: str) -> dict[str, Any]:
    return {"event": event, "message": message, "room": room}


def _spelled(events: Sequence[dict[str, Any]]) -> str:
    return orjson.dumps(list(events), default=str, option=orjson.OPT_NON_STR_KEYS).decode()
