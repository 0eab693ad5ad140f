"""Who holds this installation. POSIX record locks: the kernel frees them however the holder ends, and forks do not inherit them.

Never open a locked file a second time in the same process: closing any handle frees the lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

SUPERVISOR_VARIABLE = "COMPTOIR_SUPERVISOR"
STOP_SECONDS = 8


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
        """Say who holds the lock, for those it refuses."""
        if self._file is None:
            raise RuntimeError("A note needs the lock.")
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
    """What the holder of the lock at ``path`` said about itself."""
    try:
        value = json.loads(path.read_text() or "{}")
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def end_with_supervisor(before_exit: Callable[[], None] = lambda: None) -> None:
    """End this process when its supervisor has gone; does nothing where there is none.

    A thread waits for the supervisor's lock, which the kernel frees at its death: no polling, no pid that could
    have been reused. The process gets SIGTERM and ``STOP_SECONDS`` to obey.
    """
    path = os.environ.get(SUPERVISOR_VARIABLE, "")
    if path:
        threading.Thread(target=_wait_and_end, args=(Path(path), before_exit), daemon=True).start()


def _wait_and_end(path: Path, before_exit: Callable[[], None]) -> None:
    with path.open() as file:
        fcntl.lockf(file, fcntl.LOCK_SH)
        fcntl.lockf(file, fcntl.LOCK_UN)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    before_exit()
    os._exit(1)
