"""Mentions in remarks: whom one may name, and what becomes of a name that may not be told.

Only users who may read the document are told. Colleagues who may not are offered last, marked so. Whoever may not be told
stays in the remark as plain text, and its author hears so; of a name that is none of their colleagues no more is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comptoir.access import policy
from comptoir.companions.colleagues import colleagues
from comptoir.companions.markup import mentions, without_mentions
from comptoir.companions.subject import acting_as, readers, subject
from comptoir.context import Context, Message
from comptoir.documents import Document, get_document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, Sentence, _, joined

OFFERED = 8
LOOKED_AT = 40
MOST = 50
MENTIONED = ["allowed_in_mentions", "=", 1]


def offered(ctx: Context, doctype: str, name: Any, text: str) -> list[dict[str, Any]]:
    """Users the actor may choose whose name has ``text`` in it: those who may read a document the actor reads.

    Behind them, once there is a ``text``, those who may not, as ``unreadable``: sharing it with them comes first.
    """
    doc = subject(ctx, doctype, name)
    only = [MENTIONED, ["name", "!=", ctx.user]]
    found: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for row in colleagues(ctx, text, only=only, limit=LOOKED_AT):
        if policy.decide(acting_as(ctx, row["name"]), "read", doc.meta, doc).allow:
            found.append(row)
        elif text.strip():
            others.append(row | {"unreadable": 1})
        if len(found) == OFFERED:
            break
    return [*found, *others][:OFFERED]


def mentionable(ctx: Context, doc: Document, users: Iterable[str]) -> dict[str, str]:
    """Of ``users`` as they were named those who may be told of ``doc``, with the names of their accounts."""
    return {user: row["name"] for user, row in readers(ctx, doc, users) if row["allowed_in_mentions"]}


def new_in(comment: Document) -> list[str]:
    """Whom a remark mentions that it did not mention before."""
    before = comment.get_doc_before_save()
    known = mentions(before.get("content")) if before is not None else ()
    return [user for user in mentions(comment.get("content")) if user not in known]


def settle(comment: Document) -> None:
    """Make plain text of new mentions of people who may not be told of what the remark is about."""
    fresh = new_in(comment)
    if len(fresh) > MOST:
        raise ValidationError(_("A comment mentions at most {most} people.", most=MOST))
    if not fresh or not comment.get("reference_doctype") or not comment.get("reference_name"):
        return
    ctx = comment._ctx
    doc = get_document(ctx, comment.reference_doctype, comment.reference_name)
    welcome = mentionable(ctx, doc, fresh)
    for user in fresh:
        if user not in welcome:
            comment.content = without_mentions(comment.content, user)
            ctx.messages.append(Message(_untold(ctx, doc, user), alert=True))


def _untold(ctx: Context, doc: Document, user: str) -> Sentence:
    """Why ``user`` hears nothing, and what to do about it where the actor may choose them."""
    known = policy.decide(ctx, "select", ctx.site.registry.get("User")).allow
    rows = colleagues(ctx, "", only=[MENTIONED, ["name", "=", user]], limit=1) if known else []
    if not rows:
        return _("{user} may not read this document and is not told of the comment.", user=user)
    title = doc.meta.title_field or "name"
    if title not in policy.readable_columns(ctx, doc.meta):
        title = "name"
    message = _(
        "{name} was not told: they may not read {doctype} {title}.",
        name=rows[0]["full_name"] or user,
        doctype=Label(doc.doctype),
        title=str(doc.get(title) or doc.name),
    )
    if not policy.decide(ctx, "share", doc.meta, doc).allow:
        return message
    return joined([message, _("Share it with them first.")])
