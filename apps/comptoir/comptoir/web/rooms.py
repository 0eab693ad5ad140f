"""Which rooms a socket may enter, and who in a room is told of an event: both ask the one read path.

Rights are asked again for every event, as the user a socket belongs to: who was in a room yesterday may be told nothing
today, and of a list everybody hears only of the documents they may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir import realtime
from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import get_document
from comptoir.errors import DoesNotExistError

LONGEST = 255


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its kind: of a document, a doctype, a user, a task, or of everybody."""

    kind: str
    doctype: str = ""
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Room:
        """The room that ``comptoir.realtime`` calls ``text``."""
        kind, _colon, rest = text.partition(":")
        if kind == realtime.DOC:
            doctype, _slash, name = rest.partition("/")
            return cls(kind, doctype, name)
        return cls(kind, rest)


def may_enter(ctx: Context, text: str) -> bool:
    """Whether the acting user may be in the room. Those of users and of everybody are entered by signing in alone."""
    room = Room.parse(text)
    if len(text) > LONGEST or ctx.user == GUEST:
        return False
    if room.kind == realtime.TASK:
        return bool(room.doctype)
    if room.kind == realtime.DOCTYPE:
        return _reads(ctx, room.doctype)
    return room.kind == realtime.DOC and is_readable(ctx, room.doctype, room.name)


def may_hear(ctx: Context, text: str, message: Any) -> bool:
    """Whether the acting user, who is in the room, is told ``message``."""
    room = Room.parse(text)
    if room.kind == realtime.DOC:
        return is_readable(ctx, room.doctype, room.name)
    if room.kind == realtime.DOCTYPE:
        name = message.get("name") if isinstance(message, Mapping) else None
        return _reads(ctx, room.doctype) if name is None else is_readable(ctx, room.doctype, name)
    return True


def is_readable(ctx: Context, doctype: str, name: Any) -> bool:
    """Whether there is such a document and the acting user may read it."""
    if not _reads(ctx, doctype):
        return False
    try:
        doc = get_document(ctx, doctype, name)
    except DoesNotExistError:
        return False
    return policy.decide(ctx, "read", doc.meta, doc).allow


def _reads(ctx: Context, doctype: str) -> bool:
    meta = ctx.site.registry.find(doctype)
    return meta is not None and not meta.istable and policy.decide(ctx, "read", meta).allow
