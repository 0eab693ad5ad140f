"""Whom a comment can mention."""

from __future__ import annotations

from typing import Any

from comptoir.companions import mentions
from comptoir.context import Context
from comptoir.hooks import whitelist


@whitelist(methods=["GET"])
def people(ctx: Context, doctype: str, name: str, txt: str = "") -> list[dict[str, Any]]:
    """At most eight users with ``txt`` in their name who may read a document one may read."""
    return mentions.offered(ctx, doctype, name, txt)
