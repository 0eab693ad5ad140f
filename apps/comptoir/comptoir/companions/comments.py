"""Remarks on a document, and the lines of its history that are not changes of fields."""

from __future__ import annotations

import html
from typing import Any

from comptoir.access.users import administers
from comptoir.companions import summaries
from comptoir.companions.markup import cut
from comptoir.companions.subject import exists, full_name, subject
from comptoir.context import Context
from comptoir.documents import Document, create, get_document, new_document, update
from comptoir.errors import MandatoryError, PermissionError
from comptoir.realtime import info_changed
from comptoir.sentences import Sentence, _

REMARK = "Comment"
SUMMARY_OF = {REMARK: "_comments", "Like": "_liked_by"}
"""The types of Comment that a document carries a summary of."""


def add(ctx: Context, doctype: str, name: Any, content: str) -> Document:
    """Remark on a document one may read, in the name of the acting user."""
    doc = subject(ctx, doctype, name)
    if not content.strip():
        raise MandatoryError(_("Write something before you comment."))
    return _store(ctx, doc.doctype, str(doc.name), REMARK, content, trusted=False)


def edit(ctx: Context, name: str, content: str) -> Document:
    """Change one's own remark."""
    doc = get_document(ctx, "Comment", name, for_update=True)
    doc.content = content
    return update(ctx, doc)


def log(ctx: Context, doctype: str | None, name: Any, kind: str, sentence: Sentence, **names: Any) -> None:
    """Keep an event in the history of a document: ``sentence`` in the actor's language, filled with plain ``names``.

    Nothing is kept of a document that is gone.
    """
    if exists(ctx, doctype, name):
        filled = {key: html.escape(cut(str(value)), quote=False) for key, value in names.items()}
        content = ctx.say(sentence.filled(**filled))
        _store(ctx, str(doctype), str(name), kind, content, trusted=True)


def stamp(doc: Document) -> None:
    """The author of a new Comment is who acts, whatever was sent; application code may name another."""
    ctx = doc._ctx
    author = doc.comment_email if _is_trusted(doc) and doc.comment_email else ctx.user
    named = doc.comment_by if author != ctx.user else None
    doc.update({"comment_email": author, "comment_by": named or full_name(ctx, author)})
    summaries.lock(ctx, doc.reference_doctype, doc.reference_name)


def check_history(doc: Document) -> None:
    """The history is written by the system; people write remarks."""
    if doc.comment_type != REMARK and not _is_trusted(doc) and not administers(doc._ctx):
        raise PermissionError(_("The history of a document is written by the system. Add a comment instead."))


def refresh(doc: Document) -> None:
    """A Comment was stored or deleted: the summary of what it is about follows."""
    if doc.reference_doctype and doc.reference_name:
        info_changed(doc._ctx, doc.reference_doctype, doc.reference_name)
    column = SUMMARY_OF.get(str(doc.comment_type))
    if column is not None and summaries.lock(doc._ctx, doc.reference_doctype, doc.reference_name):
        summaries.refresh(doc._ctx, doc.reference_doctype, doc.reference_name, column)


def _is_trusted(doc: Document) -> bool:
    return bool(doc.flags.ignore_permissions or doc._ctx.flags.get("ignore_permissions"))


def _store(ctx: Context, doctype: str, name: str, kind: str, content: str, *, trusted: bool) -> Document:
    values = {"comment_type": kind, "reference_doctype": doctype, "reference_name": name}
    comment = new_document(ctx, {"doctype": "Comment", "content": content} | values)
    comment.flags.ignore_permissions = trusted
    return create(ctx, comment)
