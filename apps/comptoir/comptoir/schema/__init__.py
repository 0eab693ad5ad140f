"""Schema: what the database should hold, what it holds, and the plan between the two.

- ``desired(doctypes)`` and ``inspect(connection)`` give a ``Snapshot``;
- ``diff(current, desired)`` gives a ``Plan``, a value that prints itself;
- ``apply(engine, plan)`` carries it out, can be killed anywhere and run again; a second run is empty.

Nothing stored is dropped without ``allow_destructive``.
"""

from comptoir.schema.apply import Applied, Progress, apply, apply_within
from comptoir.schema.data_checks import DataInTheWayError, problems
from comptoir.schema.desired import desired, table_of
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
