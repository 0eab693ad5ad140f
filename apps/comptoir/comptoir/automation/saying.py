"""Telling one user of a document by the bell, in their language and by the title they know it by."""

from __future__ import annotations

from comptoir.automation.addresses import title_for
from comptoir.automation.readers import reader
from comptoir.companions.subject import full_name
from comptoir.context import Context
from comptoir.desk.bell import ring
from comptoir.documents import Document
from comptoir.sentences import Label, Sentence


def say(
    ctx: Context, user: str, doc: Document, sentence: Sentence, message: str = "", kind: str = "Alert"
) -> str:
    """Ring at ``user``, who may read ``doc``. The sentence as they read it.

    Of ``sentence`` the places ``{actor}``, ``{doctype}`` and ``{title}`` are filled.
    """
    theirs = reader(ctx, user)
    told = theirs.say(
        sentence.filled(
            actor=full_name(ctx, ctx.user), doctype=Label(doc.doctype), title=title_for(theirs, doc.doctype, doc.name)
        )
    )  # fmt: skip
    ring(ctx, user, told, doc, message, kind)
    return told
