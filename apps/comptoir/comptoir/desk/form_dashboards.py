"""The numbers above a form: cards and charts of the documents that point at it, as its links declare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.desk.dashboards import card_asked, card_told, chart_asked, chart_told
from comptoir.desk.reportable import CARD, CHART
from comptoir.documents import Document
from comptoir.errors import DoesNotExistError, PermissionError
from comptoir.hooks import whitelist
from comptoir.meta.linked import Numbers, read_numbers
from comptoir.meta.model import DocType

Told = Callable[[Context, Document, Sequence[Any]], dict[str, Any]]


@whitelist(methods=["GET"])
def numbers(ctx: Context, doctype: str, name: str) -> dict[str, list[dict[str, Any]]]:
    """The cards and charts of a document one may read, counted over the documents that point at it.

    What the actor may not report on, or whose field they do not read in the clear, is left out, as are cards and
    charts that are gone or about other documents.
    """
    doc = documents.read_document(ctx, doctype, name)
    found: dict[str, list[dict[str, Any]]] = {"cards": [], "charts": []}
    for declared in _shown(ctx, doc.meta):
        here = [[declared.fieldname, "=", doc.name]]
        found["cards"] += _told(ctx, CARD, declared.cards, declared.doctype, here)
        found["charts"] += _told(ctx, CHART, declared.charts, declared.doctype, here)
    return found


def _shown(ctx: Context, meta: DocType) -> Iterator[Numbers]:
    for declared in map(read_numbers, meta.links):
        target = ctx.site.registry.find(declared.doctype)
        if target is None or target.istable or target.issingle or not (declared.cards or declared.charts):
            continue
        reports = policy.decide(ctx, "report", target).allow
        if reports and declared.fieldname in masking.sight_of(ctx, target).clear:
            yield declared


def _told(
    ctx: Context, kind: str, names: Sequence[str], doctype: str, beside: Sequence[Any]
) -> Iterator[dict[str, Any]]:
    asked, told = (card_asked, card_told) if kind == CARD else (chart_asked, chart_told)
    for name in names:
        try:
            doc = documents.read_document(ctx, kind, name)
            if asked(doc).doctype == doctype:
                yield told(ctx, doc, beside)
        except (DoesNotExistError, PermissionError):
            continue
