"""Users that somebody may choose: to assign a document to, to share it with, to mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import get_list
from comptoir.documents.links import visible_names
from comptoir.text import literal_like

FIELDS = ("name", "full_name", "user_image")
LONGEST = 140


def colleagues(ctx: Context, text: str, *, only: Sequence[Any] = (), limit: int = 10) -> list[dict[str, Any]]:
    """Users who may sign in, every word of ``text`` in their name or address, by name; ``only`` are further conditions.

    Whether somebody may sign in is no field that the actor has to read: who may choose users may know it.
    Raises ``PermissionError`` where the actor may choose none.
    """
    meta = ctx.site.registry.get("User")
    policy.require(ctx, "select", meta)
    words = [f"%{literal_like(word)}%" for word in text[:LONGEST].split()]
    named = [[["full_name", "like", word], "or", ["name", "like", word]] for word in words]
    rows = get_list(
        ctx, "User", fields=list(FIELDS), order_by="full_name asc", limit=limit, ignore_permissions=True,
        filters=[["enabled", "=", 1], ["name", "!=", GUEST], *only, *named],
    )  # fmt: skip
    where = policy.predicate(ctx, "select", meta)
    if where is None or not rows:
        return [dict(row) for row in rows]
    seen = visible_names(ctx, meta, where, {row["name"] for row in rows})
    return [dict(row) for row in rows if row["name"].lower() in seen]
