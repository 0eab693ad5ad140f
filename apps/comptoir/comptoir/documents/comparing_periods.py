"""A report beside itself one period earlier: which period is meant, and which groups stand beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from comptoir.context import Context
from comptoir.documents.reporting import DAYS, Dimension, Group, Report
from comptoir.errors import DataError
from comptoir.meta.model import column_field
from comptoir.query import Condition, Parser
from comptoir.query.periods import first_of, moved, period_before, steps_between
from comptoir.sentences import Label, _


@dataclass(frozen=True, slots=True)
class Compared:
    """The period that a filter names, and the one before it."""

    fieldname: str
    period: tuple[date, date]
    before: tuple[date, date]
    report: Report
    """The report of the period before."""

    def beside(self, dimensions: Sequence[Dimension], keys: tuple[Any, ...]) -> tuple[Any, ...]:
        """The keys of the group that one of the period before stands beside: the third month beside the third."""
        return tuple(self._moved(dimension, key) for dimension, key in zip(dimensions, keys, strict=True))

    def _moved(self, dimension: Dimension, key: Any) -> Any:
        unit = dimension.period
        if unit is None or dimension.field.fieldname != self.fieldname or not isinstance(key, date):
            return key
        passed = steps_between(first_of(self.before[0], unit), key, unit)
        return moved(first_of(self.period[0], unit), passed, unit)


def compared(ctx: Context, report: Report) -> Compared:
    """``report`` and the period before it, of the first filter that names a period. Raises where none does."""
    filters = _listed(report.filters)
    parser = Parser(report.meta, ctx.site.registry.get, ctx.clock.now)
    for place, entry in enumerate(filters):
        condition = parser.filters([entry])
        if not isinstance(condition, Condition) or condition.operator != "between":
            continue
        column = condition.column
        own = column_field(report.meta, column.name)
        if column.via or own is None or own.fieldtype not in DAYS:
            continue
        period = (_day(condition.value[0]), _day(condition.value[1]))
        before = period_before(*period)
        earlier = [column.name, "between", [day.isoformat() for day in before]]
        others = [*filters[:place], earlier, *filters[place + 1 :]]
        return Compared(column.name, period, before, replace(report, filters=others))
    raise DataError(
        _(
            "To compare with the period before, filter {doctype} by a period, such as this month.",
            doctype=Label(report.meta.name),
        )
    )


def merged(groups: list[Group], earlier: list[Group], beside: Any) -> list[tuple[Group, Group | None]]:
    """Each group with that of the period before; one that is no more has empty numbers."""
    before = {beside(group.keys): group for group in earlier}
    pairs: list[tuple[Group, Group | None]] = [(group, before.pop(group.keys, None)) for group in groups]
    for keys, group in before.items():
        nothing: list[Any] = [[] if isinstance(value, list) else None for value in group.values]
        pairs.append((Group(keys, nothing), group))
    return pairs


def _listed(filters: Any) -> list[Any]:
    """``filters`` as a list of conditions, one for each."""
    if not filters:
        return []
    if isinstance(filters, Mapping):
        return [{key: value} for key, value in filters.items()]
    flat = isinstance(filters[0], str) and len(filters) in (3, 4)
    return [list(filters)] if flat else list(filters)


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
