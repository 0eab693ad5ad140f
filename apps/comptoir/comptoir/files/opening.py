"""Who may open a private file: its owner, and whoever may read what it is attached to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import get_document, get_list
from comptoir.errors import DataError, DoesNotExistError, PermissionError
from comptoir.files.addresses import ADDRESSES, address_of, content_of
from comptoir.files.contents import Content, find
from comptoir.files.storage import storage_of
from comptoir.sentences import _

PUBLIC, PRIVATE = ADDRESSES["public"], ADDRESSES["private"]
ELSEWHERE = ("http://", "https://")
"""Addresses of other servers: a File may name one, and nobody here ever fetches it."""
ESCAPES = ("..", "\\", "%")
"""What no address of a stored file has in it."""


def content_at(ctx: Context, url: str) -> Content | None:
    """The content of ``url``, whoever may open it; None where no file of the site has this address."""
    content = content_of(url)
    return None if content is None else find(storage_of(ctx.site), *content)


def may_open(ctx: Context, url: str) -> bool:
    """Whether the actor may open the file at ``url``; content whose File was deleted is out of reach."""
    if url.startswith(PUBLIC):
        return public_name(ctx, url) is not None
    try:
        return file_name(ctx, url) is not None
    except DoesNotExistError:
        return False


def public_name(ctx: Context, url: str) -> str | None:
    """The name of the public file at ``url``; None where there is none."""
    rows = get_list(
        ctx,
        "File",
        fields=["file_name"],
        filters={"is_private": 0},
        or_filters=_at(url),
        limit=1,
        ignore_permissions=True,
    )
    return str(rows[0].file_name) if rows else None


def file_name(ctx: Context, url: str) -> str | None:
    """The name under which the actor may open the private file at ``url``. Raises ``DoesNotExistError``."""
    rows = get_list(
        ctx,
        "File",
        fields=["owner", "file_name", "attached_to_doctype", "attached_to_name", "attached_to_field"],
        filters={"is_private": 1},
        or_filters=_at(url),
        limit=0,
        ignore_permissions=True,
    )
    if not rows:
        raise DoesNotExistError()
    return next((str(row.file_name) for row in rows if _opens(ctx, row)), None)


def made_private(ctx: Context, url: str) -> str:
    """The private address of the content of ``url``, which lies there afterwards. Other Files keep theirs.

    Raises ``DataError`` where there is no such content on this site.
    """
    content = content_of(url)
    if content is None or not storage_of(ctx.site).share(content[1], content[0], "private"):
        raise DataError(_("There is no content of {url} on this site to make private.", url=url[:140]))
    return address_of("private", content[1])


def check_address(ctx: Context, url: str) -> None:
    """Raise unless the actor may give a File this address: one of another server, or of a file they may open here."""
    if url.startswith(ELSEWHERE):
        return
    if not url.startswith((PUBLIC, PRIVATE)) or any(part in url for part in ESCAPES):
        raise DataError(_("The address of a file is one of this site, or begins with https://."))
    if url.startswith(PRIVATE) and not ctx.is_administrator and not may_open(ctx, url):
        raise PermissionError(_("There is no file {url} that you may open.", url=url[:140]))


def _at(url: str) -> dict[str, str]:
    """A small picture of a file is opened by whoever may open the file."""
    return {"file_url": url, "thumbnail_url": url}


def _opens(ctx: Context, row: Mapping[str, Any]) -> bool:
    key = ctx.narrowing
    own = ctx.user != GUEST and row["owner"] == ctx.user and (key is None or key.gives("read", "File"))
    if ctx.is_administrator or own:
        return True
    if not row["attached_to_doctype"] or not row["attached_to_name"]:
        return False
    try:
        doc = get_document(ctx, row["attached_to_doctype"], row["attached_to_name"])
    except DoesNotExistError:
        return False
    field = doc.meta.field(row["attached_to_field"] or "")
    seen = field is None or field.permlevel in policy.readable_levels(ctx, doc.meta)
    return seen and policy.decide(ctx, "read", doc.meta, doc).allow
