"""Sharing one document with one person or with everybody who signs in, beyond what their roles give.

Who has the right to share may pass on the rights they have themselves, no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.access import policy
from comptoir.access import shares as shared
from comptoir.companions import summaries
from comptoir.companions.subject import subject
from comptoir.context import GUEST, Context
from comptoir.documents import Document, create, delete, get_document, get_list, new_document, update
from comptoir.errors import DataError, PermissionError
from comptoir.sentences import Label, _

RIGHTS = shared.COLUMNS
FIELDS = ("name", "user", *RIGHTS, "everyone", "expires_on", "owner", "creation")


def add(
    ctx: Context,
    doctype: str,
    name: Any,
    user: str | None,
    given: Mapping[str, Any],
    *,
    trusted: bool = False,
    quiet: bool = False,
) -> Document:
    """Share a document with ``user``, or with everyone where it is None, adding to what they were given before.

    ``given`` names rights, and with ``expires_on`` until when. What had ended begins anew, with these rights alone. A
    ``quiet`` share comes with something else that they are told.
    """
    doc = subject(ctx, doctype, name, "share") if not trusted else get_document(ctx, doctype, name)
    summaries.lock(ctx, doc.doctype, doc.name)
    share = _find(ctx, doc, user)
    if share is None:
        share = _new(ctx, doc, user)
    elif shared.has_ended(ctx, share.get(shared.EXPIRES)):
        share.update(dict.fromkeys(RIGHTS, 0) | {shared.EXPIRES: None})
    if given.get(shared.EXPIRES):
        share.set(shared.EXPIRES, given[shared.EXPIRES])
    share.update({right: 1 for right in RIGHTS if given.get(right)})
    share.flags.quiet = quiet
    return _store(ctx, share, trusted=trusted)


def remove(ctx: Context, doctype: str, name: Any, user: str | None) -> None:
    """Take back what was shared with ``user``, or with everyone where it is None."""
    doc = subject(ctx, doctype, name, "share")
    summaries.lock(ctx, doc.doctype, doc.name)
    share = _find(ctx, doc, user)
    if share is not None:
        delete(ctx, "DocShare", share.name, ignore_permissions=True)


def set_right(
    ctx: Context, doctype: str, name: Any, user: str | None, right: str, *, given: bool
) -> Document | None:
    """Give or take one right. Without reading there is no other right, without any there is no share."""
    if right not in RIGHTS:
        known = ", ".join(RIGHTS)
        raise DataError(_("What can be shared is one of {known}.", known=known))
    if given:
        return add(ctx, doctype, name, user, {right: True})
    doc = subject(ctx, doctype, name, "share")
    summaries.lock(ctx, doc.doctype, doc.name)
    share = _find(ctx, doc, user)
    if share is None:
        return None
    taken = RIGHTS if right == "read" else ("write", "submit") if right == "write" else (right,)
    share.update(dict.fromkeys(taken, 0))
    if not share.read:
        delete(ctx, "DocShare", share.name, ignore_permissions=True)
        return None
    return _store(ctx, share)


def of_document(ctx: Context, doc: Document) -> list[Any]:
    """With whom ``doc`` is shared, until when if it ends. The caller has asked for the right to read it."""
    filters = {"share_doctype": doc.doctype, "share_name": str(doc.name)}
    rows = get_list(
        ctx,
        "DocShare",
        fields=list(FIELDS),
        filters=filters,
        order_by="creation asc",
        limit=0,
        ignore_permissions=True,
    )
    for row in rows:
        if row[shared.EXPIRES] is None:
            del row[shared.EXPIRES]
    return rows


def names(ctx: Context, doctype: str, user: str, right: str = "read", limit: int = 0) -> list[str]:
    """Names of the documents of ``doctype`` shared with ``user``."""
    filters = {"share_doctype": doctype, right: 1}
    people = [["user", "=", user]] + ([["everyone", "=", 1]] if user != GUEST else [])
    rows = get_list(
        ctx, "DocShare", fields=["share_name", shared.EXPIRES], filters=filters, or_filters=people,
        order_by="creation asc", limit=0, ignore_permissions=True,
    )  # fmt: skip
    lasting = (row["share_name"] for row in rows if not shared.has_ended(ctx, row[shared.EXPIRES]))
    found = list(dict.fromkeys(lasting))
    return found[:limit] if limit else found


def check(share: Document) -> None:
    """A share that can be stored: somebody it is with, rights that follow from each other and that the giver has."""
    ctx = share._ctx
    if share.everyone:
        share.user = None
    elif not share.user or share.user == GUEST:
        raise DataError(_("Name the user to share with, or share with everyone."))
    if share.get("submit"):
        share.write = 1
    share.read = 1
    before = share.get_doc_before_save()
    fixed = ("share_doctype", "share_name", "user", "everyone")
    if before is not None and any(before.get(key) != share.get(key) for key in fixed):
        raise DataError(_("A share keeps its document and its user. Make another one."))
    doc = get_document(ctx, share.share_doctype, share.share_name)
    if share.get("submit") and not doc.meta.is_submittable:
        raise DataError(
            _(
                "{doctype} is not submittable, so the right to submit cannot be shared.",
                doctype=Label(doc.doctype),
            )
        )
    if share.flags.ignore_share_permission or ctx.flags.get("ignore_permissions"):
        return
    policy.require(ctx, "share", doc.meta, doc)
    had = None if before is None or _lasts_longer(share, before) else before
    for right in RIGHTS:
        fresh = share.get(right) and not (had is not None and had.get(right))
        if fresh and not policy.decide(ctx, right, doc.meta, doc):
            raise PermissionError(
                _(
                    "You lack the right to {right} {doctype} {name}, so you cannot pass it on.",
                    right=policy.RIGHT_WORDS[right],
                    doctype=Label(doc.doctype),
                    name=doc.name,
                )
            )


def _lasts_longer(share: Document, before: Document) -> bool:
    """Whether what was given until a day is given anew, for longer."""
    now, then = share.get(shared.EXPIRES), before.get(shared.EXPIRES)
    return bool(then) and (not now or now > then)


def _find(ctx: Context, doc: Document, user: str | None) -> Document | None:
    about = {"share_doctype": doc.doctype, "share_name": str(doc.name)}
    to = {"everyone": 1} if user is None else {"user": user, "everyone": 0}
    rows = get_list(ctx, "DocShare", filters=about | to, limit=1, ignore_permissions=True)
    return get_document(ctx, "DocShare", rows[0]["name"], for_update=True) if rows else None


def _new(ctx: Context, doc: Document, user: str | None) -> Document:
    values = {"doctype": "DocShare", "share_doctype": doc.doctype, "share_name": str(doc.name)}
    return new_document(ctx, values | {"user": user, "everyone": int(user is None), "notify_by_email": 0})


def _store(ctx: Context, share: Document, *, trusted: bool = False) -> Document:
    share.flags.ignore_permissions = True
    share.flags.ignore_share_permission = trusted
    return create(ctx, share) if share.is_new() else update(ctx, share)
