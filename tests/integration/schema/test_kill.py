"""A migration whose process is killed loses nothing, and the next one finishes it."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.db import DatabaseSettings, create_engine, table_for
from comptoir.schema import Progress, apply, desired, diff, inspect

from . import migration_to_kill as migration

SAMPLES = 5


def statements(engine: sa.Engine) -> int:
    """How many statements the whole migration has."""
    seen: list[Progress] = []
    migration.fill(engine)
    apply(engine, diff(inspect(engine), desired([migration.AFTER, migration.OTHER])), progress=seen.append)
    return len(seen)


def killed_run(settings: DatabaseSettings, statement: int) -> None:
    """Run the migration in a process of its own, which dies before ``statement``."""
    values = {name: value for name, value in asdict(settings).items() if value}
    done = subprocess.run(
        [sys.executable, migration.__file__, json.dumps(values, default=str), str(statement)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert -signal.SIGKILL == done.returncode, done.stderr


def rows_after() -> list[tuple[Any, ...]]:
    """Count, day, title, price, code, status and old of every row, once the migration is done."""
    return [
        (
            int(row["count"] or 0),
            dt.date.fromisoformat(row["day"]) if row["day"] else None,
            row["title"],
            str(row["price"]),
            row["code"],
            "Open",
            row["old"],
        )
        for row in migration.rows_before()
    ]


def read(engine: sa.Engine) -> list[tuple[Any, ...]]:
    table = table_for(migration.AFTER)
    old: sa.ColumnClause[str] = sa.column("old")
    names = ("count", "day", "title", "price", "code", "status")
    statement = sa.select(*(table.c[name] for name in names), old).order_by(table.c.name)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]


class TestAKilledMigration:
    @pytest.mark.parametrize("sample", range(SAMPLES))
    def test_is_finished_by_the_next_one(self, databases: Any, db_type: str, sample: int) -> None:
        with databases.fresh(db_type) as rehearsal:
            engine = create_engine(rehearsal)
            total = statements(engine)
            engine.dispose()
        share = range(total * sample // SAMPLES, total * (sample + 1) // SAMPLES)
        statement = random.choice(share)
        with databases.fresh(db_type) as settings:
            engine = create_engine(settings)
            migration.fill(engine)
            engine.dispose()
            killed_run(settings, statement)
            wanted = desired([migration.AFTER, migration.OTHER])
            with engine.connect() as connection:
                left = diff(inspect(connection), wanted)
            assert not left.is_empty, f"killed before statement {statement} of {total}"
            apply(engine, left)
            assert diff(inspect(engine), wanted).is_empty
            assert rows_after() == read(engine), f"killed before statement {statement} of {total}"
            engine.dispose()


class TestAnUnfinishedRebuild:
    def test_leaves_no_table_behind(self, tmp_path: Path) -> None:
        settings = DatabaseSettings("sqlite", path=tmp_path / "site.sqlite3")
        engine = create_engine(settings)
        migration.fill(engine)
        engine.dispose()
        killed_run(settings, 6)
        with engine.connect() as connection:
            names = set(connection.execute(sa.text("SELECT name FROM sqlite_master")).scalars())
        engine.dispose()
        assert {name for name in names if name.startswith("__rebuild_")} == set()
