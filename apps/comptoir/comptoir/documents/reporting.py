"""A report: documents grouped by fields and periods, with their numbers, subtotals and totals.

Totals are asked of the database as groups of their own: an average is not made of averages. Amounts are added within a
currency, never across: their measures are read apart, grouped by the field that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from comptoir.context import Context
from comptoir.documents.grouping import Function, Groups, Measure
from comptoir.documents.listing import get_groups
from comptoir.errors import DataError
from comptoir.meta.model import DocType, Field, column_field
from comptoir.query import Column, GroupKey, ListArgs, Period
from comptoir.sentences import Label, _

MOST_READ = 20_000
"""A report of more groups is asked to be a coarser one."""
MOST_SHOWN = 1000
MOST_ROWS, MOST_COLUMNS, MOST_MEASURES = 2, 1, 5
DAYS = frozenset({"Date", "Datetime"})
GROUPED = DAYS | {
    "Select", "Link", "Dynamic Link", "Data", "Check", "Int", "Rating", "Autocomplete", "Read Only", "Phone", "Color",
}  # fmt: skip
MONEY = "Currency"
ADDITIVE = frozenset({"count", "sum"})
ADDED = frozenset({"Int", "Long Int", "Float", MONEY, "Percent", "Duration", "Rating"})

Amounts = list[tuple[str | None, Any]]
"""A number for each currency; None is the currency of the site."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A field that documents are grouped by; a day by its period."""

    field: Field
    period: Period | None

    def key(self, meta: DocType) -> GroupKey:
        """It as a part of a query."""
        return GroupKey(Column(meta.name, self.field.fieldname), self.period)


@dataclass(frozen=True, slots=True)
class Number:
    """What is counted: documents, or a field; ``currency`` is the field that names the currency of an amount."""

    function: Function
    field: Field | None = None
    currency: str | None = None

    def measure(self, meta: DocType) -> Measure:
        """It as a part of a query."""
        return Measure(self.function, Column(meta.name, self.field.fieldname) if self.field else None)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of some currency."""
        return self.field is not None and self.field.fieldtype == MONEY


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked: rows, columns and numbers, over the documents that filters leave."""

    meta: DocType
    rows: tuple[Dimension, ...]
    columns: tuple[Dimension, ...]
    numbers: tuple[Number, ...]
    filters: Any = None
    or_filters: Any = None

    def dimensions(self, level: tuple[int, int]) -> tuple[Dimension, ...]:
        """What a level is grouped by."""
        return self.rows[: level[0]] + self.columns[: level[1]]

    def levels(self) -> Iterator[tuple[int, int]]:
        """How many rows and columns each level is grouped by, the finest first, the total last."""
        for rows in range(len(self.rows), -1, -1):
            for columns in range(len(self.columns), -1, -1):
                yield rows, columns


@dataclass(slots=True)
class Group:
    """One group: where it stands, and its numbers; a list of ``Amounts`` for money."""

    keys: tuple[Any, ...]
    values: list[Any] = field(default_factory=list)


def read_report(
    meta: DocType, rows: Sequence[Any], columns: Sequence[Any], numbers: Sequence[Any], filters: Any, or_filters: Any
) -> Report:  # fmt: skip
    """The report that texts such as ``closed_on:month`` and ``sum:amount`` describe. Raises ``DataError``."""
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS or len(numbers) > MOST_MEASURES:
        raise DataError(
            _(
                "A report has at most {rows} fields as rows, {columns} as columns and {numbers} numbers.",
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
                numbers=MOST_MEASURES,
            )
        )
    return Report(
        meta,
        tuple(_dimension(meta, text) for text in rows),
        tuple(_dimension(meta, text) for text in columns),
        tuple(_number(meta, text) for text in numbers or ["count"]),
        filters,
        or_filters,
    )


def groups_of(
    ctx: Context, report: Report, level: tuple[int, int], rights: Iterable[str] = ("report",)
) -> list[Group]:
    """The groups of one level. Raises ``PermissionError`` where the actor may not report on what it names."""
    keys = tuple(dimension.key(report.meta) for dimension in report.dimensions(level))
    empty = [_nothing(number) for number in report.numbers]
    found: dict[tuple[Any, ...], Group] = {} if keys else {(): Group((), list(map(_fresh, empty)))}
    for currency, places in _readings(report.numbers):
        numbers = [report.numbers[place] for place in places]
        for name, own, amounts in _read(ctx, report, keys, currency, numbers, rights):
            group = found.setdefault(_same(own), Group(own, list(map(_fresh, empty))))
            for place, value in zip(places, amounts, strict=True):
                _enter(report.numbers[place], group.values, place, name, value)
    return list(found.values())


