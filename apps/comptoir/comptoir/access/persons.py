"""Documents that stand for users, such as their employees: who "me" is where a column names one of them.

An app names the doctypes in its ``hooks.py`` (``person_doctypes``), each with the function that finds a user's document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.context import Context, use
from comptoir.hooks import merged, resolve

PERSON_DOCTYPES = "person_doctypes"


def person_doctypes(ctx: Context) -> Mapping[str, str]:
    """Doctypes whose documents stand for users, with the function that finds a user's own."""
    return ctx.site.registry.remember(PERSON_DOCTYPES, lambda: merged(ctx.site.manifests, PERSON_DOCTYPES))


def own_person(ctx: Context, doctype: str) -> str | None:
    """The document of ``doctype`` that stands for the acting user."""
    key = (PERSON_DOCTYPES, doctype)
    if key not in ctx.memo:
        with use(ctx):
            found: Any = resolve(person_doctypes(ctx)[doctype])(ctx.user)
        ctx.memo[key] = None if found is None else str(found)
    name: str | None = ctx.memo[key]
    return name
