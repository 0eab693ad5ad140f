"""A report as lines of a file: its finest groups, of either time where two are compared, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comptoir.context import Context
from comptoir.desk.titles import titles_of
from comptoir.documents.grouping import Function
from comptoir.documents.reporting import Dimension, Group, Number, Report, target_of, titles_wanted
from comptoir.query import Period
from comptoir.sentences import Label, Sentence, _

PERIOD_WORDS: Mapping[Period, Sentence] = {
    "day": _("day"),
    "week": _("week"),
    "month": _("month"),
    "quarter": _("quarter"),
    "year": _("year"),
}
FUNCTION_WORDS: Mapping[Function, Sentence] = {
    "sum": _("Sum of {label}", label=""),
    "avg": _("Average of {label}", label=""),
    "min": _("Smallest of {label}", label=""),
    "max": _("Largest of {label}", label=""),
}
Pairs = Sequence[tuple[Group, Group | None]]
"""Groups, each with that of the time before."""
Figure = tuple[str | None, Any, Any]
"""The currency of a number, the number, and what it was before."""


def lines_of(
    ctx: Context, asked: Report, level: tuple[int, int], pairs: Pairs, *, compare: bool
) -> Iterator[dict[str, Any]]:
    """The lines of one level, by the titles of their columns; one more for each further currency of a group."""
    dimensions = asked.dimensions(level)
    titles = titles_of(ctx, titles_wanted(asked, level, (group for group, _before in pairs)))
    for group, before in pairs:
        line = _unnamed(ctx, asked, level)
        for dimension, key in zip(dimensions, group.keys, strict=True):
            line[_title(ctx, dimension)] = _readable(ctx, dimension, key, titles)
        past = before.values if before is not None else [None] * len(group.values)
        figures = [_figures(now, then) for now, then in zip(group.values, past, strict=True)]
        for place in range(max(map(len, figures)) or 1):
            told = dict(line)
            for number, found in zip(asked.numbers, figures, strict=True):
                told |= _cells(ctx, number, found[place : place + 1], compare=compare)
            yield told


def ordered(pairs: Pairs) -> Pairs:
    """``pairs`` by their keys: what is no more stands where it would be, not after all others."""
    return sorted(pairs, key=lambda pair: [_rank(key) for key in pair[0].keys])


def number_title(ctx: Context, number: Number) -> str:
    """What people call ``number``."""
    if number.field is None:
        return ctx.say(_("Number of documents"))
    return ctx.say(FUNCTION_WORDS[number.function].filled(label=Label(number.field.title)))


def _rank(key: Any) -> tuple[int, float, str]:
    if key is None:
        return 0, 0, ""
    return (1, key, "") if isinstance(key, int | float) else (2, 0, str(key).casefold())


def _unnamed(ctx: Context, asked: Report, level: tuple[int, int]) -> dict[str, Any]:
    """The cells in front of the numbers, where no group is: the first of rows and of columns say that it is a total."""
    total = ctx.say(_("Total"))
    line: dict[str, Any] = {}
    for dimensions, grouped in ((asked.rows, level[0]), (asked.columns, level[1])):
        for place, dimension in enumerate(dimensions):
            line[_title(ctx, dimension)] = total if place == 0 and not grouped else None
    return line


def _figures(now: Any, before: Any) -> list[Figure]:
    """A number beside the one before; of amounts those of each currency that either time knows."""
    if not isinstance(now, list):
        return [(None, now, before)]
    present, past = dict(now), dict(before or ())
    return [(name, present.get(name), past.get(name)) for name in dict.fromkeys([*present, *past])]


def _cells(ctx: Context, number: Number, figure: Sequence[Figure], *, compare: bool) -> dict[str, Any]:
    currency, now, before = figure[0] if figure else (None, None, None)
    label = number_title(ctx, number)
    cells = {label: now}
    if number.currency:
        cells[f"{label}: {ctx.say(_('Currency'))}"] = currency
    if compare:
        cells[f"{label}: {ctx.say(_('Before'))}"] = before
        cells[f"{label}: {ctx.say(_('Change in %'))}"] = _change(now, before)
    return cells


def _change(now: Any, before: Any) -> float | None:
    """By how many per cent it has grown; None where nothing was."""
    if not before:
        return None
    return round((float(now or 0) - float(before)) / abs(float(before)) * 100, 1)


def _title(ctx: Context, dimension: Dimension) -> str:
    label = ctx.say(dimension.field.title)
    return f"{label} ({ctx.say(PERIOD_WORDS[dimension.period])})" if dimension.period else label


def _readable(ctx: Context, dimension: Dimension, key: Any, titles: Mapping[str, str]) -> Any:
    target = target_of(dimension.field)
    if target:
        return titles.get(f"{target}::{key}", key)
    return ctx.say(key) if dimension.field.fieldtype == "Select" and key else key