def _readings(numbers: Sequence[Number]) -> Iterator[tuple[str | None, list[int]]]:
    """What is read by one statement: the field that names the currency, and the places of numbers.

    Counts and sums may be added up over currencies, so with a single field of currencies they are all read at once.
    """
    everything = list(range(len(numbers)))
    named = list(dict.fromkeys(number.currency for number in numbers if number.currency))
    if len(named) == 1 and all(number.function in ADDITIVE for number in numbers):
        yield named[0], everything
        return
    for currency in (None, *named):
        places = [place for place in everything if numbers[place].currency == currency]
        if places:
            yield currency, places


def shown(groups: list[Group]) -> list[Group]:
    """The largest of ``groups`` by their first number, as many as a screen holds."""
    if len(groups) <= MOST_SHOWN:
        return groups
    return sorted(groups, key=_size, reverse=True)[:MOST_SHOWN]


def titles_wanted(report: Report, level: tuple[int, int], groups: Iterable[Group]) -> Mapping[str, set[str]]:
    """The names of linked documents that stand in ``groups`` of a level, by their doctype."""
    targets = [target_of(dimension.field) for dimension in report.dimensions(level)]
    wanted: dict[str, set[str]] = {target: set() for target in targets if target}
    for group in groups:
        for target, key in zip(targets, group.keys, strict=True):
            if target and key:
                wanted[target].add(str(key))
    return wanted


def target_of(field: Field) -> str | None:
    """The doctype whose documents are the values of ``field``."""
    return field.options if field.fieldtype == "Link" else None


def _dimension(meta: DocType, text: Any) -> Dimension:
    name, _colon, period = str(text).partition(":")
    own = _column(meta, name)
    if own is None or own.fieldtype not in GROUPED:
        raise DataError(
            _("{doctype} cannot be grouped by {text!r}.", doctype=Label(meta.name), text=str(text)[:140])
        )
    if own.fieldtype not in DAYS:
        if period:
            raise DataError(_("{label} is no date and has no periods.", label=Label(own.title)))
        return Dimension(own, None)
    periods: dict[str, Period] = {each: each for each in get_args(Period)}
    if (period or "day") not in periods:
        raise DataError(
            _("Dates are grouped by one of {periods}, not by {period!r}.", periods=tuple(periods), period=period[:40])
        )  # fmt: skip
    return Dimension(own, periods[period or "day"])


def _number(meta: DocType, text: Any) -> Number:
    name, _colon, of = str(text).partition(":")
    functions: dict[str, Function] = {each: each for each in get_args(Function)}
    if text == "count":
        return Number("count")
    own = _column(meta, of)
    if name not in functions or name == "count" or own is None or own.fieldtype not in ADDED:
        raise DataError(
            _(
                "{text!r} is no number of {doctype}. Count documents, or take the sum, avg, min or max of a number field.",
                text=str(text)[:140],
                doctype=Label(meta.name),
            )
        )
    return number_of(meta, functions[name], own)


def number_of(meta: DocType, function: Function, own: Field) -> Number:
    """A number of a field; money knows the field that names its currency."""
    named = own.options if own.fieldtype == MONEY and own.options in meta.valid_columns else None
    return Number(function, own, named or None)


def _column(meta: DocType, name: str) -> Field | None:
    return column_field(meta, name) if name in meta.valid_columns else None


def _read(
    ctx: Context, report: Report, keys: tuple[GroupKey, ...], currency: str | None, numbers: list[Number],
    rights: Iterable[str],
) -> Iterator[tuple[str | None, tuple[Any, ...], list[Any]]]:  # fmt: skip
    """The currency, keys and numbers of each row."""
    by = (*keys, GroupKey(Column(report.meta.name, currency))) if currency else keys
    groups = Groups(by, tuple(number.measure(report.meta) for number in numbers))
    args = ListArgs(None, report.filters, report.or_filters, limit=None)
    for row in get_groups(ctx, report.meta.name, groups, args, rights, MOST_READ):
        own = tuple(row[f"key {place}"] for place in range(len(keys)))
        name = row[f"key {len(keys)}"] if currency else None
        yield name, own, [row[f"value {place}"] for place in range(len(numbers))]


def _enter(number: Number, values: list[Any], place: int, currency: str | None, value: Any) -> None:
    if value is None:
        return
    if number.is_money:
        values[place].append((currency, value))
    elif number.function in ADDITIVE:
        values[place] = (values[place] or 0) + value
    else:
        values[place] = value


def _nothing(number: Number) -> Any:
    """A number before anything is read."""
    if number.is_money:
        return []
    return 0 if number.function == "count" else None


def _fresh(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


def _same(keys: tuple[Any, ...]) -> tuple[Any, ...]:
    """``keys`` as databases compare them: two statements may answer with two spellings of one group."""
    return tuple(key.casefold() if isinstance(key, str) else key for key in keys)


def _size(group: Group) -> float:
    first = group.values[0]
    amounts = [amount for _currency, amount in first] if isinstance(first, list) else [first]
    return max((float(amount or 0) for amount in amounts), default=0.0)
