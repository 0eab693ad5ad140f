"""``frappe.desk.form.document_follow``: hearing of what others do with a document."""

from __future__ import annotations

from typing import Any

from comptoir.companions import following
from comptoir.companions.docinfo import user_info
from comptoir.companions.subject import subject
from comptoir.context import current

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def update_follow(doctype: str, doc_name: str, following: bool) -> bool:
    """Follow a document, or do so no longer; whether one does now."""
    if following:
        follow_document(doctype, doc_name)
    else:
        unfollow_document(doctype, doc_name)
    return bool(following)


@frappe.whitelist(methods=["POST", "PUT"])
def follow_document(doctype: str, doc_name: str, user: str | None = None) -> Any:
    """Follow a document one may read; everybody does so for themselves."""
    made = following.follow(current(), doctype, doc_name, user)
    return made.as_dict() if made is not None else False


@frappe.whitelist(methods=["POST", "PUT"])
def unfollow_document(doctype: str, doc_name: str, user: str | None = None) -> bool:
    """Hear no more of a document."""
    following.unfollow(current(), doctype, doc_name, user)
    return False


@frappe.whitelist()
def is_document_followed(doctype: str, doc_name: str, user: str | None = None) -> bool:
    """Whether a user, the caller where none is named, follows a document the caller may read."""
    ctx = current()
    doc = subject(ctx, doctype, doc_name)
    return following.follows(ctx, doc.doctype, doc.name, user or ctx.user)


@frappe.whitelist()
def get_follow_users(doctype: str, doc_name: str) -> list[dict[str, Any]]:
    """Who follows a document one may read."""
    ctx = current()
    doc = subject(ctx, doctype, doc_name)
    users = following.followers(ctx, doc.doctype, doc.name)
    known = user_info(ctx, users)
    return [
        {"user": user, "full_name": known[user]["fullname"], "user_image": known[user]["image"]}
        for user in users
        if user in known
    ]
