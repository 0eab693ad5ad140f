"""Who has a document open: kept in the cache of the site, so that every web process knows of all."""

from __future__ import annotations

import time
from typing import Any

from comptoir.companions.docinfo import user_info
from comptoir.context import Context
from comptoir.realtime import document_room, publish

VIEWERS = "doc_viewers"
KEPT_SECONDS = 120
"""A screen that is open says so again within this time."""


def arrive(ctx: Context, doctype: str, name: Any, socket: str) -> None:
    """Note that the acting user has the document open, and tell those who have it open too."""
    key = _key(doctype, name)
    ctx.site.cache.hash_set(key, {socket: f"{time.time():.0f} {ctx.user}"})
    ctx.site.cache.expire(key, KEPT_SECONDS)
    _tell(ctx, doctype, name)


def leave(ctx: Context, doctype: str, name: Any, socket: str) -> None:
    """Note that a screen has closed the document."""
    ctx.site.cache.hash_delete(_key(doctype, name), [socket])
    _tell(ctx, doctype, name)


def viewers(ctx: Context, doctype: str, name: Any) -> list[str]:
    """The users who have the document open."""
    oldest = time.time() - KEPT_SECONDS
    found = (value.partition(" ") for value in ctx.site.cache.hash_get(_key(doctype, name)).values())
    return sorted({user for seen, _blank, user in found if float(seen) >= oldest})


def _tell(ctx: Context, doctype: str, name: Any) -> None:
    users = viewers(ctx, doctype, name)
    people = {
        user: {"fullname": row["fullname"], "image": row["image"]}
        for user, row in user_info(ctx, users).items()
    }
    message = {"doctype": doctype, "docname": name, "users": users, "people": people}
    publish(ctx, VIEWERS, message, document_room(doctype, name), after_commit=False)


def _key(doctype: str, name: Any) -> str:
    return f"viewers:{doctype}/{name}"
