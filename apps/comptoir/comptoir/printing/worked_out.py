"""Values of a paper that are no fields: an app works them out of the document as its reader may see it.

An app names the functions in its ``hooks.py`` (``paper_values``); templates ask for what they tell by ``doc.worked_out("name")``.
"""

from __future__ import annotations

from typing import Any

from comptoir.context import Context, use
from comptoir.documents.data import DocumentData
from comptoir.hooks import merged, resolve
from comptoir.templates import as_data

HOOK = "paper_values"


def worked_out(ctx: Context, doc: DocumentData, name: str) -> Any:
    """What the app says of ``doc`` under ``name``, as plain data; None where it says nothing."""
    known: dict[str, dict[str, str]] = ctx.site.registry.remember(
        HOOK, lambda: merged(ctx.site.manifests, HOOK)
    )
    function = known.get(doc.meta.name, {}).get(name)
    if function is None:
        return None
    with use(ctx):
        return as_data(resolve(function)(doc))
