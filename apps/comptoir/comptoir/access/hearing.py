"""What was announced of access by the time a unit of work began: it listens once."""

from __future__ import annotations

from collections.abc import Mapping

from comptoir.context import Context
from comptoir.sites.registry import META_TOPIC
from comptoir.sites.site import Site

AUTH_TOPIC = "auth"
"""Announced when a user, role, session or key has changed."""
SHARES_TOPIC = "shares"
"""Announced when shares have changed."""
UNSCOPED_TOPIC = "unscoped"
"""Announced when a document of no scope was written."""
_TOPICS = (META_TOPIC, AUTH_TOPIC, SHARES_TOPIC, UNSCOPED_TOPIC)
_KEY = "heard of access"

Heard = Mapping[str, int]
"""For each topic a number that is another one after it was announced."""


def listen(site: Site) -> Heard:
    """What was announced by now. Also syncs the site's metadata."""
    found = dict(zip(_TOPICS, site.cache.heard(*_TOPICS), strict=True))
    site.registry.sync(found[META_TOPIC])
    return found


def remember_heard(ctx: Context, said: Heard) -> None:
    """Tell a unit of work what was heard before it began."""
    ctx.memo[_KEY] = said


def heard(ctx: Context, topic: str) -> int:
    """A number that is another one after ``topic`` was announced."""
    found: Heard | None = ctx.memo.get(_KEY)
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
