"""The shape of a query, apart from the values in its conditions: what is compiled once and run with many values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from comptoir.bounded import Bounded
from comptoir.db.collation import fold, needs_folding
from comptoir.db.prepared import Prepared, prepare
from comptoir.query.model import (
    After,
    And,
    Begins,
    Condition,
    Filter,
    Fixed,
    Matching,
    Names,
    Not,
    Or,
    Query,
    Within,
)

LIFTED = frozenset({"=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "between"})
MOST = 2000
MOST_VALUES = 100
"""A longer list of values is not worth remembering: hardly two are as long."""

Compile = Callable[[Query], sa.Select[Any]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stood. ``folds`` is what the compiler has to know of it."""

    place: int
    folds: bool = False

    @property
    def name(self) -> str:
        """The parameter with the value."""
        return f"value_{self.place}"

    @property
    def folded(self) -> str:
        """The parameter with the folded value."""
        return f"folded_{self.place}"


class PreparedQueries:
    """Compiled queries by their shape, for one site and one state of its metadata."""

    def __init__(self) -> None:
        self._known: Bounded[Any, Prepared] = Bounded(MOST)

    def get(self, query: Query, kind: Any, compile: Compile, dialect: sa.Dialect) -> Prepared:
        """``query`` ready to run. ``kind`` tells apart what ``compile`` may make of one query."""
        values: list[Any] = []
        shape = _shape(query, values)
        if len(values) > MOST_VALUES:
            return prepare(compile(query), dialect)
        key = (kind, shape)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = prepare(compile(shape), dialect)
        return found.bound(_parameters(values, found)) if values else found


def _shape(query: Query, values: list[Any]) -> Query:
    where = _lifted(query.where, values)
    behind = tuple((via, _shape(names, values)) for via, names in query.behind)
    return replace(query, where=where, behind=behind)


def _parameters(values: list[Any], prepared: Prepared) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for place, value in enumerate(values):
        slot = Slot(place)
        if slot.name in prepared.places:
            parameters[slot.name] = value
        if slot.folded in prepared.places:
            parameters[slot.folded] = fold(value)
    return parameters


def _lifted(where: Filter, values: list[Any]) -> Filter:
    """``where`` with slots in place of values, which are appended to ``values``."""
    match where:
        case Condition(value=Fixed()):
            return where
        case Condition(operator=operator, value=value) if operator in LIFTED:
            return replace(where, value=_slots(value, values))
        case And(items=items):
            return And(tuple(_lifted(item, values) for item in items))
        case Or(items=items):
            return Or(tuple(_lifted(item, values) for item in items))
        case Not(item=item):
            return Not(_lifted(item, values))
        case After(orders=orders, values=keys):
            return After(orders, tuple(None if key is None else _slot(key, values) for key in keys))
        case Within(query=query):
            return replace(where, query=_shape(query, values))
        case Begins(bounds=bounds):
            return replace(where, bounds=_slots(bounds, values))
        case Matching(wanted=wanted):
            return replace(where, wanted=_slot(wanted, values))
        case _:
            return where


def _slots(value: Any, values: list[Any]) -> Any:
    """An empty text stays, because it asks another question than a value does."""
    if isinstance(value, Names):
        return Names(replace(_slot(name, values), folds=False) for name in value)
    if isinstance(value, tuple):
        return tuple(_slots(item, values) for item in value)
    if value is None or value == "":
        return value
    return _slot(value, values)


def _slot(value: Any, values: list[Any]) -> Slot:
    values.append(value)
    return Slot(len(values) - 1, needs_folding(value))
