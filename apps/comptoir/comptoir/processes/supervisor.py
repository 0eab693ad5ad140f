"""Runs the processes of the ``Procfile`` through honcho until one ends or somebody asks to stop."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from honcho.manager import Manager

from comptoir.processes.procfile import read_procfile
from comptoir.processes.supervision import SUPERVISOR_VARIABLE

RETRY_SECONDS = 0.05
STOPPED_ON_REQUEST = (130, 143)


class Supervisor(Manager):  # type: ignore[misc]
    """honcho's manager that calls ``watch`` in a thread once the children are started."""

    def __init__(self, watch: Callable[[Supervisor], None]):
        super().__init__()
        self._watch = watch

    def terminate(self) -> None:
        """End every process; a moment later where some have not told their pid yet, which honcho does not expect."""
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(RETRY_SECONDS, self.terminate).start()

    @property
    def is_ending(self) -> bool:
        """Whether the processes are being stopped."""
        return bool(self._terminating)

    @property
    def was_asked_to_stop(self) -> bool:
        """Whether the end was wanted: Ctrl-C or a polite signal."""
        return self.returncode in STOPPED_ON_REQUEST

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._watch, args=(self,), daemon=True).start()


def run_procfile(
    root: Path, lock: Path, environ: Mapping[str, str], watch: Callable[[Supervisor], None]
) -> Supervisor:
    """Run every process of ``root/Procfile`` until the end; returns the supervisor that knows how it went."""
    supervisor = Supervisor(watch)
    env = os.environ | dict(environ) | {SUPERVISOR_VARIABLE: str(lock), "PYTHONUNBUFFERED": "1"}
    for name, command in read_procfile(root).items():
        supervisor.add_process(name, command, env=env, cwd=str(root))
    supervisor.loop()
    return supervisor
