"""Counts and sums of a list, whole or by groups: through the one read path, and never of different currencies together."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comptoir.access import masking
from comptoir.context import Context
from comptoir.desk.titles import link_titles
from comptoir.documents import get_list
from comptoir.errors import DataError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType, column_field
from comptoir.sentences import Label, _

SUMMED = frozenset({"Currency", "Float", "Int", "Long Int", "Duration"})
GROUPING = frozenset({"Select", "Link", "Check"})
DATES = frozenset({"Date", "Datetime"})
MOST_GROUPS = 200
MOST_MONTHS = 60
MOST_ROWS = 2000

Narrowing = Sequence[Any] | Mapping[str, Any] | None


@dataclass(slots=True)
class Group:
    """Documents with one value: how many, and their sums by field and currency."""

    value: Any
    count: int = 0
    sums: dict[str, dict[str | None, Any]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The group as JSON: each sum is a list of currencies and amounts."""
        sums = {
            name: [[currency, amount] for currency, amount in sorted(parts.items(), key=lambda part: part[0] or "")]
            for name, parts in self.sums.items()
        }  # fmt: skip
        return {"value": self.value, "count": self.count, "sums": sums}


@whitelist(methods=["GET", "POST"])
def totals(
    ctx: Context, doctype: str, fields: Sequence[str], filters: Narrowing = None, or_filters: Narrowing = None
) -> dict[str, Any]:
    """How many documents match, and the sum of each of ``fields`` over all of them, apart by currency."""
    meta = ctx.site.registry.get(doctype)
    whole = Group(None)
    for row in _rows(ctx, meta, None, _summed(ctx, meta, fields), filters, or_filters):
        _add(whole, meta, row)
    return whole.told()


@whitelist(methods=["GET", "POST"])
def groups(
    ctx: Context,
    doctype: str,
    by: str,
    fields: Sequence[str] = (),
    filters: Narrowing = None,
    or_filters: Narrowing = None,
) -> dict[str, Any]:
    """The groups of a list ``by`` a field with count and sums, whether there are ``more``, and titles of links.

    Dates are grouped by month: the value is its first day.
    """
    meta = ctx.site.registry.get(doctype)
    grouped = column_field(meta, by) if by in meta.valid_columns else None
    if grouped is None or grouped.fieldtype not in GROUPING | DATES:
        raise DataError(_("{doctype} is not grouped by {fieldname}.", doctype=Label(doctype), fieldname=by))
    summed = _summed(ctx, meta, fields)
    if grouped.fieldtype in DATES:
        found, more = _by_month(ctx, meta, by, summed, filters, or_filters)
    else:
        found, more = _by_value(ctx, meta, by, summed, filters, or_filters)
    titles = link_titles(ctx, meta, [{by: group.value} for group in found])
    return {"groups": [group.told() for group in found], "more": more, "link_titles": titles}


def _by_value(
    ctx: Context, meta: DocType, by: str, summed: Sequence[str], filters: Narrowing, or_filters: Narrowing
) -> tuple[list[Group], bool]:
    found: dict[Any, Group] = {}
    rows = _rows(ctx, meta, by, summed, filters, or_filters)
    for row in rows:
        value = row[by] if row[by] != "" else None
        _add(found.setdefault(value, Group(value)), meta, row)
    listed = [*found.values()]
    return listed[:MOST_GROUPS], len(listed) > MOST_GROUPS or len(rows) == MOST_ROWS


def _by_month(
    ctx: Context, meta: DocType, by: str, summed: Sequence[str], filters: Narrowing, or_filters: Narrowing
) -> tuple[list[Group], bool]:
    """The newest months first, and at the end what has no date."""
    ends = get_list(
        ctx, meta.name, fields=[f"min({by}) as first", f"max({by}) as last"], filters=filters, or_filters=or_filters
    )  # fmt: skip
    found = []
    months = [*_months(ends[0]["first"], ends[0]["last"])] if ends else []
    for first in months[:MOST_MONTHS]:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        found.append((first, [by, "between", [first.isoformat(), last.isoformat()]]))
    listed = []
    for value, condition in [*found, (None, [by, "is", "not set"])]:
        group = Group(value.isoformat() if value else None)
        narrowed = [*_listed(filters), condition]
        for row in _rows(ctx, meta, None, summed, narrowed, or_filters):
            _add(group, meta, row)
        if group.count:
            listed.append(group)
    return listed, len(months) > MOST_MONTHS


def _months(first: Any, last: Any) -> Iterator[date]:
    if not isinstance(first, date) or not isinstance(last, date):
        return
    year, month = last.year, last.month
    while (year, month) >= (first.year, first.month):
        yield date(year, month, 1)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _listed(filters: Narrowing) -> Iterable[Any]:
    if isinstance(filters, Mapping):
        return [[name, *(value if isinstance(value, (list, tuple)) else ("=", value))] for name, value in filters.items()]  # fmt: skip
    return filters or ()


def _rows(
    ctx: Context, meta: DocType, by: str | None, summed: Sequence[str], filters: Narrowing, or_filters: Narrowing
) -> list[Any]:  # fmt: skip
    """A row for each value of ``by`` and each currency."""
    apart = [*([by] if by else []), *_currencies(meta, summed)]
    wanted = [*apart, "count(*) as count", *(f"sum({name}) as sum_{name}" for name in summed)]
    return get_list(
        ctx, meta.name, fields=wanted, filters=filters, or_filters=or_filters, limit=MOST_ROWS,
        group_by=", ".join(apart) or None, order_by=f"{apart[0]} asc" if apart else None,
    )  # fmt: skip


def _add(group: Group, meta: DocType, row: Mapping[str, Any]) -> None:
    group.count += int(row["count"] or 0)
    for key, amount in row.items():
        if not key.startswith("sum_"):
            continue
        name = key.removeprefix("sum_")
        currency = row.get(_currency_of(meta, name) or "") or None
        parts = group.sums.setdefault(name, {})
        if row["count"]:
            parts[currency] = (parts.get(currency) or 0) + (amount or 0)


def _summed(ctx: Context, meta: DocType, fields: Sequence[str]) -> list[str]:
    """Those of ``fields`` that can be summed: numbers the actor reads in the clear, as their currency."""
    clear = masking.sight_of(ctx, meta).clear
    return [
        name
        for name in dict.fromkeys(fields)
        if name in clear
        and name in meta.by_name
        and meta.by_name[name].fieldtype in SUMMED
        and (_currency_of(meta, name) or "name") in clear
    ]


def _currencies(meta: DocType, summed: Sequence[str]) -> list[str]:
    return sorted({currency for name in summed if (currency := _currency_of(meta, name))})


def _currency_of(meta: DocType, name: str) -> str | None:
    """The column that says in which currency ``name`` is; None where it is the site's, or no money."""
    declared = meta.by_name[name]
    options = declared.options or ""
    return options if declared.fieldtype == "Currency" and options in meta.valid_columns else None
