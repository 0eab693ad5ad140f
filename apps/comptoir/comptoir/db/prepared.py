"""A statement made ready once: its text, the values bound to it, and how the driver's values become Python ones.

Building and compiling a SQLAlchemy statement costs more than running most of the queries of a request. The text is
SQLAlchemy's own, so identifiers and dialects are its business as ever, and values travel as bound parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]
Values = tuple[Any, ...]
LARGEST = 256


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled statement. ``values`` are in the order of the text, as the driver takes them."""

    sql: str
    keys: tuple[str, ...]
    values: Values
    places: Mapping[str, tuple[Sequence[int], Convert | None]]
    """Where a named parameter stands, maybe several times, and how its value is given to the driver."""
    readers: tuple[tuple[int, Convert], ...]
    """Which columns the driver does not give as Python values, and what makes them so."""

    def bound(self, values: Mapping[str, Any]) -> Prepared:
        """The same statement with these values of the parameters it names."""
        chosen = list(self.values)
        for name, value in values.items():
            places, convert = self.places[name]
            for place in places:
                chosen[place] = _given(value, convert)
        return Prepared(self.sql, self.keys, tuple(chosen), self.places, self.readers)

    def given(self, values: Mapping[str, Any]) -> Values:
        """What the driver is given for ``values``, which name every parameter."""
        chosen = list(self.values)
        for name, (places, convert) in self.places.items():
            value = values[name]
            if convert is not None and value is not None:
                value = convert(value)
            for place in places:
                chosen[place] = value
        return tuple(chosen)

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


def prepare(statement: sa.SelectBase, dialect: sa.Dialect) -> Prepared:
    """``statement`` made ready for ``dialect``, with the values it was built with."""
    return _prepared(statement, dialect, list(statement.selected_columns))


def prepare_write(statement: sa.Insert | sa.Update, dialect: sa.Dialect) -> Prepared:
    """A write of one row, every value of which is a named parameter."""
    return _prepared(statement, dialect, [])


def _prepared(
    statement: sa.SelectBase | sa.UpdateBase, dialect: sa.Dialect, columns: Sequence[sa.ColumnElement[Any]]
) -> Prepared:
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
        keys=tuple(str(column.key) for column in columns),
        values=tuple(_given(state.parameters[name], converts[name]) for name in names),
        places={name: (places, converts[name]) for name, places in standing.items()},
        readers=tuple(_readers(columns, dialect)),
    )


def padded(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """``values`` for an IN, in portions of 1, 2, 4 ... of them: few lengths, few statements. The last is repeated."""
    for start in range(0, len(values), LARGEST):
        portion = list(values[start : start + LARGEST])
        size = 1 << (len(portion) - 1).bit_length()
        yield portion + portion[-1:] * (size - len(portion))


def _given(value: Any, convert: Convert | None) -> Any:
    return value if convert is None or value is None else convert(value)


def _binder(bind: sa.BindParameter[Any], dialect: sa.Dialect) -> Convert | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _readers(columns: Iterable[sa.ColumnElement[Any]], dialect: sa.Dialect) -> Iterable[tuple[int, Convert]]:
    for index, column in enumerate(columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield index, convert
