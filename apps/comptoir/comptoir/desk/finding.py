"""What the Desk finds while somebody types: documents of every doctype the actor reads, called as its lists call them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comptoir.access.masking import sight_of
from comptoir.context import Context
from comptoir.documents.called import called
from comptoir.documents.finding import Found, find
from comptoir.errors import BadRequestError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType
from comptoir.search import Part, Typed, kept_columns, terms_of
from comptoir.sentences import _

MOST = 100
FURTHEST = 1000
LONGEST_VALUE = 140


@whitelist(methods=["GET"])
def search(
    ctx: Context, text: str, doctype: str | None = None, start: int = 0, limit: int = 20
) -> dict[str, Any]:
    """At most ``limit`` documents that ``text`` may mean, the surest first, and whether there are more."""
    if not 0 < limit <= MOST or not 0 <= start <= FURTHEST:
        raise BadRequestError(
            _(
                "A search answers with 1 to {most} documents, from 0 to {furthest} on.",
                most=MOST,
                furthest=FURTHEST,
            )
        )
    found = find(ctx, text, [doctype] if doctype else None, start=start, limit=limit + 1)
    return {"found": [_shown(ctx, one, text) for one in found[:limit]], "has_more": len(found) > limit}


def _shown(ctx: Context, found: Found, text: str) -> dict[str, Any]:
    meta = ctx.site.registry.get(found.doctype)
    title = found.row.get(meta.title_field or "name")
    return {
        "doctype": found.doctype,
        "label": ctx.say(found.doctype),
        "name": found.name,
        "title": called(ctx, meta, str(title or found.name)),
        "image": found.row.get(meta.image_field) if meta.image_field else None,
        "fields": [
            {"label": ctx.say(label), "value": value[:LONGEST_VALUE]}
            for label, value in _because(ctx, meta, found, text)
        ],
    }


def _because(ctx: Context, meta: DocType, found: Found, text: str) -> Iterator[tuple[str, str]]:
    """The fields, beside name and title, in which something of ``text`` stands."""
    sight = sight_of(ctx, meta)
    questions = Typed.of(text).questions({0})
    for kept in kept_columns(meta):
        value = found.row.get(kept.name)
        if kept.role == "other" and value not in (None, "") and kept.name in sight.clear:
            terms = terms_of([Part("other", 0, str(value))])
            if any(question.touches(terms) for question in questions):
                yield meta.by_name[kept.name].title, str(value)
