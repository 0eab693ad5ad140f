"""Who calls: documents that hold a telephone number, of those a user may read, by fields they read in the clear."""

from __future__ import annotations

import re
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents.finding import Found, find
from comptoir.meta.model import Field
from comptoir.sentences import Label

HOOK = "callers"
"""Doctypes of an app whose documents call, the most wanted first. A new document is one of the first."""
LEAST, TOLD_APART = 6, 9
"""Digits of a number that is looked for, and the last ones that are compared: what stands before differs by country."""
MOST = 5


def doctypes(ctx: Context) -> list[str]:
    """The doctypes that are looked through."""
    named = [name for manifest in ctx.site.manifests for name in manifest.raw.get(HOOK, ())]
    known = [name for name in named if ctx.site.registry.find(name) is not None]
    return [name for name in known if policy.decide(ctx, "read", ctx.site.registry.get(name)).allow]


def callers(ctx: Context, number: str) -> list[dict[str, Any]]:
    """The documents with this number that the acting user may read: doctype, name, title and what people call the type."""
    digits = _digits(number)[-TOLD_APART:]
    looked_through = doctypes(ctx)
    if len(digits) < LEAST or not looked_through:
        return []
    found = [one for one in find(ctx, digits, looked_through, limit=MOST * 4) if _has(one, digits)]
    found.sort(key=lambda one: looked_through.index(one.doctype))
    return [_shown(ctx, one) for one in found[:MOST]]


def beginning(ctx: Context) -> dict[str, str] | None:
    """Where the acting user would enter a new caller: the doctype, the field of the number, and what people call the type."""
    for doctype in doctypes(ctx):
        meta = ctx.site.registry.get(doctype)
        field = next((field for field in meta.value_fields if _holds_number(field)), None)
        if field is not None and policy.decide(ctx, "create", meta).allow:
            return {"doctype": doctype, "fieldname": field.fieldname, "label": ctx.say(Label(doctype))}
    return None


def _holds_number(field: Field) -> bool:
    return field.fieldtype == "Phone" or (field.fieldtype == "Data" and field.options == "Phone")


def _has(one: Found, digits: str) -> bool:
    return any(isinstance(value, str) and _digits(value).endswith(digits) for value in one.row.values())


def _shown(ctx: Context, one: Found) -> dict[str, Any]:
    title = ctx.site.registry.get(one.doctype).title_field
    return {
        "doctype": one.doctype,
        "name": one.name,
        "title": str((one.row.get(title) if title else None) or one.name),
        "label": ctx.say(Label(one.doctype)),
    }


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
