"""Schema: what the database should hold, what it holds, and the plan between the two.

- ``desired(doctypes)`` and ``inspect(connection)`` give a ``Snapshot``;
- ``diff(current, desired)`` gives a ``Plan``, a value that prints itself;
- ``apply(engine, plan)`` carries it out, can be killed anywhere and run again; a second run is empty.

Nothing stored is dropped without ``allow_destructive``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comptoir.schema.applying import Applied, Progress, apply, apply_within
    from comptoir.schema.data_checks import DataInTheWayError, problems
    from comptoir.schema.declared import desired, table_of
    from comptoir.schema.difference import diff
    from comptoir.schema.engine_tables import ENGINE_TABLES
    from comptoir.schema.inspection import inspect
    from comptoir.schema.model import Column, Index, Snapshot, SqlType, Table
    from comptoir.schema.plan import Plan, Step

__all__ = [
    "ENGINE_TABLES",
    "Applied",
    "Column",
    "DataInTheWayError",
    "Index",
    "Plan",
    "Progress",
    "Snapshot",
    "SqlType",
    "Step",
    "Table",
    "apply",
    "apply_within",
    "desired",
    "diff",
    "inspect",
    "problems",
    "table_of",
]

_WHERE = {
    "ENGINE_TABLES": "engine_tables",
    "Applied": "applying",
    "Column": "model",
    "DataInTheWayError": "data_checks",
    "Index": "model",
    "Plan": "plan",
    "Progress": "applying",
    "Snapshot": "model",
    "SqlType": "model",
    "Step": "plan",
    "Table": "model",
    "apply": "applying",
    "apply_within": "applying",
    "desired": "declared",
    "diff": "difference",
    "inspect": "inspection",
    "problems": "data_checks",
    "table_of": "declared",
}
"""Imported with the first use: a web process that only reads starts without."""


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    return value
