"""What a calendar asks: the documents of a time, and when others are busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.desk.titles import link_titles
from comptoir.documents import get_list
from comptoir.errors import BadRequestError, PermissionError
from comptoir.hooks import whitelist
from comptoir.meta.calendars import MOMENTS, Calendar, calendar_of
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

MOST = 500
"""Documents of one time."""


@whitelist(methods=["GET", "POST"])
def between(
    ctx: Context,
    doctype: str,
    start: str,
    end: str,
    fields: Sequence[str] = (),
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    start_field: str | None = None,
    end_field: str | None = None,
) -> dict[str, Any]:
    """The documents that touch the time from ``start`` to before ``end``: the rows, and whether there are more.

    The fields are those of the doctype's calendar unless others are named. A document that only ends stands at its end.
    """
    meta = ctx.site.registry.get(doctype)
    first, last = _fields_of(ctx, meta, start_field, end_field)
    wanted = ["name", first, *([last] if last else []), *fields]
    given = [filters] if isinstance(filters, Mapping) else list(filters or ())
    rows: list[Any] = []
    for step in _steps(first, last, start, end):
        found = get_list(
            ctx, doctype, fields=list(dict.fromkeys(wanted)), filters=[*given, *step], or_filters=or_filters,
            order_by=f"{first} asc", limit=MOST + 1 - len(rows),
        )  # fmt: skip
        rows += found
        if len(rows) > MOST:
            break
    page = rows[:MOST]
    return {"rows": page, "has_more": len(rows) > MOST, "link_titles": link_titles(ctx, meta, page)}


@whitelist(methods=["GET", "POST"])
def busy(ctx: Context, doctype: str, start: str, end: str) -> dict[str, Any]:
    """When there is something that the actor may not read, by lane: times alone, times that touch become one.

    Only doctypes with ``calendar_busy`` tell. No condition can be given: it would tell what documents say.
    """
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "select", meta)
    calendar = _calendar(ctx, meta)
    if calendar is None or not calendar.busy:
        raise PermissionError(_("{doctype} does not tell when others are busy.", doctype=Label(meta.name)))
    found = _everything(ctx, meta, calendar, start, end)
    names = [row["name"] for row in found]
    own = get_list(ctx, doctype, fields=["name"], filters=[["name", "in", names]], limit=0) if names else []
    known = {row["name"] for row in own}
    hidden = [row for row in found[:MOST] if row["name"] not in known]
    return {"rows": list(_joined(hidden, calendar)), "has_more": len(found) > MOST}


def _everything(ctx: Context, meta: DocType, calendar: Calendar, start: str, end: str) -> list[Any]:
    """The documents of a time, whoever may read them, without those that were cancelled."""
    fields = ["name", calendar.start, calendar.end, calendar.lane]
    held = [["docstatus", "!=", 2]]
    rows: list[Any] = []
    for step in _steps(calendar.start, calendar.end, start, end):
        rows += get_list(
            ctx, meta.name, fields=[name for name in fields if name], filters=[*held, *step],
            order_by=f"{calendar.start} asc", limit=MOST + 1 - len(rows), ignore_permissions=True,
        )  # fmt: skip
        if len(rows) > MOST:
            break
    return rows


def _steps(first: str, last: str | None, start: str, end: str) -> Iterator[list[list[Any]]]:
    """Conditions that share no document: begun before, begun within, and ended within without a beginning."""
    if last:
        yield [[first, "<", start], [last, ">=", start]]
    yield [[first, ">=", start], [first, "<", end]]
    if last:
        yield [[first, "is", "not set"], [last, ">=", start], [last, "<", end]]


def _joined(rows: Iterable[Mapping[str, Any]], calendar: Calendar) -> Iterator[dict[str, Any]]:
    """The times of each lane, without what lies within another."""

    def lane(row: Mapping[str, Any]) -> str:
        return str((row[calendar.lane] if calendar.lane else None) or "")

    for name, group in groupby(sorted(rows, key=lane), lane):
        times = sorted(_time(row, calendar) for row in group)
        begun, until = times[0]
        for start, end in times[1:]:
            if start > until:
                yield {"lane": name or None, "start": begun, "end": until}
                begun = start
            until = max(until, end) if start <= until else end
        yield {"lane": name or None, "start": begun, "end": until}


def _time(row: Mapping[str, Any], calendar: Calendar) -> tuple[str, str]:
    start = row[calendar.start]
    end = row[calendar.end] if calendar.end else None
    begun = str(start or end)
    return begun, max(begun, str(end or start))


def _calendar(ctx: Context, meta: DocType) -> Calendar | None:
    """The calendar of ``meta`` by the fields that the actor reads in the clear."""
    readable = policy.readable_columns(ctx, meta) - masking.masked_fields(ctx, meta).keys()
    return calendar_of(meta, lambda field: field.fieldname in readable)


def _fields_of(ctx: Context, meta: DocType, first: str | None, last: str | None) -> tuple[str, str | None]:
    """The fields to go by: those asked for, or those of the doctype's calendar."""
    calendar = _calendar(ctx, meta)
    if first is None and calendar is not None:
        return calendar.start, calendar.end
    for name in (first, *([last] if last else [])):
        field = meta.field(name or "")
        if field is None or not field.has_column or field.fieldtype not in MOMENTS:
            raise BadRequestError(
                _("{doctype} has no date {fieldname}.", doctype=Label(meta.name), fieldname=name or "")
            )
    return str(first), last or None
