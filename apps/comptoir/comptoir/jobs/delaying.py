"""Jobs that are queued at a later moment: kept in one sorted set of Redis, released by the scheduler.

Beside them stand those that failed and are tried again, which RQ keeps per queue.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

import redis
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.registry import ScheduledJobRegistry
from rq.serializers import JSONSerializer

from comptoir.context import ADMINISTRATOR, Context
from comptoir.errors import ServiceUnavailableError
from comptoir.jobs.queue import QUEUES, connection_of, push

KEY = "comptoir:delayed"
AT_ONCE = 100
log = logging.getLogger("comptoir.jobs")


def push_later(
    connection: redis.Redis, payload: Mapping[str, Any], seconds: float, queue: str = "default"
) -> None:
    """Queue the job in ``seconds``, once however often this is said; the earliest moment holds."""
    entry = json.dumps({"payload": dict(payload), "queue": queue}, sort_keys=True)
    connection.zadd(KEY, {entry: time.time() + seconds}, lt=True)


def call_at(ctx: Context, method: str, moment: datetime | None) -> None:
    """Call ``method`` as Administrator at ``moment`` of the site's clock, after the commit; None for never.

    Once however often this is said; the earliest moment holds, so ``method`` says itself when it has more to do. Where the
    queue does not answer, what recurs finds it.
    """
    if moment is None:
        return
    site, seconds = ctx.site, (moment - ctx.clock.now()).total_seconds()
    payload = {"site": site.name, "user": ADMINISTRATOR, "method": method, "kwargs": {}}

    def keep() -> None:
        try:
            push_later(connection_of(site), payload, seconds, "short")
        except (ServiceUnavailableError, redis.RedisError) as error:
            log.warning("%s of %s is not called at its moment: %s", method, site.name, error)

    ctx.db.on_commit(keep)


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
