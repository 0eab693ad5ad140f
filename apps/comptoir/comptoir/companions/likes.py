"""Likes: one Comment of type Like for each person who likes a document."""

from __future__ import annotations

from typing import Any

from comptoir.companions import comments, summaries
from comptoir.companions.subject import subject
from comptoir.context import GUEST, Context
from comptoir.documents import delete, get_list
from comptoir.errors import PermissionError
from comptoir.sentences import _


def toggle(ctx: Context, doctype: str, name: Any, *, liked: bool) -> None:
    """Say that the acting user likes a document they may read, or no longer does. Saying it twice changes nothing."""
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to like a document."))
    doc = subject(ctx, doctype, name)
    summaries.lock(ctx, doc.doctype, doc.name)
    about = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
    filters = about | {"comment_type": "Like", "owner": ctx.user}
    likes = get_list(ctx, "Comment", filters=filters, limit=0, ignore_permissions=True)
    if liked and not likes:
        comments.log(ctx, doc.doctype, doc.name, "Like", _("Liked"))
    for like in likes if not liked else ():
        delete(ctx, "Comment", like["name"], ignore_permissions=True)
