"""Which cards, charts and dashboards show their reader anything: those of doctypes the reader may report on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context

CARD, CHART, DASHBOARD = "Number Card", "Dashboard Chart", "Dashboard"
ROWS = {CARD: ("Number Card Link", "card"), CHART: ("Dashboard Chart Link", "chart")}
"""Of what stands on a dashboard the table, and its column."""


@dataclass(frozen=True, slots=True)
class Reportable:
    """Cards and charts by name."""

    cards: frozenset[str]
    charts: frozenset[str]


def reportable(ctx: Context, cards: Collection[str], charts: Collection[str]) -> Reportable:
    """Those of ``cards`` and ``charts`` that the actor may read, of doctypes the actor may report on."""
    return Reportable(_of_kind(ctx, CARD, cards), _of_kind(ctx, CHART, charts))


def telling(ctx: Context, dashboards: Collection[str]) -> set[str]:
    """Those of ``dashboards`` on which anything is left for the actor, or nothing stands yet."""
    standing = {kind: _standing(ctx, kind, dashboards) for kind in ROWS}
    cards, charts = ({shown for _parent, shown in standing[kind]} for kind in (CARD, CHART))
    left = reportable(ctx, cards, charts)
    told = {parent for parent, card in standing[CARD] if card in left.cards}
    told |= {parent for parent, chart in standing[CHART] if chart in left.charts}
    filled = {parent for rows in standing.values() for parent, _shown in rows}
    return told | (set(dashboards) - filled)


def _standing(ctx: Context, kind: str, dashboards: Collection[str]) -> list[tuple[str, str]]:
    table, column = ROWS[kind]
    rows = documents.get_list(
        ctx, table, fields=["parent", column], limit=None, parent=DASHBOARD,
        filters=[["parent", "in", sorted(dashboards)], ["parenttype", "=", DASHBOARD]],
    )  # fmt: skip
    return [(row["parent"], row[column]) for row in rows]


def _of_kind(ctx: Context, kind: str, names: Collection[str]) -> frozenset[str]:
    if not names:
        return frozenset()
    rows: list[Any] = documents.get_list(
        ctx, kind, fields=["name", "document_type"], filters=[["name", "in", sorted(names)]], limit=None
    )
    allowed = {doctype: _may_report(ctx, doctype) for doctype in {row["document_type"] for row in rows}}
    return frozenset(row["name"] for row in rows if allowed[row["document_type"]])


def _may_report(ctx: Context, doctype: Any) -> bool:
    """A card of a doctype that is gone says so itself."""
    meta = ctx.site.registry.find(str(doctype))
    return meta is None or policy.decide(ctx, "report", meta).allow
