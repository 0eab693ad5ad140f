"""Jobs that are queued at a later moment: kept in one sorted set of Redis, released by the scheduler.

Beside them stand those that failed and are tried again, which RQ keeps per queue.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

import redis
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.registry import ScheduledJobRegistry
from rq.serializers import JSONSerializer

from comptoir.jobs.queue import QUEUES, push

KEY = "comptoir:delayed"
AT_ONCE = 100


def push_later(
    connection: redis.Redis, payload: Mapping[str, Any], seconds: float, queue: str = "default"
) -> None:
    """Queue the job in ``seconds``, once however often this is said; the earliest moment holds."""
    entry = json.dumps({"payload": dict(payload), "queue": queue}, sort_keys=True)
    connection.zadd(KEY, {entry: time.time() + seconds}, lt=True)


def release(connection: redis.Redis) -> int:
    """Queue the jobs whose moment has come. How many.

    A job leaves the set after it was queued: if this process dies in between it runs twice, never not at all.
    """
    due = cast("list[bytes]", connection.zrangebyscore(KEY, 0, time.time(), start=0, num=AT_ONCE))
    for text in due:
        entry = json.loads(text)
        push(connection, entry["payload"], queue=entry["queue"], timeout=QUEUES[entry["queue"]])
        connection.zrem(KEY, text)
    return len(due) + sum(_try_again(connection, name) for name in QUEUES)


def _try_again(connection: redis.Redis, name: str) -> int:
    queue = Queue(name, connection=connection, serializer=JSONSerializer)
    registry = ScheduledJobRegistry(queue=queue)
    due = registry.get_jobs_to_schedule(chunk_size=AT_ONCE)
    for job_id in due:
        with suppress(NoSuchJobError):
            queue.enqueue_job(Job.fetch(job_id, connection=connection, serializer=JSONSerializer))
        registry.remove(job_id)
    return len(due)
