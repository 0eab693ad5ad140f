"""A migration that does a bit of everything; run as a program, it kills itself before statement N.

python migration_to_kill.py '{"type": "sqlite", "path": "..."}' N
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from comptoir.db import DatabaseSettings, create_engine, table_for
from comptoir.meta.model import DocType, Field
from comptoir.schema import Progress, apply, desired, diff, inspect

ROWS = 60
BEFORE = DocType(
    "Thing",
    fields=(
        Field("count", "Data"),
        Field("day", "Data"),
        Field("title", "Data"),
        Field("price", "Int"),
        Field("code", "Data"),
        Field("old", "Data", unique=True, not_nullable=True),
    ),
)
AFTER = DocType(
    "Thing",
    fields=(
        Field("count", "Int"),
        Field("day", "Date"),
        Field("title", "Small Text"),
        Field("price", "Data"),
        Field("code", "Data", unique=True),
        Field("status", "Select", default="Open"),
        Field("client", "Link", options="Client"),
    ),
)
OTHER = DocType("Other", fields=(Field("client", "Link"), Field("done", "Check")))


def rows_before() -> list[dict[str, Any]]:
    """What the table holds before the migration."""
    return [
        {
            "name": f"row-{n:03}",
            "count": "" if n % 5 == 0 else str(n),
            "day": None if n % 7 == 0 else f"2024-01-{n % 28 + 1:02}",
            "title": f"Título {n}",
            "price": n * 10,
            "code": f"C-{n}",
            "old": f"O-{n}",
        }
        for n in range(ROWS)
    ]


def fill(engine: sa.Engine) -> None:
    """Make the table as it was, with its rows."""
    apply(engine, diff(inspect(engine), desired([BEFORE])))
    with engine.connect() as connection:
        connection.execute(sa.insert(table_for(BEFORE)), rows_before())


def main(address: str, statement: int) -> None:
    """Apply the migration up to ``statement``, then die as if the machine had lost its power."""
    values = json.loads(address)
    if "path" in values:
        values["path"] = Path(values["path"])
    engine = create_engine(DatabaseSettings(**values))
    numbers = itertools.count()

    def die(_: Progress) -> None:
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    apply(engine, diff(inspect(engine), desired([AFTER, OTHER])), progress=die)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
