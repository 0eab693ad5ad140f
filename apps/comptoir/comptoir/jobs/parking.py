"""Jobs of a site that is being maintained: kept in Redis in their order, and queued again when it is over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import redis
from rq import get_current_job

from comptoir.jobs.queue import PARKED, QUEUES, connection_of, push
from comptoir.sites import Site

SITES = "comptoir:parked"
"""The key of the names of the sites for which jobs are kept."""


def park(site: Site, payload: Mapping[str, Any]) -> None:
    """Keep the running job for later."""
    job = get_current_job()
    queue = job.origin if job is not None and job.origin in QUEUES else "default"
    timeout = int(job.timeout) if job is not None and job.timeout else QUEUES[queue]
    entry = {"payload": payload, "queue": queue, "timeout": timeout}
    connection = connection_of(site)
    connection.rpush(PARKED + site.name, json.dumps(entry))
    connection.sadd(SITES, site.name)


def parked_sites(connection: redis.Redis) -> set[str]:
    """The names of the sites for which jobs are kept."""
    return {name.decode() for name in cast("set[bytes]", connection.smembers(SITES))}


def unpark(connection: redis.Redis, site: str) -> int:
    """Queue what was kept for ``site``; how many jobs there were.

    A job leaves the list after it was queued: if this process dies in between it runs twice, never not at all.
    """
    connection.srem(SITES, site)
    count = 0
    while (kept := connection.lindex(PARKED + site, 0)) is not None:
        entry = json.loads(str(kept, "utf-8") if isinstance(kept, bytes) else str(kept))
        push(connection, entry["payload"], queue=entry["queue"], timeout=entry["timeout"])
        connection.lpop(PARKED + site)
        count += 1
    return count
