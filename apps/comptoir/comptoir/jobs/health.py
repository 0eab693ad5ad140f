"""Whether the parts that run jobs are alive: Redis, workers, schedulers, and how much work waits."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import redis
from rq import Queue, Worker
from rq.cron import CronScheduler
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from comptoir.jobs.queue import DUE, QUEUES

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
    oldest: dict[str, float] = field(default_factory=dict)
    """Seconds for which the first job of each queue that holds any has waited."""
    late: float = 0.0
    """Seconds by which what recurs is overdue."""
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
        queues = [Queue(name, connection=connection, serializer=JSONSerializer) for name in QUEUES]
        return Health(
            redis_version=version,
            workers=tuple(_workers(connection)),
            schedulers=tuple(_schedulers(connection)),
            waiting={queue.name: queue.count for queue in queues},
            oldest=dict(_oldest(queues)),
            late=_late(connection),
            failed=sum(len(queue.failed_job_registry) for queue in queues),
        )
    except redis.RedisError as error:
        return Health(problem=f"Redis does not answer: {error}")


def _oldest(queues: Iterable[Queue]) -> Iterable[tuple[str, float]]:
    for queue in queues:
        first = queue.get_jobs(0, 1)
        if first and first[0].enqueued_at is not None:
            yield queue.name, (datetime.now(UTC) - _aware(first[0].enqueued_at)).total_seconds()


def _late(connection: redis.Redis) -> float:
    first = cast("list[tuple[bytes, float]]", connection.zrange(DUE, 0, 0, withscores=True))
    return max(0.0, time.time() - first[0][1]) if first else 0.0


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
