"""The steps that lead from what a database holds to what is declared. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comptoir.schema.engine_tables import ENGINE_TABLES
from comptoir.schema.fit import fit
from comptoir.schema.model import Column, IndexKey, Snapshot, Table
from comptoir.schema.plan import (
    AddColumn,
    AddIndex,
    AddUnique,
    ChangeColumns,
    ColumnChange,
    CreateTable,
    DropColumn,
    DropIndex,
    DropTable,
    LiftUnique,
    Plan,
    Step,
)

DOCTYPE_PREFIX = "tab"
_ENGINE_NAMES = frozenset(table.name for table in ENGINE_TABLES)


def diff(current: Snapshot, desired: Snapshot) -> Plan:
    """The plan from ``current`` to ``desired``.

    Tables of ``current`` that ``desired`` does not know are leftovers; to compare one doctype only, pass
    ``inspect(connection, desired.tables)``.
    """
    steps: list[Step] = []
    kept: list[Step] = []
    for name in sorted(desired.tables):
        present = current.tables.get(name)
        wanted = fit(desired.tables[name], present, current.dialect)
        if present is None:
            steps.append(CreateTable(wanted))
        else:
            steps += _table_steps(present, wanted)
            kept += _leftovers(present, wanted)
    for name in sorted(current.tables.keys() - desired.tables.keys()):
        if name.startswith(DOCTYPE_PREFIX) and name not in _ENGINE_NAMES:
            kept.append(DropTable(name))
    return Plan((*sorted(steps, key=lambda step: not isinstance(step, CreateTable)), *kept))


def _table_steps(current: Table, wanted: Table) -> Iterator[Step]:
    """Lift, change, add columns, then indexes: each step finds what the ones before it made."""
    held, declared = _by_key(current), _by_key(wanted)
    for index in current.sorted_indexes():
        if index.unique and index.key not in declared and index.is_declared_name:
            yield LiftUnique(current.name, index)
    changes = tuple(_changes(current, wanted))
    if changes:
        yield ChangeColumns(current.name, changes)
    added = tuple(column for column in wanted.columns if current.column(column.name) is None)
    for column in added:
        yield AddColumn(current.name, column)
    for index in wanted.sorted_indexes():
        if index.key in held:
            continue
        if index.unique:
            names = {name.casefold() for name in index.columns}
            yield AddUnique(current.name, index, tuple(column for column in added if column.key in names))
        else:
            yield AddIndex(current.name, index)


def _changes(current: Table, wanted: Table) -> Iterator[ColumnChange]:
    for old in current.columns:
        new = wanted.column(old.name)
        if new is None:
            new = _relaxed(old)
        else:
            new = replace(new, name=old.name, fill=None, primary_key=old.primary_key)
        if new != old:
            yield ColumnChange(old, new)


def _relaxed(column: Column) -> Column:
    """A column nothing declares any more, such that rows which do not mention it can still be inserted."""
    if column.nullable or column.default is not None or column.autoincrement:
        return column
    return replace(column, nullable=True) if not column.primary_key else column


def _leftovers(current: Table, wanted: Table) -> Iterator[Step]:
    declared = _by_key(wanted)
    gone = frozenset(column.key for column in current.columns if wanted.column(column.name) is None)
    for index in current.sorted_indexes():
        lifted = index.unique and index.is_declared_name
        if index.key not in declared and not lifted:
            yield DropIndex(current.name, index)
    for column in current.columns:
        if column.key in gone:
            yield DropColumn(current.name, column)


def _by_key(table: Table) -> frozenset[IndexKey]:
    return frozenset(index.key for index in table.indexes)
