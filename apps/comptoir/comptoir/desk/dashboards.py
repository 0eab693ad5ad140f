"""Dashboards, their charts and their number cards: reports that are kept, asked anew by everybody who looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.desk import reportable, reporting
from comptoir.desk.json_fields import json_of
from comptoir.desk.reportable import CARD, CHART, DASHBOARD
from comptoir.documents import Document
from comptoir.documents.comparing_periods import compared
from comptoir.documents.reporting import Report, groups_of, read_report
from comptoir.errors import DataError, ValidationError
from comptoir.hooks import whitelist
from comptoir.query import ListArgs, Parser, Period
from comptoir.query.periods import moved
from comptoir.sentences import _

MEASURES = {"Count": "count", "Sum": "sum", "Average": "avg", "Minimum": "min", "Maximum": "max"}
STEPS: Mapping[str, Period] = {
    "Yearly": "year", "Quarterly": "quarter", "Monthly": "month", "Weekly": "week", "Daily": "day"
}  # fmt: skip
TIMES = {
    "Last Year": "last 12 months",
    "Last Quarter": "last 3 months",
    "Last Month": "last 1 month",
    "Last Week": "last 7 days",
}
DRAWN = {"Bar": "bar", "Line": "line", "Percentage": "stacked", "Pie": "donut", "Donut": "donut"}
MOST_LISTED = 100
MOST_ABOUT = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """The report that a chart or card stands for, as texts."""

    doctype: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    filters: list[Any]
    compare: bool = False
    """Whether the period before is shown beside it."""

    def report(self, ctx: Context) -> Report:
        """It, of a doctype that there is."""
        meta = ctx.site.registry.get(self.doctype)
        return read_report(meta, self.rows, self.columns, self.numbers, self.filters, None)


def chart_asked(chart: Document) -> Asked:
    """The report of a Dashboard Chart. Raises ``ValidationError`` where its texts are none."""
    filters = json_of(chart, "filters_json", list)
    kind, doctype = chart.get("chart_type"), str(chart.get("document_type"))
    if kind == "Custom":
        made = json_of(chart, "custom_options", dict)
        rows, columns, numbers = (_texts(made.get(key)) for key in ("rows", "columns", "numbers"))
        return Asked(doctype, rows, columns, numbers, filters, bool(made.get("compare")))
    if kind == "Group By":
        number = _number(chart.get("group_by_type"), chart.get("aggregate_function_based_on"))
        return Asked(doctype, (str(chart.get("group_by_based_on")),), (), (number,), filters)
    step = STEPS.get(chart.get("time_interval") or "Monthly", "month")
    based_on = str(chart.get("based_on"))
    number = _number(kind, chart.get("value_based_on"))
    return Asked(doctype, (f"{based_on}:{step}",), (), (number,), [*filters, _time(chart, based_on)])


def card_asked(card: Document) -> Asked:
    """The report of a Number Card: a total and nothing else."""
    number = _number(card.get("function"), card.get("aggregate_function_based_on"))
    return Asked(str(card.get("document_type")), (), (), (number,), json_of(card, "filters_json", list))


def check(ctx: Context, asked: Asked) -> None:
    """Raise where ``asked`` names what its doctype does not have, or compares without a period."""
    report = asked.report(ctx)
    Parser(report.meta, ctx.site.registry.get, ctx.clock.now).parse(ListArgs(filters=asked.filters))
    if asked.compare:
        compared(ctx, report)


@whitelist(methods=["GET"])
def dashboard(ctx: Context, name: str = "") -> dict[str, Any]:
    """What stands on a dashboard, by default the one shown first; and the dashboards there are.

    What the actor may not report on is left out, and dashboards of which nothing is left are not offered.
    """
    listed = documents.get_list(
        ctx, DASHBOARD, fields=["name", "dashboard_name", "is_default"],
        order_by="is_default desc, dashboard_name asc", limit=MOST_LISTED,
    )  # fmt: skip
    telling = reportable.telling(ctx, [row["name"] for row in listed])
    listed = [row for row in listed if row["name"] in telling]
    if not name and not listed:
        return {"name": None, "dashboards": [], "cards": [], "charts": [], "can_write": False}
    doc = documents.read_document(ctx, DASHBOARD, name or listed[0]["name"])
    cards, charts = [row.card for row in doc.get("cards")], list(doc.get("charts"))
    left = reportable.reportable(ctx, cards, [row.chart for row in charts])
    return {
        "name": doc.name,
        "title": ctx.say(doc.dashboard_name),
        "dashboards": [{"name": row["name"], "title": ctx.say(row["dashboard_name"])} for row in listed],
        "cards": [card for card in cards if card in left.cards],
        "charts": [{"name": row.chart, "width": row.width} for row in charts if row.chart in left.charts],
        "can_write": doc.has_permission("write"),
    }


@whitelist(methods=["GET"])
def chart(ctx: Context, name: str) -> dict[str, Any]:
    """A chart with its numbers, of documents the actor may report on."""
    return chart_told(ctx, documents.read_document(ctx, CHART, name))


def chart_told(ctx: Context, doc: Document, beside: Sequence[Any] = ()) -> dict[str, Any]:
    """A chart the actor may read; of its documents, those that meet the conditions ``beside`` its own."""
    asked = _narrowed(chart_asked(doc), beside)
    return {
        **_head(ctx, doc, asked),
        "title": ctx.say(doc.chart_name),
        "drawing": _drawing(doc),
        "answer": _answer(ctx, asked),
    }


@whitelist(methods=["GET"])
def card(ctx: Context, name: str) -> dict[str, Any]:
    """A number, and where it shows its change what it would be without the documents made since."""
    return card_told(ctx, documents.read_document(ctx, CARD, name))


def card_told(ctx: Context, doc: Document, beside: Sequence[Any] = ()) -> dict[str, Any]:
    """A number card the actor may read; of its documents, those that meet the conditions ``beside`` its own."""
    asked = _narrowed(card_asked(doc), beside)
    report = _permitted(ctx, asked)
    [total] = groups_of(ctx, report, (0, 0))
    told = {
        **_head(ctx, doc, asked),
        "title": ctx.say(doc.label),
        "values": total.values,
        "before": None,
        "color": doc.color,
    }
    if doc.show_percentage_stats:
        since = moved(ctx.clock.now().date(), -1, STEPS.get(doc.stats_time_interval or "Monthly", "month"))
        older = replace(
            report, filters=[*asked.filters, ["creation", "<", (since + timedelta(days=1)).isoformat()]]
        )
        told["before"] = groups_of(ctx, older, (0, 0))[0].values
        told["since"] = since
    return told


@whitelist(methods=["GET"])
def about(ctx: Context, doctype: str) -> dict[str, list[dict[str, Any]]]:
    """The charts and number cards that are kept of documents of ``doctype``, without their numbers."""
    policy.require(ctx, "report", ctx.site.registry.get(doctype))
    found: dict[str, list[dict[str, Any]]] = {"cards": [], "charts": []}
    for kind, into, asked_of in ((CARD, "cards", card_asked), (CHART, "charts", chart_asked)):
        rows = documents.get_list(
            ctx, kind, fields=["*"], filters={"document_type": doctype}, order_by="creation asc", limit=MOST_ABOUT
        )  # fmt: skip
        for row in rows:
            doc = documents.new_document(ctx, {"doctype": kind, **row})
            title = doc.label if kind == CARD else doc.chart_name
            drawing = {} if kind == CARD else {"drawing": _drawing(doc)}
            found[into].append(_head(ctx, doc, asked_of(doc)) | {"title": ctx.say(title)} | drawing)
    return found


@whitelist(methods=["POST"])
def keep(ctx: Context, chart: Mapping[str, Any], dashboard: str = "", title: str = "") -> dict[str, str]:
    """Keep a chart on ``dashboard``, or on a new one called ``title``. The actor needs the right to change both."""
    values = {key: value for key, value in chart.items() if key not in ("doctype", "name", "is_standard")}
    made = documents.new_document(ctx, {**values, "doctype": CHART}).insert()
    if dashboard:
        doc = documents.get_document(ctx, DASHBOARD, dashboard, for_update=True)
    else:
        doc = documents.new_document(ctx, {"doctype": DASHBOARD, "dashboard_name": title})
    doc.append("charts", {"chart": made.name, "width": "Half"})
    doc.save()
    return {"chart": str(made.name), "dashboard": str(doc.name)}


def _narrowed(asked: Asked, beside: Sequence[Any]) -> Asked:
    return replace(asked, filters=[*asked.filters, *beside]) if beside else asked


def _drawing(chart: Document) -> str:
    made = json_of(chart, "custom_options", dict) if chart.chart_type == "Custom" else {}
    return str(made.get("drawing") or DRAWN.get(chart.type, "bar"))


def _head(ctx: Context, doc: Document, asked: Asked) -> dict[str, Any]:
    return {
        "name": doc.name,
        "doctype": asked.doctype,
        "rows": asked.rows,
        "columns": asked.columns,
        "numbers": asked.numbers,
        "filters": asked.filters,
        "compare": asked.compare,
    }


def _answer(ctx: Context, asked: Asked) -> dict[str, Any]:
    return reporting.answer(ctx, _permitted(ctx, asked), compare=asked.compare)


def _permitted(ctx: Context, asked: Asked) -> Report:
    """Its report. Raises ``PermissionError`` where the actor may not report on its doctype at all."""
    policy.require(ctx, "report", ctx.site.registry.get(asked.doctype))
    return asked.report(ctx)


def _number(function: Any, fieldname: Any) -> str:
    measure = MEASURES.get(str(function), "count")
    return measure if measure == "count" else f"{measure}:{fieldname}"


def _time(chart: Document, based_on: str) -> list[Any]:
    if chart.get("timespan") != "Select Date Range":
        return [based_on, "timespan", TIMES.get(chart.get("timespan") or "Last Year", "last 12 months")]
    first, last = chart.get("from_date"), chart.get("to_date")
    if not first or not last:
        raise ValidationError.at("from_date", _("Choose the first and the last day of the chart."))
    return [based_on, "between", [str(first), str(last)]]


def _texts(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list | None) or not all(isinstance(text, str) for text in found or ()):
        raise DataError(_("The rows, columns and numbers of a report are lists of texts."))
    return tuple(found or ())
