"""Whether the parts that run jobs are alive: Redis, workers, schedulers, and how much work waits."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import redis
from rq import Queue, Worker
from rq.cron import CronScheduler
from rq.worker import BaseWorker

from comptoir.jobs.queue import QUEUES

STALE_SECONDS = 130


@dataclass(frozen=True, slots=True)
class ProcessHealth:
    """One worker or scheduler that registered itself."""

    name: str
    pid: int
    born: datetime
    seconds_since_heartbeat: float
    alive: bool


@dataclass(frozen=True, slots=True)
class Health:
    """What was found; ``problem`` is a sentence where Redis does not answer."""

    redis_version: str = ""
    workers: tuple[ProcessHealth, ...] = ()
    schedulers: tuple[ProcessHealth, ...] = ()
    waiting: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    problem: str = ""

    @property
    def has_worker(self) -> bool:
        """Whether a worker beats."""
        return any(worker.alive for worker in self.workers)

    @property
    def has_scheduler(self) -> bool:
        """Whether a scheduler beats."""
        return any(scheduler.alive for scheduler in self.schedulers)


def health(connection: redis.Redis | None) -> Health:
    """The present state of the job system behind ``connection``."""
    if connection is None:
        return Health(problem="No Redis is configured or running.")
    try:
        version = str(connection.info("server")["redis_version"])
        queues = [Queue(name, connection=connection) for name in QUEUES]
        return Health(
            redis_version=version,
            workers=tuple(_workers(connection)),
            schedulers=tuple(_schedulers(connection)),
            waiting={queue.name: queue.count for queue in queues},
            failed=sum(len(queue.failed_job_registry) for queue in queues),
        )
    except redis.RedisError as error:
        return Health(problem=f"Redis does not answer: {error}")


def _workers(connection: redis.Redis) -> Iterable[ProcessHealth]:
    for worker in Worker.all(connection=connection):
        yield process_of(worker)


def process_of(worker: BaseWorker) -> ProcessHealth:
    """How ``worker`` is."""
    return _process(worker.name, worker.hostname, worker.pid, worker.birth_date, worker.last_heartbeat)


def _schedulers(connection: redis.Redis) -> Iterable[ProcessHealth]:
    for scheduler in CronScheduler.all(connection):
        yield _process(
            scheduler.name, scheduler.hostname, scheduler.pid, scheduler.created_at, scheduler.last_heartbeat
        )


def _process(
    name: str, host: str | None, pid: int | None, born: datetime | None, beat: datetime | None
) -> ProcessHealth:
    now = datetime.now(UTC)
    age = (now - _aware(beat)).total_seconds() if beat else float("inf")
    here = host == socket.gethostname()
    return ProcessHealth(
        name=name,
        pid=pid or 0,
        born=_aware(born) if born else now,
        seconds_since_heartbeat=age,
        alive=age < STALE_SECONDS and (not here or _exists(pid)),
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _exists(pid: int | None) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
