"""Whatever is declared, in whatever order it changes: the second run is empty and safe changes lose no value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from comptoir.db import create_engine, table_for
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.schema import DataInTheWayError, Plan, apply, desired, diff, inspect
from comptoir.schema.plan import ChangeColumns
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIELDNAMES = ("alpha", "beta", "gamma", "delta", "select")
STORED = [name for name in fieldtypes.REGISTRY.names() if fieldtypes.get(name).storage is not None]
CAN_BE_UNIQUE = ("Data", "Link", "Int", "Date")
VALUES = {
    "varchar": "40",
    "text": "40",
    "longtext": "40",
    "tinyint": 1,
    "int": 40,
    "bigint": 40,
    "decimal": 0.5,
    "date": "2024-02-29",
    "datetime": "2024-02-29 00:00:00.000000",
    "time": "10:20:30.000000",
}


@st.composite
def fields(draw: st.DrawFn) -> tuple[Field, ...]:
    made = []
    for name in draw(st.lists(st.sampled_from(FIELDNAMES), unique=True)):
        fieldtype = draw(st.sampled_from(STORED))
        made.append(
            Field(
                name,
                fieldtype,
                length=draw(st.sampled_from((0, 20, 200, 1000))) if fieldtype == "Data" else 0,
                search_index=draw(st.booleans()),
                not_nullable=draw(st.booleans()),
                unique=fieldtype in CAN_BE_UNIQUE and draw(st.integers(0, 5)) == 0,
                default=draw(st.sampled_from((None, "1", "40", "Today"))),
            )
        )
    # A unique column cannot be longer than an index is wide.
    return tuple(f if f.length < 769 else Field(f.fieldname, "Data", length=f.length) for f in made)


@st.composite
def doctypes(draw: st.DrawFn) -> tuple[DocType, ...]:
    names = draw(st.lists(st.sampled_from(("Thing", "Row", "Other")), unique=True, min_size=1))
    return tuple(DocType(name, fields=draw(fields()), istable=name == "Row") for name in names)


@contextmanager
def opened(databases: Any, db_type: str) -> Iterator[sa.Engine]:
    """An engine on a database of this example alone."""
    with databases.fresh(db_type) as fresh:
        engine = create_engine(fresh)
        try:
            yield engine
        finally:
            engine.dispose()


def insert(connection: sa.Connection, doctype: DocType) -> None:
    columns = table_for(doctype).columns
    row = {
        field.fieldname: VALUES[storage.kind]
        for field in doctype.value_fields
        if (storage := fieldtypes.get(field.fieldtype).column(field)) is not None
    }
    table = sa.table(doctype.table, *(sa.column(column.name) for column in columns))
    connection.execute(sa.delete(table))
    connection.execute(sa.insert(table).values({"name": "one", **row}))
    connection.execute(sa.insert(table).values({"name": "two"}))


def changed_columns(plan: Plan, *, safely: bool) -> set[tuple[str, str]]:
    """The columns whose type ``plan`` changes, ``safely`` or not."""
    return {
        (step.table, change.old.name)
        for step in plan.steps
        if isinstance(step, ChangeColumns)
        for change in step.changes
        if change.old.type != change.new.type and change.is_safe == safely
    }


def contents(connection: sa.Connection) -> dict[tuple[str, str, str], Any]:
    """Every value in the tables of doctypes, by table, column and name of the row."""
    found: dict[tuple[str, str, str], Any] = {}
    for name, table in inspect(connection).tables.items():
        columns = sa.select(*(sa.column(column.name) for column in table.columns))
        for row in connection.execute(columns.select_from(sa.table(name))).mappings():
            found |= {
                (name, column, row["name"]): value for column, value in row.items() if value is not None
            }
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(doctypes(), min_size=2, max_size=3))
def test_any_history_of_declarations(
    databases: Any, db_type: str, history: list[tuple[DocType, ...]]
) -> None:
    with opened(databases, db_type) as engine, engine.connect() as connection:
        for declared in history:
            wanted = desired(declared)
            plan = diff(inspect(connection), wanted)
            before = contents(connection)
            widened, checked = (changed_columns(plan, safely=safely) for safely in (True, False))
            try:
                apply(engine, plan)
            except DataInTheWayError:
                assert before == contents(connection)
                break
            again = diff(inspect(connection), wanted)
            assert again.is_empty, f"{plan.render()}\n\nthen\n\n{again.render()}"
            after = contents(connection)
            same = {key for key in before if key[:2] not in widened | checked}
            assert {key: before[key] for key in same} == {key: after[key] for key in same}
            assert {key for key in before if key[:2] in widened} <= after.keys()
            for doctype in declared:
                insert(connection, doctype)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=doctypes(), second=doctypes())
def test_with_the_flag_nothing_is_left_over(
    databases: Any, db_type: str, first: tuple[DocType, ...], second: tuple[DocType, ...]
) -> None:
    with opened(databases, db_type) as engine:
        apply(engine, diff(inspect(engine), desired(first)))
        apply(engine, diff(inspect(engine), desired(second)), allow_destructive=True)
        assert () == diff(inspect(engine), desired(second)).steps
