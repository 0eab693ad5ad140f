"""Jobs whose worker died: queued again while they may be tried again, else kept among the failed."""

from __future__ import annotations

from typing import cast

import redis
from rq import Worker
from rq.executions import Execution
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer

from comptoir.jobs.health import process_of
from comptoir.jobs.queue import QUEUES


def rescue(connection: redis.Redis) -> int:
    """Take the jobs of dead workers up. How many.

    A worker of another machine counts as dead when its heartbeat is overdue, one of this machine at once.
    """
    return sum(_rescue(connection, name) for name in QUEUES)


def _rescue(connection: redis.Redis, queue: str) -> int:
    registry = StartedJobRegistry(queue, connection=connection, serializer=JSONSerializer)
    entries = cast("list[bytes]", connection.zrange(registry.key, 0, -1))
    left = [entry for entry in entries if not _is_worked_on(connection, entry.decode())]
    if left:
        connection.zadd(registry.key, dict.fromkeys(left, 0), xx=True)
        registry.cleanup()
    return len(left)


def _is_worked_on(connection: redis.Redis, entry: str) -> bool:
    execution = Execution.from_composite_key(entry, connection)
    try:
        execution.refresh()
    except ValueError:
        return False
    worker = Worker.find_by_key(
        Worker.redis_worker_namespace_prefix + execution.worker_name, connection=connection
    )
    return worker is not None and process_of(worker).alive
