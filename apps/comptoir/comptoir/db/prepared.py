"""A SELECT made ready once: its text, the values bound to it, and how the driver's values become Python ones.

Building and compiling a SQLAlchemy statement costs more than running most of the queries of a request. The text is
SQLAlchemy's own, so identifiers and dialects are its business as ever, and values travel as bound parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled SELECT. ``values`` are in the order of the text, as the driver takes them."""

    sql: str
    keys: tuple[str, ...]
    values: Values
    places: Mapping[str, tuple[Sequence[int], Convert | None]]
    """Where a named parameter stands, maybe several times, and how its value is given to the driver."""
    readers: tuple[tuple[int, Convert], ...]
    """Which columns the driver does not give as Python values, and what makes them so."""

    def bound(self, values: Mapping[str, Any]) -> Prepared:
        """The same SELECT with these values of the parameters it names."""
        chosen = list(self.values)
        for name, value in values.items():
            places, convert = self.places[name]
            for place in places:
                chosen[place] = _given(value, convert)
        return Prepared(self.sql, self.keys, tuple(chosen), self.places, self.readers)

    def read(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """The driver's rows in Python values."""
        if not self.readers:
            return rows
        found: list[Sequence[Any]] = []
        for row in rows:
            changed = list(row)
            for index, convert in self.readers:
                changed[index] = convert(changed[index])
            found.append(changed)
        return found


def prepare(statement: sa.Select[Any] | sa.CompoundSelect[Any], dialect: sa.Dialect) -> Prepared:
    """``statement`` made ready for ``dialect``, with the values it was built with."""
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    state = compiled.construct_expanded_state()
    converts = {name: _binder(bind, dialect) for name, bind in compiled.binds.items()}
    for name, parts in state.parameter_expansion.items():
        converts |= dict.fromkeys(parts, converts[name])
    names: Sequence[str] = state.positiontup or ()
    standing: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        standing.setdefault(name, []).append(place)
    return Prepared(
        sql=state.statement,
        keys=tuple(str(column.key) for column in statement.selected_columns),
        values=tuple(_given(state.parameters[name], converts[name]) for name in names),
        places={name: (places, converts[name]) for name, places in standing.items()},
        readers=tuple(_readers(statement.selected_columns, dialect)),
    )


def _given(value: Any, convert: Convert | None) -> Any:
    return value if convert is None or value is None else convert(value)


def _binder(bind: sa.BindParameter[Any], dialect: sa.Dialect) -> Convert | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _readers(columns: Iterable[sa.ColumnElement[Any]], dialect: sa.Dialect) -> Iterable[tuple[int, Convert]]:
    for index, column in enumerate(columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield index, convert
