"""Telling those whom a remark mentions: by the bell, and by e-mail where they want that.

Whether somebody may read what the remark is about is asked when they are told, as they are told it.
"""

from __future__ import annotations

from html import escape
from typing import Any

from comptoir.automation.addresses import page_of
from comptoir.automation.readers import reader
from comptoir.automation.saying import say
from comptoir.companions.comments import REMARK
from comptoir.companions.mentions import mentionable, new_in
from comptoir.context import Context
from comptoir.documents import Document, get_document
from comptoir.documents.storage import load_row
from comptoir.mail import Letter, put
from comptoir.sentences import _

MENTION = "Mention"


def stored(comment: Document, *_given: Any) -> None:
    """A Comment was stored: whoever it mentions now and did not before is told once."""
    fresh = new_in(comment) if comment.comment_type == REMARK and comment.reference_name else []
    if not fresh:
        return
    ctx = comment._ctx
    doc = get_document(ctx, comment.reference_doctype, comment.reference_name)
    for user in dict.fromkeys(mentionable(ctx, doc, fresh).values()):
        if user != ctx.user:
            _tell(ctx, user, doc, comment)


def _tell(ctx: Context, user: str, doc: Document, comment: Document) -> None:
    sentence = _("{actor} mentioned you in {doctype} {title}")
    subject = say(ctx, user, doc, sentence, comment.content, MENTION)
    row = load_row(ctx, ctx.site.registry.get("User"), user) or {}
    if row.get("email_on_mention") and row.get("email"):
        address = page_of(ctx, doc.doctype, doc.name)
        link = (
            f'<p><a href="{escape(address)}">{escape(reader(ctx, user).say(_("Open the document")))}</a></p>'
        )
        about = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
        put(ctx, Letter([str(row["email"])], subject, f"{comment.content}{link}", **about))
