"""Making many documents in a row: what each would ask the database for alone is asked for once.

Neither the checks nor their order change. A batch remembers the targets of links until a document of their doctype is
written, and takes numbers of a series in blocks (``comptoir.documents.series``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from comptoir.context import Context

_KEY = "batch"


@dataclass(slots=True)
class Block:
    """Numbers of a series from ``first`` to ``last``; the next one to use is ``following``."""

    first: int
    last: int
    following: int


@dataclass(slots=True)
class Batch:
    """``size`` documents that are made one after the other."""

    size: int
    blocks: dict[str, Block] = field(default_factory=dict)
    targets: dict[tuple[str, tuple[str, ...]], dict[str, dict[str, Any]]] = field(default_factory=dict)
    """What links lead to, as ``comptoir.documents.links`` reads it."""
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """(user, doctype) -> names in lower case of documents that the user may link to."""

    def used(self) -> dict[str, int]:
        """Up to which number each block is used."""
        return {series: block.following for series, block in self.blocks.items()}

    def unuse(self, used: dict[str, int]) -> None:
        """What was made since ``used`` was asked is not stored: the next documents get its numbers."""
        for series, block in self.blocks.items():
            known = used.get(series, block.first)
            block.following = known if block.first <= known <= block.following else block.first


@contextmanager
def batch(ctx: Context, size: int) -> Iterator[Batch]:
    """Within it ``size`` documents are made. The caller gives back numbers that were not used."""
    before = ctx.flags.get(_KEY)
    made = ctx.flags[_KEY] = Batch(max(1, size))
    try:
        yield made
    finally:
        ctx.flags[_KEY] = before


def batch_of(ctx: Context) -> Batch | None:
    """The batch going on."""
    found: Batch | None = ctx.flags.get(_KEY)
    return found


def written(ctx: Context, doctype: str) -> None:
    """A document of ``doctype`` is written: what is remembered of others may no longer hold."""
    going_on = batch_of(ctx)
    if going_on is not None:
        for key in [key for key in going_on.targets if key[0] == doctype]:
            del going_on.targets[key]
        for user_key in [key for key in going_on.seen if key[1] == doctype]:
            del going_on.seen[user_key]
