"""Whom a comment can mention, and whom a document can be given to."""

from __future__ import annotations

from typing import Any

from comptoir.companions import colleagues as choosing
from comptoir.companions import mentions
from comptoir.context import Context
from comptoir.hooks import whitelist


@whitelist(methods=["GET"])
def people(ctx: Context, doctype: str, name: str, txt: str = "") -> list[dict[str, Any]]:
    """At most eight users with ``txt`` in their name who may read a document one may read."""
    return mentions.offered(ctx, doctype, name, txt)


@whitelist(methods=["GET"])
def colleagues(ctx: Context, txt: str = "") -> list[dict[str, Any]]:
    """At most ten users who may sign in, with the words of ``txt`` in their name or address."""
    return choosing.colleagues(ctx, txt)
