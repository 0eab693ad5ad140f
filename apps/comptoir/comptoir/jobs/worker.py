"""The worker process: takes jobs from the queues and runs each in a child of its own.

On a stop it lets a running job finish for ``GRACE`` seconds, then takes it down: no job outlives its worker.
"""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

import redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from comptoir.jobs.queue import QUEUES

HEARTBEAT = 30
GRACE = 3


class JobWorker(Worker):
    """RQ's forking worker with a deadline on stopping."""

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the running job, or ``GRACE`` seconds from now."""
        signal.signal(signal.SIGALRM, self._give_up)
        signal.alarm(GRACE)
        super().request_stop(signum, frame)

    def stop_now(self) -> None:
        """Take the running job down at once."""
        if self.horse_pid:
            self.kill_horse()

    def _give_up(self, signum: int, frame: FrameType | None) -> None:
        self.stop_now()


def make_worker(connection: redis.Redis, queues: tuple[str, ...] = tuple(QUEUES)) -> JobWorker:
    """A worker for ``queues``, in order of precedence."""
    return JobWorker(
        [Queue(name, connection=connection, serializer=JSONSerializer) for name in queues],
        connection=connection,
        name=f"worker.{socket.gethostname()}.{os.getpid()}",
        serializer=JSONSerializer,
        worker_ttl=HEARTBEAT + 15,
    )
