"""The order of cards in the columns of a board, as each user has laid them.

It is kept with the user's settings of the doctype, and says nothing but names they have seen: what is shown is read
with their rights like any list. Documents made since a column was laid come first, then what was laid, then the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.desk import user_settings
from comptoir.documents.listing import get_steps
from comptoir.errors import BadRequestError
from comptoir.meta.model import DocType
from comptoir.query import And, Column, Condition, Filter, ListArgs
from comptoir.query.model import Names, Not
from comptoir.sentences import _

PART, ORDER = "Kanban", "order"
MOST_NAMES = 200
MOST_COLUMNS = 120
LONGEST = 140


@dataclass(frozen=True, slots=True)
class Laid:
    """The first cards of a column, and when they were laid."""

    names: tuple[str, ...]
    at: datetime


def laid_columns(ctx: Context, doctype: str, board: str, by: str) -> dict[str | None, Laid]:
    """What the actor has laid on the ``board`` (a saved view, or none) by the field ``by``, by the column's value."""
    columns = _at(_orders(user_settings.of(ctx, doctype)), board, by)
    return {value or None: laid for value, kept in columns.items() if (laid := _laid(kept)) is not None}


def lay(ctx: Context, doctype: str, board: str, by: str, value: str | None, names: Sequence[str]) -> None:
    """Keep ``names`` as the first cards of a column; without any it is in the order of the list again."""
    if (
        len(names) > MOST_NAMES
        or len(board) > LONGEST
        or not all(isinstance(name, str) and 0 < len(name) <= LONGEST for name in names)
    ):
        raise BadRequestError(_("At most {most} cards of a column are laid by hand.", most=MOST_NAMES))
    settings = user_settings.of(ctx, doctype)
    orders = _orders(settings)
    columns = {key: kept for key, kept in _at(orders, board, by).items() if key != (value or "")}
    if names:
        laid = {"names": list(dict.fromkeys(names)), "at": ctx.clock.now().isoformat()}
        columns = dict([*columns.items(), (value or "", laid)][-MOST_COLUMNS:])
    fields = {**_object(orders.get(board)), by: columns}
    kept = {**_object(settings.get(PART)), ORDER: {**orders, board: fields}}
    user_settings.keep(ctx, doctype, {PART: kept})


def laid_rows(
    ctx: Context, meta: DocType, args: ListArgs, where: Filter, laid: Laid, start: int, length: int
) -> list[AttrDict]:
    """The cards of a column from ``start`` on, and one more than ``length`` where there are more."""
    end = start + length + 1
    named = Condition(Column(meta.name, "name"), "in", Names(laid.names))
    since = Condition(Column(meta.name, "creation"), ">", laid.at)
    fresh, rest = (And((where, Not(named), each)) for each in (since, Not(since)))
    first, last = get_steps(ctx, meta.name, _upto(args, end), (fresh, rest))
    [found] = get_steps(ctx, meta.name, _upto(args, MOST_NAMES), (And((where, named)),))
    place = {name: at for at, name in enumerate(laid.names)}
    found.sort(key=lambda row: place.get(str(row["name"]), MOST_NAMES))
    return [*first, *found, *last][start:end]


def _upto(args: ListArgs, limit: int) -> ListArgs:
    return ListArgs(args.fields, args.filters, args.or_filters, args.order_by, None, limit)


def _orders(settings: Mapping[str, Any]) -> dict[str, Any]:
    return _object(_object(settings.get(PART)).get(ORDER))


def _at(orders: Mapping[str, Any], board: str, by: str) -> dict[str, Any]:
    return _object(_object(orders.get(board)).get(by))


def _laid(kept: Any) -> Laid | None:
    """Settings are written by the user's own programs too: what is none is left out."""
    names, at = _object(kept).get("names"), _object(kept).get("at")
    if not isinstance(names, list) or not isinstance(at, str):
        return None
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    known = tuple(name for name in names if isinstance(name, str))[:MOST_NAMES]
    return Laid(known, when.replace(tzinfo=None)) if known else None


def _object(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
