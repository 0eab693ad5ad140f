"""``frappe.utils.global_search``: documents of every doctype by what somebody typed."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.documents.finding import Found, find
from comptoir.errors import BadRequestError
from comptoir.meta.model import DocType
from comptoir.search import kept_columns
from comptoir.sentences import _

import frappe

MOST = 500
FURTHEST = 1000
SEPARATOR = " ||| "


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
    """Documents that ``text``, or one of several texts with ``&`` between them, may mean; of one doctype or of all."""
    if not 0 < limit <= MOST or not 0 <= start <= FURTHEST:
        raise BadRequestError(
            _(
                "A search answers with 1 to {most} documents, from 0 to {furthest} on.",
                most=MOST,
                furthest=FURTHEST,
            )
        )
    ctx = current()
    found: dict[tuple[str, str], Found] = {}
    for part in dict.fromkeys(text.split("&")):
        for one in find(ctx, part, [doctype] if doctype else None, start=start, limit=limit):
            found.setdefault((one.doctype, str(one.name)), one)
    ranked = sorted(found.values(), key=lambda one: one.order)
    return [_answer(ctx.site.registry.get(one.doctype), one) for one in ranked[:limit]]


def _answer(meta: DocType, found: Found) -> dict[str, Any]:
    values = ((column.name, found.row.get(column.name)) for column in kept_columns(meta))
    content = SEPARATOR.join(f"{meta.get_label(name)} : {value}" for name, value in values if value)
    rank = 1 / (1 + found.step)
    answer = {"doctype": found.doctype, "name": found.name, "content": content, "rank": rank}
    if meta.image_field:
        answer["image"] = found.row.get(meta.image_field)
    return answer
