"""The query value and its filter tree. Frozen, hashable where their values are, and free of SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

Operator = Literal[
    "=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is", "between", "timespan",
    "previous", "next", "ancestors of", "descendants of", "not ancestors of", "not descendants of",
    "descendants of (inclusive)",
]  # fmt: skip
OPERATORS: tuple[str, ...] = (
    "=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is", "between", "timespan",
    "previous", "next", "ancestors of", "descendants of", "not ancestors of", "not descendants of",
    "descendants of (inclusive)",
)  # fmt: skip
AGGREGATES = ("count", "sum", "avg", "min", "max")
Period = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that metadata knows.

    ``via`` is empty for a column of the queried doctype, a Link field for ``branch.address``, or a Table field
    for a column of its child rows.
    """

    doctype: str
    name: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``count(*)`` where ``column`` is None, else ``function(column)``."""

    function: str
    column: Column | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What rows are grouped by: the values of ``column``, or the first days of the periods its days lie in.

    An empty text counts as none.
    """

    column: Column
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """One column of the answer, under the key ``label``."""

    expression: Column | Aggregate | GroupKey
    label: str


class Fixed(tuple[Any, ...]):
    """Values of an ``in`` that come from metadata and roles: they belong to the shape of a query, as its columns do."""

    __slots__ = ()


class Names(tuple[Any, ...]):
    """Values of an ``in`` that are names as they are stored: compared as the column compares, without other spellings."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """``column operator value``; the value is already of the column's Python type."""

    column: Column
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class And:
    """All of ``items``; nothing to fulfil where empty."""

    items: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Any of ``items``."""

    items: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of ``item``."""

    item: Filter


@dataclass(frozen=True, slots=True)
class Nothing:
    """No row at all."""


@dataclass(frozen=True, slots=True)
class After:
    """Rows that come later in ``orders`` than a row with these ``values``; empty sorts before everything."""

    orders: tuple[Order, ...]
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The values of ``columns`` are together a row of the answer to ``query``: a sub-select."""

    columns: tuple[Column, ...]
    query: Query


@dataclass(frozen=True, slots=True)
class Begins:
    """Documents one of whose words in the word index lies between ``bounds``. ``few`` tells how to look for them."""

    bounds: tuple[Any, Any]
    few: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """Documents that the search index finds; ``wanted`` is a question in the words of the database's index."""

    wanted: Any


Filter = Condition | And | Or | Not | Nothing | After | Within | Begins | Matching
NOTHING = Nothing()


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a column, an aggregate, or a label of the answer."""

    expression: Column | Aggregate | GroupKey
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to read from ``doctype``. ``limit`` None means all."""

    doctype: str
    fields: tuple[Select, ...]
    where: Filter = And()
    order_by: tuple[Order, ...] = ()
    group_by: tuple[Column | GroupKey, ...] = ()
    limit: int | None = 20
    offset: int = 0
    distinct: bool = False
    behind: tuple[tuple[str, Query], ...] = ()
    """For a Link field that columns are looked up through: the names it may lead to. Others count as absent."""

    def narrowed(self, extra: Filter | None) -> Query:
        """This query with ``extra`` demanded as well."""
        return self if extra is None else replace(self, where=all_of((self.where, extra)))

    def filter_columns(self) -> Iterator[Column]:
        """Columns named by filters, grouping and order: reading those reveals them."""
        yield from conditions_columns(self.where)
        for expression in (*self.group_by, *(order.expression for order in self.order_by)):
            if isinstance(expression, Column):
                yield expression
            elif expression.column is not None:
                yield expression.column


def all_of(items: Iterable[Filter]) -> Filter:
    """The conjunction, flattened."""
    flat: list[Filter] = []
    for item in items:
        if isinstance(item, And):
            flat.extend(item.items)
        else:
            flat.append(item)
    if any(isinstance(item, Nothing) for item in flat):
        return NOTHING
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(items: Iterable[Filter]) -> Filter:
    """The disjunction, flattened; ``NOTHING`` where there is no item."""
    kept: list[Filter] = []
    for item in items:
        if isinstance(item, Or):
            kept.extend(item.items)
        elif not isinstance(item, Nothing):
            kept.append(item)
    if not kept:
        return NOTHING
    if any(isinstance(item, And) and not item.items for item in kept):
        return And()
    return kept[0] if len(kept) == 1 else Or(tuple(kept))


def conditions_columns(where: Filter) -> Iterator[Column]:
    """Every column a filter names."""
    match where:
        case Condition(column=column):
            yield column
        case Within(columns=columns):
            yield from columns
        case And(items=items) | Or(items=items):
            for item in items:
                yield from conditions_columns(item)
        case Not(item=item):
            yield from conditions_columns(item)
        case After(orders=orders):
            yield from (order.expression for order in orders if isinstance(order.expression, Column))
        case Begins() | Matching() | Nothing():
            return
