"""Processes that end with the one that started them, however that one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def tied_to(parent: int, by: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """What a child of ``parent`` calls first: on Linux the kernel sends it ``by`` when that process dies."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def tie() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, by)
            if os.getppid() != parent:
                os._exit(1)

    return tie
