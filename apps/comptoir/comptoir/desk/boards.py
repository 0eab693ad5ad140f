"""Boards: documents of one doctype in columns, one for each value of a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.access import policy
from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.desk import card_order
from comptoir.desk.titles import collect, link_titles, own_titles, titles_of
from comptoir.documents import get_list
from comptoir.documents.listing import get_steps
from comptoir.documents.reporting import Dimension, Group, Number, Report, groups_of, number_of
from comptoir.errors import BadRequestError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType, Field
from comptoir.query import Column, Condition, Filter, ListArgs
from comptoir.query.model import Names
from comptoir.sentences import Label, _

MOST_COLUMNS = 60
LONGEST_PAGE = 100
GROUPED = frozenset({"Select", "Link"})
SUMMED = frozenset({"Currency", "Float", "Int", "Long Int", "Duration"})


@dataclass(slots=True)
class Pile:
    """The documents that have one value, None for those without."""

    value: str | None
    color: str | None = None
    count: int = 0
    sums: dict[str | None, Any] = field(default_factory=dict)
    laid: tuple[str, ...] = ()


@whitelist(methods=["GET", "POST"])
def board(
    ctx: Context,
    doctype: str,
    by: str,
    fields: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    order_by: str | None = None,
    total: str | None = None,
    page_length: int = 20,
    board: str = "",
) -> dict[str, Any]:
    """The columns of a board: how many documents each has, the sums of ``total`` by currency, its first rows.

    Columns that the actor has laid by hand on the saved view ``board`` are in that order.
    """
    _check_page(page_length)
    meta = ctx.site.registry.get(doctype)
    grouped = _field(meta, by, GROUPED)
    summed = _field(meta, total, SUMMED) if total else None
    found = _counted(ctx, meta, grouped, summed, {"filters": filters, "or_filters": or_filters})
    piles = _arranged(ctx, grouped, found)
    shown = [*(fields or ()), "name", "docstatus", "modified", by]
    args = ListArgs(shown, filters, or_filters, order_by, None, page_length + 1)
    laid_columns = card_order.laid_columns(ctx, doctype, board, by)
    filled = [pile for pile in piles if pile.count]
    usual = [pile.value for pile in filled if pile.value not in laid_columns]
    steps = get_steps(ctx, doctype, args, (_where(meta, by, value) for value in usual))
    rows = dict(zip(usual, steps, strict=True))
    for pile in filled:
        if laid := laid_columns.get(pile.value):
            where = _where(meta, by, pile.value)
            rows[pile.value] = card_order.laid_rows(ctx, meta, args, where, laid, 0, page_length)
            pile.laid = laid.names
    wanted = _targets(grouped, piles)
    cards = [row for page in rows.values() for row in page]
    collect(ctx, meta, cards, wanted)
    return {
        "columns": [_shown(pile, rows.get(pile.value, []), page_length) for pile in piles],
        "more_columns": max(0, len(found) - sum(pile.value in found for pile in piles)),
        "link_titles": titles_of(ctx, wanted) | own_titles(ctx, meta, cards),
    }


@whitelist(methods=["GET", "POST"])
def column(
    ctx: Context,
    doctype: str,
    by: str,
    value: str | None = None,
    fields: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    order_by: str | None = None,
    start: int = 0,
    page_length: int = 20,
    board: str = "",
) -> dict[str, Any]:
    """Further rows of one column, in the order in which :func:`board` has begun it."""
    _check_page(page_length)
    if start < 0:
        raise BadRequestError(_("A column is read from its beginning on."))
    meta = ctx.site.registry.get(doctype)
    _field(meta, by, GROUPED)
    shown = [*(fields or ()), "name", "docstatus", "modified", by]
    where = _where(meta, by, value or None)
    laid = card_order.laid_columns(ctx, doctype, board, by).get(value or None)
    args = ListArgs(shown, filters, or_filters, order_by, None, page_length + 1, start)
    if laid is None:
        [rows] = get_steps(ctx, doctype, args, (where,))
    else:
        rows = card_order.laid_rows(ctx, meta, args, where, laid, start, page_length)
    return {
        "rows": rows[:page_length],
        "has_more": len(rows) > page_length,
        "link_titles": link_titles(ctx, meta, rows),
    }


@whitelist(methods=["POST"])
def lay(
    ctx: Context, doctype: str, by: str, names: Sequence[Any], value: str | None = None, board: str = ""
) -> None:
    """Keep the order of the first cards of a column for the actor; without ``names`` it is that of the list again."""
    _field(ctx.site.registry.get(doctype), by, GROUPED)
    card_order.lay(ctx, doctype, board, by, value, names)


def _check_page(page_length: int) -> None:
    if not 0 < page_length <= LONGEST_PAGE:
        raise BadRequestError(_("A column shows 1 to {most} documents at once.", most=LONGEST_PAGE))


def _field(meta: DocType, name: str, kinds: frozenset[str]) -> Field:
    found = meta.by_name.get(name)
    if found is None or found.fieldtype not in kinds or found.is_virtual:
        raise BadRequestError(
            _(
                "{doctype} has no field {fieldname} of one of these types: {types}.",
                doctype=Label(meta.name),
                fieldname=name,
                types=tuple(sorted(kinds)),
            )
        )
    return found


def _counted(
    ctx: Context, meta: DocType, by: Field, summed: Field | None, asked: Mapping[str, Any]
) -> dict[str | None, Pile]:
    """What there is of each value, the most frequent first."""
    sums = [number_of(meta, "sum", summed)] if summed else []
    report = Report(meta, (Dimension(by, None),), (), (Number("count"), *sums), **asked)
    found = groups_of(ctx, report, (1, 0), ())
    piles = [_pile(group, report.numbers) for group in found]
    return {pile.value: pile for pile in sorted(piles, key=lambda pile: -pile.count)}


def _pile(group: Group, numbers: Sequence[Number]) -> Pile:
    pile = Pile(group.keys[0], count=group.values[0])
    for number, amount in zip(numbers[1:], group.values[1:], strict=True):
        pile.sums = dict(amount if number.is_money else [(None, amount)] if amount is not None else [])
    return pile


def _arranged(ctx: Context, by: Field, found: Mapping[str | None, Pile]) -> list[Pile]:
    """The piles in the order of the choices there are, empty ones included; what is no choice any more comes last."""
    choices = dict(_choices(ctx, by))
    for value, color in choices.items():
        if value in found:
            found[value].color = color
    offered = [found.get(value) or Pile(value, color) for value, color in choices.items()]
    strays = [pile for value, pile in found.items() if value is not None and value not in choices]
    without = [found.get(None) or Pile(None)] if None in found or _may_be_empty(by) else []
    return [*without, *(offered + strays)[:MOST_COLUMNS]]


def _may_be_empty(by: Field) -> bool:
    return not by.reqd and (by.fieldtype == "Link" or "" in by.choices)


def _choices(ctx: Context, by: Field) -> Iterator[tuple[str, str | None]]:
    """The values of ``by`` with their colours; of a link none where there are too many to stand side by side."""
    if by.fieldtype == "Select":
        yield from ((choice, None) for choice in by.choices if choice)
        return
    target = ctx.site.registry.find(by.options or "")
    if target is None or not target.has_table or target.istable:
        return
    if not policy.decide(ctx, "select", target).allow:
        return
    colored = any(own.fieldname == "color" and own.fieldtype == "Color" for own in target.fields)
    in_use = {"disabled": 0} if _is_switch(target, "disabled") else None
    rows: list[AttrDict] = get_list(
        ctx,
        target.name,
        fields=["name", "color"] if colored else ["name"],
        filters=in_use,
        limit=MOST_COLUMNS + 1,
    )
    if len(rows) <= MOST_COLUMNS:
        yield from ((str(row["name"]), row.get("color")) for row in rows)


def _is_switch(target: DocType, name: str) -> bool:
    own = target.by_name.get(name)
    return own is not None and own.fieldtype == "Check" and own.permlevel == 0


def _where(meta: DocType, by: str, value: str | None) -> Filter:
    column = Column(meta.name, by)
    if value is None:
        return Condition(column, "is", "not set")
    return Condition(column, "in", Names((value,)))


def _targets(by: Field, piles: Sequence[Pile]) -> dict[str, set[str]]:
    named = {pile.value for pile in piles if pile.value is not None}
    return {by.options: named} if by.fieldtype == "Link" and by.options else {}


def _shown(pile: Pile, rows: Sequence[Mapping[str, Any]], page_length: int) -> dict[str, Any]:
    return {
        "value": pile.value,
        "color": pile.color,
        "count": pile.count,
        "sums": [{"currency": currency, "total": total} for currency, total in pile.sums.items()],
        "rows": rows[:page_length],
        "has_more": len(rows) > page_length,
        "laid": list(pile.laid),
    }
