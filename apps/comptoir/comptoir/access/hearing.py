"""What was announced of access by the time a unit of work first asked: it listens once."""

from __future__ import annotations

from comptoir.access.principals import AUTH_TOPIC
from comptoir.context import Context

SHARES_TOPIC = "shares"
"""Announced when shares have changed."""
UNSCOPED_TOPIC = "unscoped"
"""Announced when a document of no scope was written."""
_TOPICS = (AUTH_TOPIC, SHARES_TOPIC, UNSCOPED_TOPIC)
_KEY = "heard of access"


def heard(ctx: Context, topic: str) -> int:
    """A number that is another one after ``topic`` was announced."""
    found: dict[str, int] | None = ctx.memo.get(_KEY)
    if found is None:
        found = dict(zip(_TOPICS, ctx.site.cache.heard(*_TOPICS), strict=True))
        ctx.memo[_KEY] = found
    return found[topic]


def announce_later(ctx: Context, topic: str) -> None:
    """Announce ``topic`` after the commit; this unit of work then listens again."""
    ctx.db.on_commit(lambda: _announce(ctx, topic))


def _announce(ctx: Context, topic: str) -> None:
    ctx.site.cache.announce(topic)
    ctx.memo.pop(_KEY, None)
