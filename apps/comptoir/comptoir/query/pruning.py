"""Leaving out of a filter what a query cannot meet, since it says itself what a column is equal to.

A companion is seen if its subject is: one question for every doctype. Who asks for the companions of one doctype
asks one of them, and the database is not given ninety.
"""

from __future__ import annotations

from collections.abc import Mapping

from comptoir.db.collation import fold
from comptoir.query.model import NOTHING, And, Column, Condition, Filter, Fixed, Or, all_of, any_of

Stated = Mapping[Column, str]


def stated_by(where: Filter) -> dict[Column, str]:
    """The texts that columns must be equal to wherever ``where`` holds, folded as the database compares them."""
    items = where.items if isinstance(where, And) else (where,)
    return {
        item.column: fold(item.value)
        for item in items
        if isinstance(item, Condition) and item.operator == "=" and isinstance(item.value, str) and item.value
    }


def pruned(where: Filter, stated: Stated) -> Filter:
    """``where`` without the alternatives that contradict what is ``stated``."""
    match where:
        case Condition(column=column, operator=operator, value=value) if column in stated:
            return where if _may_hold(operator, value, stated[column]) else NOTHING
        case And(items=items):
            return all_of(pruned(item, stated) for item in items)
        case Or(items=items):
            return any_of(pruned(item, stated) for item in items)
        case _:
            return where


def _may_hold(operator: str, value: object, stated: str) -> bool:
    if operator == "=" and isinstance(value, str) and value:
        return bool(fold(value) == stated)
    if operator == "in" and isinstance(value, tuple | Fixed):
        return any(not isinstance(one, str) or not one or fold(one) == stated for one in value)
    return not (operator == "is" and value == "not set")
