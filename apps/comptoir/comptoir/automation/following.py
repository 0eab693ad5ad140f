"""Telling the followers of a document what others do with it: remarks, changes of state, assignments.

Each hears of it once until they have read that, however much happens, and only as long as they may read the document.
"""

from __future__ import annotations

from typing import Any

from comptoir.automation.saying import say
from comptoir.companions import following
from comptoir.companions.comments import REMARK
from comptoir.companions.subject import readers
from comptoir.desk.bell import LOG
from comptoir.documents import Document, get_document, get_list
from comptoir.sentences import Sentence, _

TOLD = (REMARK, "Workflow", "Assigned", "Assignment Completed")
"""The types of Comment that followers hear of."""
STATE = "status"


def commented(comment: Document, *_given: Any) -> None:
    """Something was written into the history of a document."""
    if comment.get_doc_before_save() is not None or comment.comment_type not in TOLD:
        return
    ctx, about = comment._ctx, (comment.reference_doctype, comment.reference_name)
    if not all(about):
        return
    sentence = {
        REMARK: _("{actor} commented on {doctype} {title}"),
        "Workflow": _("{actor} changed the state of {doctype} {title}"),
    }.get(comment.comment_type, _("{actor} changed who is to act on {doctype} {title}"))
    tell(comment, *about, sentence)
    if comment.comment_type == REMARK:
        following.follow_unasked(ctx, *about, ctx.user, "follow_commented_documents")


def changed(doc: Document, method: str, *_given: Any) -> None:
    """A document was submitted or cancelled, or its status is another one."""
    if doc.meta.istable or doc.meta.issingle or doc.meta.is_virtual or doc.doctype == LOG:
        return
    if method == "on_submit":
        tell(doc, doc.doctype, doc.name, _("{actor} submitted {doctype} {title}"))
    elif method == "on_cancel":
        tell(doc, doc.doctype, doc.name, _("{actor} cancelled {doctype} {title}"))
    elif STATE in doc.meta.by_name and _has_other_state(doc):
        tell(doc, doc.doctype, doc.name, _("{actor} changed the state of {doctype} {title}"))


def made(doc: Document, *_given: Any) -> None:
    """A document is there: its author follows it if they want to."""
    if doc.meta.track_changes:
        following.follow_unasked(doc._ctx, doc.doctype, doc.name, doc._ctx.user, "follow_created_documents")


def assigned(todo: Document, *_given: Any) -> None:
    """A document was assigned: who is to act follows it if they want to."""
    if todo.status == "Open" and todo.reference_name:
        following.follow_unasked(
            todo._ctx,
            todo.reference_type,
            todo.reference_name,
            todo.allocated_to,
            "follow_assigned_documents",
        )


def wishes(user: Document, *_given: Any) -> None:
    """A user was saved."""
    before = user.get_doc_before_save()
    if any((before.get(wish) if before else 0) != user.get(wish) for wish in following.AUTOMATIC):
        following.wishes_changed(user._ctx)


def tell(cause: Document, doctype: str, name: Any, sentence: Sentence) -> None:
    """Ring at the followers of a document who have read what they were told of it before."""
    ctx = cause._ctx
    users = [user for user in following.followers(ctx, doctype, name) if user != ctx.user]
    if not users:
        return
    unread = {"for_user": ("in", users), "document_type": doctype, "document_name": str(name), "read": 0}
    rows = get_list(ctx, LOG, fields=["for_user"], filters=unread, limit=0, ignore_permissions=True)
    waiting = {row["for_user"] for row in rows}
    doc = get_document(ctx, doctype, name)
    for user, _row in readers(ctx, doc, [user for user in users if user not in waiting]):
        say(ctx, user, doc, sentence)


def _has_other_state(doc: Document) -> bool:
    before = doc.get_doc_before_save()
    return before is not None and before.get(STATE) != doc.get(STATE)
