"""Documents read once per unit of work. Whoever writes a table makes the unit forget what it read of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.access import limits, rules, shares
from comptoir.context import Context
from comptoir.meta.model import DocType

_KEY = "cached_documents"
_FOLLOWED: Mapping[str, Callable[[Context], None]] = {
    **dict.fromkeys(limits.READ_FROM, limits.forget),
    rules.ROW_RULE: rules.forget,
    shares.DOCSHARE: shares.forget,
}
"""What access keeps of rows of a doctype."""


@dataclass(slots=True)
class Cached:
    """The documents read so far; ``rollbacks`` tells when a rollback has made them doubtful."""

    rollbacks: int
    by_name: dict[tuple[str, str], Any] = field(default_factory=dict)


def cached(ctx: Context) -> Cached:
    """The cache of the unit of work."""
    found = ctx.memo.get(_KEY)
    if not isinstance(found, Cached) or found.rollbacks != ctx.db.rollbacks:
        found = ctx.memo[_KEY] = Cached(ctx.db.rollbacks)
    return found


def forget(ctx: Context, meta: DocType) -> None:
    """Rows of ``meta`` are written: documents read before may be stale, and what follows from them for access."""
    follow = _FOLLOWED.get(meta.name)
    if follow is not None:
        follow(ctx)
    found = ctx.memo.get(_KEY)
    if not isinstance(found, Cached):
        return
    if meta.istable:
        found.by_name.clear()
        return
    for key in [key for key in found.by_name if key[0] == meta.name]:
        del found.by_name[key]


def forget_all(ctx: Context) -> None:
    """Rows of many doctypes are written."""
    ctx.memo.pop(_KEY, None)
