"""Ending with the process that started us, however it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

SUPERVISOR_VARIABLE = "COMPTOIR_SUPERVISOR"
STOP_SECONDS = 8


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
