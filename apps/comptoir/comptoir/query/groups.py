"""Filters as they arrive: lists and objects of conditions, and groups joined by ``and`` and ``or``.

The grammar is Frappe's: ``[condition, "or", [condition, "and", condition]]``. Joined conditions are read from left to
right, so ``a and b or c`` means ``(a and b) or c``; a list in place of a condition is a group. A list without joiners
means all of its conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from comptoir.errors import DataError
from comptoir.query.model import And, Condition, Filter, Or, all_of, any_of
from comptoir.query.values import LIST_OPERATORS, check_length
from comptoir.sentences import _

JOINERS = {"and": all_of, "or": any_of}
MAX_CONDITIONS = 200
MAX_DEPTH = 8
"""Groups lie within each other so deep; each turn from ``and`` to ``or`` counts as one more."""

Leaf = Callable[[Sequence[Any]], Filter]


def read_filters(filters: Any, leaf: Leaf) -> list[Filter]:
    """The conditions and groups in ``filters``; ``leaf`` reads a single condition. Raises ``DataError``."""
    found = _conditions(filters, leaf, 0)
    known = [item for condition in found for item in _single(condition)]
    if len(known) > MAX_CONDITIONS:
        raise _too_many()
    check_length(sum(len(item.value) for item in known if item.operator in LIST_OPERATORS))
    return found


def _conditions(filters: Any, leaf: Leaf, depth: int) -> list[Filter]:
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(filters, Mapping):
        entries = [_entry(key, value) for key, value in filters.items()]
    elif isinstance(filters, Sequence) and not isinstance(filters, str):
        if _is_single(filters):
            return [leaf(filters)]
        if any(isinstance(item, str) for item in filters):
            return [_joined(filters, leaf, depth)]
        entries = list(filters)
    else:
        raise DataError(_("Filters must be a list of conditions or an object of field names and values."))
    if len(entries) > MAX_CONDITIONS:
        raise _too_many()
    return [_operand(entry, leaf, depth) for entry in entries]


def _is_single(filters: Sequence[Any]) -> bool:
    """Whether ``filters`` is one condition, written without the list around it."""
    return bool(filters) and isinstance(filters[0], str) and len(filters) in (3, 4)


def _entry(key: Any, value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[0], str):
        return [key, value[0], value[1]]
    if isinstance(value, (list, tuple)):
        return [key, "in", value]
    return [key, "=", value]


def _joined(items: Sequence[Any], leaf: Leaf, depth: int) -> Filter:
    joiners = [item.lower() if isinstance(item, str) else "" for item in items[1::2]]
    if len(items) % 2 == 0 or any(joiner not in JOINERS for joiner in joiners):
        raise DataError(_('Conditions are joined by one "and" or "or" between each two of them.'))
    if len(joiners) >= MAX_CONDITIONS:
        raise _too_many()
    found, before = _operand(items[0], leaf, depth), ""
    for joiner, item in zip(joiners, items[2::2], strict=True):
        depth += bool(before) and joiner != before
        if depth > MAX_DEPTH:
            raise _too_deep()
        found, before = JOINERS[joiner]((found, _operand(item, leaf, depth))), joiner
    return found


def _operand(item: Any, leaf: Leaf, depth: int) -> Filter:
    group = isinstance(item, Mapping) or (
        isinstance(item, (list, tuple)) and bool(item) and not isinstance(item[0], str)
    )
    return all_of(_conditions(item, leaf, depth + 1)) if group else leaf(item)


def _single(condition: Filter) -> Iterator[Condition]:
    match condition:
        case Condition():
            yield condition
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _single(item)


def _too_many() -> DataError:
    return DataError(_("A list takes at most {most} conditions.", most=MAX_CONDITIONS))


def _too_deep() -> DataError:
    return DataError(_("Groups of conditions lie at most {most} deep within each other.", most=MAX_DEPTH))
