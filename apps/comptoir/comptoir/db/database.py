"""``Database``: the one connection of a unit of work, and the only door to SQL.

Reads outside a transaction are autocommit. ``begin`` opens the write transaction (``BEGIN IMMEDIATE`` on SQLite,
so a writer never fails half-way for having read first); everything between ``begin`` and ``commit`` is kept or
lost together.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from comptoir.db.engine import BUSY_TIMEOUT_MS, compiler_of
from comptoir.db.prepared import Prepared
from comptoir.errors import QueryDeadlockError, ServiceUnavailableError, ValidationError
from comptoir.foreseen import foreseen

Params = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

logger = logging.getLogger(__name__)

MARIADB_DEADLOCK = 1213
MARIADB_LOCK_WAIT = 1205
_SAVEPOINT = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)


class Database:
    """Executes SQLAlchemy Core statements for one unit of work."""

    def __init__(
        self,
        engine: sa.Engine,
        writer: threading.Lock | None = None,
        guard: Callable[[], None] = lambda: None,
    ):
        """``guard`` is asked when a write begins and before it is kept, and raises where it must not be."""
        self.engine = engine
        self._guard = guard
        self.compiler = compiler_of(engine)
        """What statements are compiled with."""
        self.statements = 0
        self._driver_error = engine.dialect.loaded_dbapi.Error
        self.in_transaction = False
        self.changes = 0
        """How often anything was written or undone: what was read under a lock before is true until then."""
        self.rollbacks = 0
        """How often work was undone: what was read before may have never been."""
        self.uncommitted: dict[str, Any] = {}
        """What this transaction has changed of what the processes keep in memory; forgotten when it ends."""
        self._writer = writer
        self._connection: sa.Connection | None = None
        self._after_commit: list[Callable[[], None]] = []
        self._after_rollback: list[Callable[[], None]] = []
        self._forbidden: Exception | None = None
        self._savepoints = 0
        self._marks: dict[str, int] = {}

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``mariadb``."""
        return "sqlite" if self.engine.dialect.name == "sqlite" else "mariadb"

    @property
    def connection(self) -> sa.Connection:
        """The open connection, checked out of the pool on first use."""
        if self._connection is None:
            self._connection = self.engine.connect()
        return self._connection

    def execute(self, statement: sa.Executable, params: Params = None) -> sa.CursorResult[Any]:
        """Run one statement. Values travel as bound parameters only."""
        self.statements += 1
        if not isinstance(statement, sa.SelectBase):
            self.require_writing()
            self.changes += 1
        try:
            return self.connection.execute(statement, params)
        except OperationalError as error:
            raise self._lock_error(error) or error from error

    def rows(self, prepared: Prepared, *, writes: bool = False) -> Sequence[Sequence[Any]]:
        """The rows of a prepared SELECT, or of what ``writes`` and returns rows, each in the order of its keys."""
        if writes:
            self.require_writing()
        self.statements += 1
        self.changes += writes
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(prepared.sql, prepared.values)
            found = cursor.fetchall()
        except self._driver_error:
            found = self._again(prepared)
        finally:
            cursor.close()
        return prepared.read(found)

    def write(self, prepared: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a prepared write for each of ``rows``, which hold a value for every parameter."""
        self.require_writing()
        values = [prepared.given(row) for row in rows]
        self.changes += 1
        if len(values) == 1:
            self._run(prepared.sql, values[0])
        else:
            self._run(prepared.sql, values, many=True)

    def _again(self, prepared: Prepared) -> Sequence[Any]:
        """Run what the driver refused through SQLAlchemy, which tells a lost connection from a wrong statement."""
        try:
            return self.connection.exec_driver_sql(prepared.sql, prepared.values).all()
        except OperationalError as error:
            raise self._lock_error(error) or error from error

    def _run(self, sql: str, values: Any = (), *, many: bool = False) -> None:
        """Run what answers with no rows. Raises SQLAlchemy's errors."""
        self.statements += 1
        connection = self.connection.connection
        cursor = connection.cursor()
        try:
            if many:
                cursor.executemany(sql, values)
            else:
                cursor.execute(sql, values)
        except self._driver_error as error:
            raise self._wrapped(error, connection, sql, values) from error
        finally:
            cursor.close()

    def _wrapped(self, error: Any, connection: Any, sql: str, values: Any) -> BaseException:
        """What the driver raised as SQLAlchemy's error; a lost connection does not go back to the pool."""
        dialect = self.engine.dialect
        lost = dialect.is_disconnect(error, connection, None)
        if lost:
            self.connection.invalidate(error)
        wrapped = DBAPIError.instance(
            sql, values, error, self._driver_error, connection_invalidated=lost, dialect=dialect
        )
        return (self._lock_error(wrapped) if isinstance(wrapped, OperationalError) else None) or wrapped

    def begin(self, wait_ms: int = BUSY_TIMEOUT_MS) -> None:
        """Open the write transaction, waiting for other writers. Does nothing inside one.

        Raises ``ServiceUnavailableError`` or ``QueryDeadlockError`` where SQLite's other writer does not end in time.
        """
        if self.in_transaction:
            return
        self.require_writing()
        if self._writer is not None and not self._writer.acquire(timeout=wait_ms / 1000):
            raise ServiceUnavailableError()
        try:
            self._open(wait_ms)
        except BaseException:
            self._release_writer()
            raise
        self.in_transaction = True
        try:
            self._guard()
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        """Keep the transaction, then run what was put off until now (jobs, realtime, mail).

        What fails after the commit is logged and does not undo it. Where writing is forbidden nothing was written, and
        what was put off is forgotten as well.
        """
        if self._forbidden is not None:
            self.rollback()
            return
        if self.in_transaction:
            try:
                self._guard()
                self._driver("COMMIT")
            except BaseException:
                self.rollback()
                raise
            self._end()
        callbacks, self._after_commit, self._after_rollback = self._after_commit, [], []
        _follow_up(_together(callbacks), "What follows a commit failed")

    def forbid_writing(self, refusal: Exception) -> None:
        """Raise ``refusal`` whenever this unit of work would write."""
        self._forbidden = refusal

    def permit_writing(self) -> None:
        """Take ``forbid_writing`` back."""
        self._forbidden = None

    def require_writing(self) -> None:
        """Raise where writing is forbidden, for what would change something beside the database."""
        if self._forbidden is not None:
            raise self._forbidden

    def rollback(self) -> None:
        """Forget the transaction and everything put off until its commit."""
        if self.in_transaction:
            try:
                self._driver("ROLLBACK")
            finally:
                self._undone()
                self._end()
        callbacks, self._after_commit, self._after_rollback = self._after_rollback, [], []
        _follow_up(callbacks, "What follows a rollback failed")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo only the block's own changes when it raises."""
        self.begin()
        self._savepoints += 1
        name = f"sp{self._savepoints}"
        pending = len(self._after_commit)
        self._driver(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            if self.in_transaction:
                self._driver(f"ROLLBACK TO SAVEPOINT {name}")
                del self._after_commit[pending:]
                self._undone()
            raise
        if self.in_transaction:
            self._driver(f"RELEASE SAVEPOINT {name}")

    def set_savepoint(self, name: str) -> None:
        """Mark a point of the transaction that ``undo_to`` can return to."""
        self.begin()
        self._driver(f"SAVEPOINT {_savepoint(name)}")
        self._marks[name] = len(self._after_commit)

    def has_savepoint(self, name: str) -> bool:
        """Whether ``undo_to(name)`` is possible."""
        return name in self._marks

    def undo_to(self, name: str) -> None:
        """Undo what was done since ``set_savepoint(name)``; the mark stays."""
        if name not in self._marks:
            raise ValidationError(f"There is no savepoint {name!r} in this transaction.")
        self._driver(f"ROLLBACK TO SAVEPOINT {_savepoint(name)}")
        del self._after_commit[self._marks[name] :]
        self._undone()

    def release_savepoint(self, name: str) -> None:
        """Give up the mark ``name`` and keep what was done since."""
        if self._marks.pop(name, None) is not None:
            self._driver(f"RELEASE SAVEPOINT {_savepoint(name)}")

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` after the commit; at once where no transaction is open and none follows is an error
        the caller makes, so it always waits for ``commit``."""
        self._after_commit.append(callback)

    def on_commit_together(self, handle: Callable[[list[Any]], None], value: Any) -> None:
        """Call ``handle`` once after the commit, with every value it was put off with in the transaction."""
        self._after_commit.append(_Collected(handle, value))

    def on_rollback(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` when the transaction is rolled back."""
        self._after_rollback.append(callback)

    def close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        if self.in_transaction or self._after_rollback:
            self.rollback()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self, wait_ms: int) -> None:
        if self.dialect != "sqlite":
            self._driver("START TRANSACTION")
        elif wait_ms == BUSY_TIMEOUT_MS:
            self._driver("BEGIN IMMEDIATE")
        else:
            self._run(f"PRAGMA busy_timeout = {int(wait_ms)}")
            try:
                self._driver("BEGIN IMMEDIATE", wait_ms)
            finally:
                self._run(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")

    def _driver(self, sql: str, wait_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.changes += 1
        deadline = time.monotonic() + wait_ms / 1000
        while True:
            try:
                return self._run(sql)
            except QueryDeadlockError:
                if not sql.startswith("BEGIN") or time.monotonic() > deadline:
                    raise
                time.sleep(0.005)

    def _undone(self) -> None:
        self.rollbacks += 1
        self.uncommitted = dict.fromkeys(self.uncommitted)

    def _end(self) -> None:
        self.in_transaction = False
        self._savepoints = 0
        self._marks = {}
        self.uncommitted = {}
        self._release_writer()

    def _release_writer(self) -> None:
        if self._writer is not None and self._writer.locked():
            self._writer.release()

    def _lock_error(self, error: OperationalError) -> QueryDeadlockError | None:
        original = error.orig
        if self.dialect == "sqlite":
            busy = "database is locked" in str(original) or "database table is locked" in str(original)
        else:
            busy = getattr(original, "errno", None) in (MARIADB_DEADLOCK, MARIADB_LOCK_WAIT)
        return QueryDeadlockError() if busy else None


def _savepoint(name: str) -> str:
    """``name`` as an identifier: letters, digits and _ only. Raises ``ValidationError``."""
    if not _SAVEPOINT.fullmatch(name):
        raise ValidationError(f"{name[:60]!r} cannot name a savepoint: use letters, digits and _.")
    return f"m_{name}"


@dataclass(frozen=True, slots=True)
class _Collected:
    handle: Callable[[list[Any]], None]
    value: Any

    def __call__(self) -> None:
        self.handle([self.value])


def _together(callbacks: Iterable[Callable[[], None]]) -> Iterator[Callable[[], None]]:
    """The callbacks in their order, then one for each handler of collected values."""
    values: dict[Callable[[list[Any]], None], list[Any]] = {}
    for callback in callbacks:
        if isinstance(callback, _Collected):
            values.setdefault(callback.handle, []).append(callback.value)
        else:
            yield callback
    for handle, collected in values.items():
        yield partial(handle, collected)


def _follow_up(callbacks: Iterable[Callable[[], None]], complaint: str) -> None:
    for callback in callbacks:
        try:
            callback()
        except foreseen():
            logger.exception(complaint)
