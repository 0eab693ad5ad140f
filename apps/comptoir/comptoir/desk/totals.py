"""Counts and sums of a list, whole or by groups: reports without what only a report asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comptoir.access import masking
from comptoir.context import Context
from comptoir.desk.titles import link_titles
from comptoir.documents.reporting import Dimension, Group, Number, Report, groups_of, number_of
from comptoir.errors import DataError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType, column_field
from comptoir.query import Period
from comptoir.sentences import Label, _

SUMMED = frozenset({"Currency", "Float", "Int", "Long Int", "Duration"})
GROUPING = frozenset({"Select", "Link", "Check"})
DATES = frozenset({"Date", "Datetime"})
MOST_GROUPS = 200
WHOLE, BY_FIELD = (0, 0), (1, 0)

Narrowing = Sequence[Any] | Mapping[str, Any] | None


@whitelist(methods=["GET", "POST"])
def totals(
    ctx: Context, doctype: str, fields: Sequence[str], filters: Narrowing = None, or_filters: Narrowing = None
) -> dict[str, Any]:
    """How many documents match, and the sum of each of ``fields`` over all of them, apart by currency."""
    meta = ctx.site.registry.get(doctype)
    asked = Report(meta, (), (), _numbers(ctx, meta, fields), filters, or_filters)
    (whole,) = groups_of(ctx, asked, WHOLE, ())
    return _told(asked, whole, None)


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

    Dates are grouped by month, the newest first: the value is its first day. ``found`` is how many groups there are, and
    ``total`` what all of them come to, those that are not told included.
    """
    meta = ctx.site.registry.get(doctype)
    grouped = column_field(meta, by) if by in meta.valid_columns else None
    if grouped is None or grouped.fieldtype not in GROUPING | DATES:
        raise DataError(_("{doctype} is not grouped by {fieldname}.", doctype=Label(doctype), fieldname=by))
    period: Period | None = "month" if grouped.fieldtype in DATES else None
    asked = Report(meta, (Dimension(grouped, period),), (), _numbers(ctx, meta, fields), filters, or_filters)
    found = _in_order(groups_of(ctx, asked, BY_FIELD, ()), newest_first=period is not None)
    listed = found[:MOST_GROUPS]
    titles = link_titles(ctx, meta, [{by: group.keys[0]} for group in listed])
    told = [_told(asked, group, _plain(group.keys[0])) for group in listed]
    return {
        "groups": told,
        "more": len(found) > MOST_GROUPS,
        "found": len(found),
        "total": _told(asked, _together(asked, found), None),
        "link_titles": titles,
    }


def _numbers(ctx: Context, meta: DocType, fields: Sequence[str]) -> tuple[Number, ...]:
    """The count, and sums of those of ``fields`` that the actor reads in the clear, as their currency."""
    clear = masking.sight_of(ctx, meta).clear
    own = [meta.by_name[name] for name in dict.fromkeys(fields) if name in meta.by_name and name in clear]
    sums = [number_of(meta, "sum", field) for field in own if field.fieldtype in SUMMED]
    return (Number("count"), *(each for each in sums if each.currency is None or each.currency in clear))


def _in_order(found: list[Group], *, newest_first: bool) -> list[Group]:
    """By value, what has none first; months from the newest, what has no date last."""
    ordered = sorted(found, key=lambda group: (group.keys[0] is not None, group.keys[0]))
    return ordered[::-1] if newest_first else ordered


def _together(asked: Report, found: Sequence[Group]) -> Group:
    """All of ``found`` as one: every document is in one of them, and counts and sums add up."""
    total: list[Any] = [{} if number.is_money else 0 for number in asked.numbers]
    for group in found:
        for place, value in enumerate(group.values):
            if isinstance(value, list):
                for currency, amount in value:
                    total[place][currency] = total[place].get(currency, 0) + amount
            else:
                total[place] += value or 0
    return Group((), [list(each.items()) if isinstance(each, dict) else each for each in total])


def _told(asked: Report, group: Group, value: Any) -> dict[str, Any]:
    """The group as JSON: each sum is a list of currencies and amounts."""
    sums = {}
    for number, amount in zip(asked.numbers[1:], group.values[1:], strict=True):
        parts = amount if number.is_money else [(None, amount or 0)]
        assert number.field is not None, "only the count has no field"
        sums[number.field.fieldname] = [list(part) for part in sorted(parts, key=lambda part: part[0] or "")]
    return {"value": value, "count": group.values[0], "sums": sums}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
