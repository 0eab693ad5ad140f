"""What a read leaves to be done after its answer: a thread of the process calls those who have something to write down."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable

SECONDS = 0.5
_flushes: list[Callable[[], object]] = []
_flushing = threading.Lock()
_starting = threading.Lock()
_thread: list[threading.Thread] = []


def each_time(flush: Callable[[], object]) -> None:
    """Have ``flush`` called twice a second from the first ``wake`` on, and when the process ends."""
    _flushes.append(flush)


def flush_all() -> None:
    """Write down everything there is, now; where the thread is at it, wait for its end."""
    with _flushing:
        for flush in _flushes:
            flush()


def wake() -> None:
    """There is something to write down."""
    if _thread and _thread[0].is_alive():
        return
    with _starting:
        if not (_thread and _thread[0].is_alive()):
            _thread[:] = [threading.Thread(target=_run, name="after-reads", daemon=True)]
            _thread[0].start()


def _run() -> None:
    while True:
        time.sleep(SECONDS)
        flush_all()


def _begin_anew() -> None:
    """In a process that was forked: whoever held a lock, or worked through it, stayed with the parent."""
    global _flushing, _starting
    _flushing, _starting = threading.Lock(), threading.Lock()
    _thread.clear()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(flush_all)
