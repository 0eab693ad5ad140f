"""Engines: how SQLite and MariaDB are opened and tuned.

Connections stay in the driver's autocommit mode; ``Database`` opens write transactions explicitly, so a read
costs one statement and no transaction.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import sqlalchemy as sa

from comptoir.db.collation import fold

Dialect = Literal["sqlite", "mariadb"]
BUSY_TIMEOUT_MS = 30_000


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Where a site's data lives. ``path`` is for SQLite, the rest for MariaDB."""

    type: Dialect
    path: Path | None = None
    name: str = ""
    user: str = ""
    password: str = ""
    host: str = ""
    port: int = 3306
    socket: str = ""
    connect_timeout: int = 5
    """Seconds to wait for MariaDB."""

    def url(self, *, existing: bool = False) -> sa.URL:
        """The SQLAlchemy address; of a file that must be ``existing``, SQLite makes none where it is missing."""
        if self.type == "sqlite" and existing:
            return sa.URL.create(
                "sqlite", database=f"file:{quote(str(self.path))}?mode=rw", query={"uri": "true"}
            )
        if self.type == "sqlite":
            return sa.URL.create("sqlite", database=str(self.path))
        query = {"unix_socket": self.socket} if self.socket else {}
        return sa.URL.create(
            "mariadb+mariadbconnector",
            username=self.user or None,
            password=self.password or None,
            host=None if self.socket else (self.host or "127.0.0.1"),
            port=None if self.socket else self.port,
            database=self.name or None,
            query=query,
        )


_COMPILERS: dict[tuple[str, str, int, str], sa.Dialect] = {}


def compiler_of(engine: sa.Engine) -> sa.Dialect:
    """The dialect that statements for ``engine`` are compiled with: one for all databases of a server.

    So the sites of a process share what is compiled from equal declarations.
    """
    url = engine.url
    server = (url.drivername, url.host or "", url.port or 0, str(url.query.get("unix_socket", "")))
    return _COMPILERS.setdefault(server, engine.dialect)


def create_engine(settings: DatabaseSettings, *, pool_size: int = 8, existing: bool = False) -> sa.Engine:
    """An engine for ``settings``; nothing is opened yet, and nothing is made that is not ``existing`` where it must be."""
    options: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        "pool_size": pool_size,
        "max_overflow": 64,
        "pool_reset_on_return": None,
        "query_cache_size": 2000,
    }
    if settings.type == "mariadb":
        options |= {
            "pool_recycle": 1800,
            "pool_pre_ping": False,
            "connect_args": {"connect_timeout": settings.connect_timeout},
        }
    engine = sa.create_engine(settings.url(existing=existing), **options)
    sa.event.listen(engine, "connect", _tune_sqlite if settings.type == "sqlite" else _tune_mariadb)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "cache_size = -16000",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("fold", 1, fold, deterministic=True)


def _tune_mariadb(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    cursor.execute(
        "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'"
    )
    cursor.execute("SET SESSION innodb_lock_wait_timeout = 30")
    cursor.close()
