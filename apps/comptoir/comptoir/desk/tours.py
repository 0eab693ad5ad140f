"""Tours of forms, told to whoever may open the form: which there are, and their steps. Their texts are no secrets."""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.hooks import whitelist

TOUR = "Form Tour"
MOST = 100
STEP = ("fieldname", "element_selector")
STEP_TEXTS = ("title", "description")


def tours(ctx: Context) -> list[dict[str, str]]:
    """Name, title and document type of every tour of a form that the actor may read."""
    rows = ctx.site.registry.remember(TOUR, lambda: _declared(ctx))
    metas = {row.reference_doctype: ctx.site.registry.find(row.reference_doctype) for row in rows}
    readable = {
        name for name, meta in metas.items() if meta is not None and policy.decide(ctx, "read", meta).allow
    }
    return [
        {"name": row.name, "title": ctx.site.translate(row.title, ctx.lang), "doctype": row.reference_doctype}
        for row in rows
        if row.reference_doctype in readable
    ]


def _declared(ctx: Context) -> list[Any]:
    return documents.get_list(
        ctx, TOUR, fields=["name", "title", "reference_doctype"], order_by="title asc", limit=MOST,
        ignore_permissions=True,
    )  # fmt: skip


@whitelist(methods=["GET"])
def steps(ctx: Context, name: str) -> list[dict[str, Any]]:
    """The steps of a tour in the language of the actor, who may read what the tour is about."""
    tour = documents.get_document(ctx, TOUR, name)
    policy.require(ctx, "read", ctx.site.registry.get(tour.reference_doctype))
    return [
        {key: row.get(key) or "" for key in STEP}
        | {key: ctx.site.translate(row.get(key) or "", ctx.lang) for key in STEP_TEXTS}
        for row in tour.steps
    ]
