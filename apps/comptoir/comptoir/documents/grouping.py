"""What documents are grouped by, and what is counted of each group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from comptoir.query import Aggregate, Column, GroupKey, Query, Select

Function = Literal["count", "sum", "avg", "min", "max"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each group; of its documents where there is no ``column``."""

    function: Function = "count"
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """One row for each combination of ``keys``, in whose answer they are ``key 0``..., and measures ``value 0``..."""

    keys: tuple[GroupKey, ...]
    measures: tuple[Measure, ...]

    def of(self, query: Query) -> Query:
        """The groups of what ``query`` leaves."""
        keys = tuple(Select(key, f"key {place}") for place, key in enumerate(self.keys))
        values = tuple(
            Select(Aggregate(measure.function, measure.column), f"value {place}")
            for place, measure in enumerate(self.measures)
        )
        return replace(query, fields=(*keys, *values), group_by=self.keys, order_by=())
