"""The worker process: takes jobs from the queues and runs each in a child of its own.

On a stop it lets a running job finish for ``GRACE`` seconds, then takes it down: no job outlives its worker. Jobs that
other workers left behind when they died are taken up again.
"""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType
from typing import Any

import redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from comptoir.jobs.queue import QUEUES
from comptoir.jobs.rescue import rescue
from comptoir.lifelines import tied_to

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

    def setup_work_horse_signals(self) -> None:
        """Let the process of a job die with its worker, so that nobody runs beside whoever takes the job over."""
        super().setup_work_horse_signals()
        tied_to(self.pid or os.getppid(), signal.SIGKILL)()

    def handle_work_horse_killed(self, job: Job, retpid: int, ret_val: int, rusage: Any) -> None:
        """Read what the killed process wrote to its job before it is judged."""
        super().handle_work_horse_killed(job, retpid, ret_val, rusage)
        job.refresh()

    def run_maintenance_tasks(self) -> None:
        """Take up what dead workers left, now and then."""
        rescue(self.connection)
        super().run_maintenance_tasks()

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
