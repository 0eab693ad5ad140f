"""What choosing a document in a link offers beyond what is fetched: shown on a form before anything is stored.

An app names functions in its ``hooks.py``; its controllers take the same over when a document is saved without a form.
"""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.hooks import resolve
from comptoir.meta.model import DocType

HOOK = "link_offers"


def offering(ctx: Context, doctype: str) -> dict[str, str]:
    """The link fields of a doctype that offer something, with the functions that say what."""
    found: dict[str, str] = {}
    for manifest in ctx.site.manifests:
        found |= manifest.raw.get(HOOK, {}).get(doctype, {})
    return found


def offered(ctx: Context, meta: DocType, fieldname: str, value: str) -> dict[str, Any]:
    """What ``value`` in the link ``fieldname`` offers for fields the actor may write, if they may read what it names."""
    function = offering(ctx, meta.name).get(fieldname)
    target = ctx.site.registry.find(meta.by_name[fieldname].options or "") if function else None
    if not function or target is None or not value or not policy.decide(ctx, "read", target).allow:
        return {}
    if not documents.get_list(ctx, target.name, fields=["name"], filters={"name": value}, limit=1):
        return {}
    writes = policy.writable_levels(ctx, meta)
    told: dict[str, Any] = resolve(function)(value)
    return {filled: each for filled, each in told.items() if meta.by_name[filled].permlevel in writes}


def take(ctx: Context, made: Document) -> Document:
    """Fill a document that is being made with what its links offer, where it says nothing of it yet."""
    for fieldname in offering(ctx, made.doctype):
        found = offered(ctx, made.meta, fieldname, made.get(fieldname) or "")
        if not any(made.get(filled) for filled in found):
            made.update(found)
    return made
