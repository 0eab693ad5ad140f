"""The document a verb is about, read with the right it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import Document, get_document
from comptoir.documents.storage import load_row
from comptoir.errors import DataError
from comptoir.sentences import _


def subject(ctx: Context, doctype: Any, name: Any, right: str = "read") -> Document:
    """The document if the acting user has ``right`` on it. Raises ``PermissionError`` or ``DoesNotExistError``."""
    if not isinstance(doctype, str) or not isinstance(name, (str, int)) or not doctype or name == "":
        raise DataError(_("Name the document: its document type and its name."))
    doc = get_document(ctx, doctype, name)
    policy.require(ctx, right, doc.meta, doc)
    return doc


def exists(ctx: Context, doctype: str | None, name: Any) -> bool:
    """Whether there is such a document to say something about."""
    meta = ctx.site.registry.find(doctype) if doctype else None
    if meta is None or meta.istable or meta.is_virtual or name in (None, ""):
        return False
    return meta.issingle or load_row(ctx, meta, name) is not None


def acting_as(ctx: Context, user: str) -> Context:
    """The same unit of work seen by another user, to ask what they may do."""
    return replace(ctx, user=user, memo={}, flags={}, messages=[])


def readers(ctx: Context, doc: Document, users: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Of ``users``, as they were named, those who may act and may read ``doc`` now, with the rows of their accounts."""
    meta = ctx.site.registry.get("User")
    for user in users:
        row = load_row(ctx, meta, user)
        if row is None or not row["enabled"] or row["name"] == GUEST:
            continue
        if policy.decide(acting_as(ctx, row["name"]), "read", doc.meta, doc):
            yield user, row


def full_name(ctx: Context, user: str | None) -> str:
    """What people call a user."""
    if not user:
        return ""
    key = ("full_name", user)
    if key not in ctx.memo:
        row = load_row(ctx, ctx.site.registry.get("User"), user)
        ctx.memo[key] = str((row or {}).get("full_name") or user)
    return str(ctx.memo[key])
