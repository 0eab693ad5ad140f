"""Transactions: commit, rollback, savepoints, and what follows them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import TracebackType
from typing import Any

from comptoir.context import current

_numbers = itertools.count(1)


class Savepoint:
    """A mark in the transaction; as a context manager it undoes its block where that raises."""

    def __init__(
        self, name: str | None = None, catch: type[BaseException] | tuple[type[BaseException], ...] = ()
    ):
        self.name = name or f"block{next(_numbers)}"
        self._catch = catch
        self._db = current().db
        self._db.set_savepoint(self.name)

    def __enter__(self) -> Savepoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is not None and self._db.has_savepoint(self.name):
            self._db.undo_to(self.name)
        self._db.release_savepoint(self.name)
        return error is not None and isinstance(error, self._catch)


class Callbacks:
    """``frappe.db.after_commit.add(function)``."""

    def __init__(self, register: Callable[[Callable[[], Any]], None]):
        self._register = register

    def add(self, function: Callable[[], Any]) -> None:
        """Call ``function`` then."""
        self._register(function)

    __call__ = add


class Transaction:
    """The verbs of ``frappe.db`` that keep or undo."""

    def commit(self) -> None:
        """Keep what was written so far."""
        current().db.commit()

    def rollback(self, *, save_point: str | None = None) -> None:
        """Forget what was written since the last commit, or since ``savepoint(save_point)``."""
        if save_point is None:
            current().db.rollback()
        else:
            current().db.undo_to(save_point)

    def savepoint(self, save_point: str | None = None) -> Savepoint:
        """Mark this point for ``rollback(save_point=...)``; or, in a ``with``, undo only the block when it raises."""
        return Savepoint(save_point)

    def release_savepoint(self, save_point: str) -> None:
        """Forget a mark and keep what was done since."""
        current().db.release_savepoint(save_point)

    @property
    def after_commit(self) -> Callbacks:
        """What to call after the commit; what fails then is logged and undoes nothing."""
        return Callbacks(current().db.on_commit)

    @property
    def after_rollback(self) -> Callbacks:
        """What to call when the transaction is rolled back."""
        return Callbacks(current().db.on_rollback)
