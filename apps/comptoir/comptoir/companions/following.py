"""Who follows a document: users who asked to hear of what others do with it.

Everybody follows for themselves a document they may read; whether they still may is asked whenever something is told.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.companions.subject import subject
from comptoir.context import GUEST, Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, create, delete, get_list, new_document
from comptoir.errors import PermissionError
from comptoir.meta.companions import COMPANIONS
from comptoir.realtime import info_changed
from comptoir.sentences import _

FOLLOW = "Document Follow"
_KNOWN = "followed unasked"
AUTOMATIC = ("follow_created_documents", "follow_commented_documents", "follow_assigned_documents")
"""The fields of a User that say what they follow unasked."""


def follow(ctx: Context, doctype: str, name: Any, user: str | None = None) -> Document | None:
    """Follow a document one may read; None for who does already."""
    doc = subject(ctx, doctype, name)
    _require_oneself(ctx, user)
    return add(ctx, doc.doctype, doc.name, ctx.user)


def unfollow(ctx: Context, doctype: str, name: Any, user: str | None = None) -> None:
    """Hear no more of a document, whether one may still read it or not."""
    _require_oneself(ctx, user)
    for row in _rows(ctx, doctype, name, ctx.user):
        delete(ctx, FOLLOW, row["name"], ignore_permissions=True)
        info_changed(ctx, doctype, name)


def follows(ctx: Context, doctype: str, name: Any, user: str) -> bool:
    """Whether ``user`` follows the document."""
    return bool(_rows(ctx, doctype, name, user))


def followers(ctx: Context, doctype: str, name: Any) -> list[str]:
    """The users who follow the document, those who began first before the others."""
    return list(dict.fromkeys(str(row["user"]) for row in _rows(ctx, doctype, name)))


def add(ctx: Context, doctype: str, name: Any, user: str) -> Document | None:
    """Let ``user``, who may read the document, follow it."""
    if follows(ctx, doctype, name, user):
        return None
    values = {"doctype": FOLLOW, "ref_doctype": doctype, "ref_docname": str(name), "user": user}
    made = new_document(ctx, values)
    made.flags.ignore_permissions = True
    create(ctx, made)
    info_changed(ctx, doctype, name)
    return made


def follow_unasked(ctx: Context, doctype: str | None, name: Any, user: str | None, wish: str) -> None:
    """Let ``user`` follow a document if ``wish``, one of ``AUTOMATIC``, is theirs."""
    meta = ctx.site.registry.find(doctype) if doctype else None
    if meta is None or meta.istable or meta.issingle or meta.is_virtual or meta.name in COMPANIONS:
        return
    if user and user != GUEST and name not in (None, "") and wish in _wishes(ctx, user):
        add(ctx, meta.name, name, user)


def wishes_changed(ctx: Context) -> None:
    """Somebody wishes to follow other things unasked: every process asks anew after the commit."""
    ctx.db.on_commit(ctx.site.registry.bump)


def _wishes(ctx: Context, user: str) -> frozenset[str]:
    """Read once, until somebody wishes something else: every new document asks for them."""
    known: dict[str, frozenset[str]] = ctx.site.registry.remember(_KNOWN, lambda: _all_wishes(ctx))
    return known.get(user, frozenset())


def _all_wishes(ctx: Context) -> dict[str, frozenset[str]]:
    columns = table_for(ctx.site.registry.get("User")).c
    wishes = [columns[wish] for wish in AUTOMATIC]
    rows = ctx.db.execute(sa.select(columns.name, *wishes).where(sa.or_(*(wish == 1 for wish in wishes))))
    return {row.name: frozenset(wish for wish in AUTOMATIC if getattr(row, wish)) for row in rows}


def _require_oneself(ctx: Context, user: str | None) -> None:
    if ctx.user == GUEST or user not in (None, "", ctx.user):
        raise PermissionError(_("Everybody follows documents for themselves. Sign in to follow this one."))


def _rows(ctx: Context, doctype: str, name: Any, user: str | None = None) -> list[Any]:
    filters = {"ref_doctype": doctype, "ref_docname": str(name)} | ({"user": user} if user else {})
    return get_list(
        ctx, FOLLOW, fields=["name", "user"], filters=filters, order_by="creation asc", limit=0,
        ignore_permissions=True,
    )  # fmt: skip
