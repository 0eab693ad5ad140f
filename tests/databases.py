"""Databases for tests: fresh empty ones, and quick copies of a filled one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from comptoir.db import DatabaseSettings, create_engine
from comptoir.schema import Snapshot, inspect
from sqlalchemy.schema import CreateSchema, DropSchema

from .services import Services

DATA_DEFINITIONS = (
    "create_table",
    "alter_table",
    "drop_table",
    "rename_table",
    "create_index",
    "drop_index",
    "drop_db",
)


class Databases:
    """Makes and drops databases for one worker of the test run, whose names start with ``prefix``."""

    def __init__(self, services: Services, folder: Path, prefix: str):
        self._services = services
        self._folder = folder
        self._prefix = prefix
        self._numbers = itertools.count(1)

    @contextmanager
    def fresh(self, db_type: str) -> Iterator[DatabaseSettings]:
        """An empty database for the length of a block."""
        name = f"{self._prefix}_{next(self._numbers)}"
        if db_type == "sqlite":
            yield DatabaseSettings("sqlite", path=self._folder / f"{name}.sqlite3")
            return
        settings = self.mariadb(name)
        with self.server() as connection:
            connection.execute(CreateSchema(name))
        try:
            yield settings
        finally:
            with self.server() as connection:
                connection.execute(DropSchema(name, if_exists=True))

    def mariadb(self, name: str) -> DatabaseSettings:
        """The settings of the MariaDB database ``name``; an empty name addresses the server."""
        service = self._services.mariadb()
        return DatabaseSettings("mariadb", name=name, user="root", socket=service.socket)

    @contextmanager
    def server(self) -> Iterator[sa.Connection]:
        """A connection to the MariaDB server, in no database."""
        engine = create_engine(self.mariadb(""))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


class MariaDBCopy:
    """A copy of database ``template`` under another name, brought back to the template's state between tests.

    The server counts changed rows per table (``userstat``) and definitions, so only what a test touched is made again.
    """

    def __init__(self, databases: Databases, template: str, name: str):
        self._databases = databases
        self._template = template
        self._name = name
        self._definitions = -1
        self._changes: dict[str, int] = {}
        self._snapshot: Snapshot | None = None

    def restore(self) -> None:
        """Make the copy equal to the template."""
        with self._databases.server() as connection:
            if self._snapshot is None or self._is_gone(connection):
                self._copy_all(connection)
            else:
                self._redefine(connection, self._snapshot)
                for table, changes in self._count_changes(connection).items():
                    if changes != self._changes.get(table):
                        self._refill(connection, table)
            self._changes = self._count_changes(connection)
            self._definitions = _count_definitions(connection)

    def _is_gone(self, connection: sa.Connection) -> bool:
        known = sa.text("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = :name")
        return connection.execute(known, {"name": self._name}).first() is None

    def _redefine(self, connection: sa.Connection, wanted: Snapshot) -> None:
        """Bring the tables that a test has defined otherwise back to ``wanted``."""
        if _count_definitions(connection) == self._definitions:
            return
        found = inspect_database(self._databases.mariadb(self._name)).tables
        for table in found.keys() | wanted.tables.keys():
            if found.get(table) == wanted.tables.get(table):
                continue
            _run(connection, "DROP TABLE IF EXISTS {}", _quoted(connection, self._name, table))
            if table in wanted.tables:
                self._copy(connection, table)

    def _copy_all(self, connection: sa.Connection) -> None:
        connection.execute(DropSchema(self._name, if_exists=True))
        connection.execute(CreateSchema(self._name))
        for table in _tables(connection, self._template):
            self._copy(connection, table)
        self._snapshot = inspect_database(self._databases.mariadb(self._name))

    def _copy(self, connection: sa.Connection, table: str) -> None:
        names = _quoted(connection, self._name, table), _quoted(connection, self._template, table)
        _run(connection, "CREATE TABLE {} LIKE {}", *names)
        _run(connection, "INSERT INTO {} SELECT * FROM {}", *names)

    def _refill(self, connection: sa.Connection, table: str) -> None:
        names = _quoted(connection, self._name, table), _quoted(connection, self._template, table)
        _run(connection, "TRUNCATE TABLE {}", names[0])
        _run(connection, "INSERT INTO {} SELECT * FROM {}", *names)

    def _count_changes(self, connection: sa.Connection) -> dict[str, int]:
        """Rows changed so far, by table. The counters are the server's: other copies look at them too."""
        statement = sa.text(
            "SELECT TABLE_NAME, ROWS_CHANGED FROM information_schema.TABLE_STATISTICS"
            " WHERE TABLE_SCHEMA = :name AND ROWS_CHANGED > 0"
        )
        return {
            str(table): int(changes) for table, changes in connection.execute(statement, {"name": self._name})
        }


def inspect_database(settings: DatabaseSettings) -> Snapshot:
    """The tables of the database at ``settings``."""
    engine = create_engine(replace(settings))
    try:
        return inspect(engine)
    finally:
        engine.dispose()


def _count_definitions(connection: sa.Connection) -> int:
    counted = connection.execute(sa.text("SHOW GLOBAL STATUS LIKE 'Com\\_%'")).all()
    wanted = {f"Com_{name}" for name in DATA_DEFINITIONS}
    return sum(int(value) for name, value in counted if name in wanted)


def _tables(connection: sa.Connection, database: str) -> list[str]:
    statement = sa.text(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = :name AND TABLE_TYPE = 'BASE TABLE'"
    )
    return list(connection.execute(statement, {"name": database}).scalars())


def _quoted(connection: sa.Connection, *names: str) -> str:
    quote = connection.dialect.identifier_preparer.quote_identifier
    return ".".join(quote(name) for name in names)


def _run(connection: sa.Connection, statement: str, *names: str) -> sa.CursorResult[Any]:
    return connection.exec_driver_sql(statement.format(*names))
