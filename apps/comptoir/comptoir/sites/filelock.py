"""Exclusive locks on files, for what only one process of a machine may do at a time.

POSIX record locks: the kernel frees them however the holder ends, and forks do not inherit them. Never open a
locked file a second time in the same process: closing any handle frees the lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


class FileLock:
    """An exclusive lock on a file that can carry a note about its holder."""

    def __init__(self, path: Path):
        self.path = path
        self._file: IO[str] | None = None

    def acquire(self, wait: float = 0.0) -> bool:
        """Take the lock, trying for ``wait`` seconds. Whether it is ours."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._file = file
                return True
            except OSError:
                if time.monotonic() >= deadline:
                    file.close()
                    return False
                time.sleep(0.05)

    def note(self, **values: Any) -> None:
        """Say who holds the lock, for those it refuses. Does nothing without the lock."""
        if self._file is not None:
            self._file.truncate(0)
            json.dump(values, self._file)
            self._file.flush()

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def read_note(path: Path) -> dict[str, Any]:
    """What the holder of the lock at ``path`` said about itself; stays behind where it was killed."""
    try:
        value = json.loads(path.read_text() or "{}")
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def draft_of(path: Path) -> Path:
    """Where what will be ``path`` is written; stays behind where the writer was killed, until the next one."""
    return path.with_name(f".{path.name}.part")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone that becomes ``path`` when the block ends well; one writer at a time."""
    draft = draft_of(path)
    while True:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_at(draft, file):
                continue  # it became the file of the writer that was waited for
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
            return


def _is_at(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Mark the file or folder ``path`` as one that somebody works on, until the block or the process ends."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_in_use(path: Path) -> bool:
    """Whether somebody works on ``path``; what nobody does was left behind by a process that was killed."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
