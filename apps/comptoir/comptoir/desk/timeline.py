"""The timeline under a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.companions import timeline
from comptoir.companions.docinfo import user_info
from comptoir.context import Context
from comptoir.documents import read_document
from comptoir.hooks import whitelist


@whitelist(methods=["GET"])
def page(
    ctx: Context, doctype: str, name: str, kinds: Sequence[str] | None = None, after: str | None = None
) -> dict[str, Any]:
    """A page of what was said about a document one may read and what happened to it, the newest first.

    ``kinds`` narrows it to some of "comments", "mails", "calls", "changes", "assignments", "files", "likes" and
    "others"; ``after`` is the ``next`` of the page before.
    """
    found = timeline.page(ctx, read_document(ctx, doctype, name), kinds or (), after)
    people = {str(entry["owner"]) for entry in found["entries"] if entry["owner"]}
    return found | {"user_info": user_info(ctx, people)}
