"""Telling those to whom a document is given: assigned to act on, or shared to be seen."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import is_enabled
from comptoir.automation.addresses import title_for
from comptoir.automation.readers import reader
from comptoir.companions.assignments import OPEN
from comptoir.companions.subject import full_name
from comptoir.context import Context
from comptoir.desk.bell import ring
from comptoir.documents import Document, get_document
from comptoir.sentences import Label, Sentence, _

ASSIGNMENT, SHARE = "Assignment", "Share"


def assigned(todo: Document, *_given: Any) -> None:
    """A ToDo was stored: whoever is to act now and was not before is told."""
    before = todo.get_doc_before_save()
    known = before is not None and (before.allocated_to, before.status) == (todo.allocated_to, OPEN)
    if todo.status == OPEN and todo.reference_name and not known:
        sentence = _("{actor} assigned {doctype} {title} to you")
        _tell(todo._ctx, todo.allocated_to, todo.reference_type, todo.reference_name, sentence, ASSIGNMENT)


def shared(share: Document, *_given: Any) -> None:
    """A document was shared with one person. Who is given it to act on hears of that alone."""
    if share.user and not share.everyone and not share.flags.quiet:
        sentence = _("{actor} shared {doctype} {title} with you")
        _tell(share._ctx, share.user, share.share_doctype, share.share_name, sentence, SHARE)


def _tell(ctx: Context, user: str | None, doctype: str, name: Any, sentence: Sentence, kind: str) -> None:
    if not user or user == ctx.user or not is_enabled(ctx, user):
        return
    theirs = reader(ctx, user)
    title = title_for(theirs, doctype, name)
    said = sentence.filled(actor=full_name(ctx, ctx.user), doctype=Label(doctype), title=title)
    ring(ctx, user, theirs.say(said), get_document(ctx, doctype, name), kind=kind)
