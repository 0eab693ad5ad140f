"""Telling those to whom a document is given: assigned to act on, or shared to be seen."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import is_enabled
from comptoir.automation.saying import say
from comptoir.companions.assignments import OPEN
from comptoir.context import Context
from comptoir.documents import Document, get_document
from comptoir.sentences import _

ASSIGNMENT, SHARE = "Assignment", "Share"


def assigned(todo: Document, *_given: Any) -> None:
    """A ToDo was stored: whoever is to act now and was not before is told."""
    before = todo.get_doc_before_save()
    known = before is not None and (before.allocated_to, before.status) == (todo.allocated_to, OPEN)
    ctx, user = todo._ctx, todo.allocated_to
    given = todo.status == OPEN and todo.reference_name and not known
    if given and _hears(ctx, user):
        doc = get_document(ctx, todo.reference_type, todo.reference_name)
        say(ctx, user, doc, _("{actor} assigned {doctype} {title} to you"), kind=ASSIGNMENT)


def shared(share: Document, *_given: Any) -> None:
    """A document was shared with one person. Who is given it to act on hears of that alone."""
    ctx, user = share._ctx, share.user
    if not share.everyone and not share.flags.quiet and _hears(ctx, user):
        doc = get_document(ctx, share.share_doctype, share.share_name)
        say(ctx, user, doc, _("{actor} shared {doctype} {title} with you"), kind=SHARE)


def _hears(ctx: Context, user: str | None) -> bool:
    """Whether anybody is there to be told, who does not know it as the one who gives."""
    return bool(user) and user != ctx.user and is_enabled(ctx, str(user))
