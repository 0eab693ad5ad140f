"""Putting jobs on a queue. Payloads are JSON, so a queue never carries code."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import redis
from rq import Queue, Retry
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from comptoir.context import Context
from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.jobs.retrying import Retries
from comptoir.sentences import _
from comptoir.sites import Bench, Site
from comptoir.sites.bench import redis_url

QUEUES: Mapping[str, int] = {"short": 300, "default": 300, "long": 1500}
"""Name -> seconds a job may take where the caller says nothing."""

PARKED = "comptoir:parked:"
"""Before a site's name: the key of the jobs that wait for the end of its maintenance."""
DUE = "comptoir:due"
"""The sorted set of what recurs, by when it is due."""
PLANS = "comptoir:plans"
"""By site, what recurs on it."""
JOBS = "comptoir:jobs:"
"""Before a site's name: the key of the names of its jobs, by when they were queued."""
RUN_JOB = "comptoir.jobs.run.run_job"
RESULT_SECONDS = 24 * 3600
FAILURE_SECONDS = 30 * 24 * 3600
INTERRUPTED = Retries()
"""How often a job is tried whose worker died."""
_WAITING = (JobStatus.QUEUED, JobStatus.STARTED, JobStatus.DEFERRED, JobStatus.SCHEDULED)


def enqueue(
    ctx: Context,
    method: str,
    queue: str = "default",
    timeout: int | None = None,
    job_id: str | None = None,
    enqueue_after_commit: bool = True,
    at_front: bool = False,
    **kwargs: Any,
) -> str:
    """Run ``method`` (a dotted name) with ``kwargs`` later, on ``ctx``'s site as ``ctx``'s user and within its key.

    A job whose ``job_id`` waits or runs already on this site is not queued twice. Returns what Redis knows it by.
    """
    if queue not in QUEUES:
        raise ValidationError(
            _("There is no queue {queue!r}. Choose from: {queues}.", queue=queue, queues=tuple(QUEUES))
        )
    run = secrets.token_hex(16)
    name = key_of(ctx.site.name, job_id) if job_id else run
    payload = {"site": ctx.site.name, "user": ctx.user, "method": method, "kwargs": _plain(method, kwargs)}
    payload |= {"lang": ctx.lang, "run": run}
    if ctx.narrowing is not None:
        payload["key"] = ctx.narrowing.name
    ctx.db.require_writing()
    site, seconds = ctx.site, timeout or QUEUES[queue]

    def send() -> None:
        push(connection_of(site), payload, queue=queue, timeout=seconds, name=name, at_front=at_front)

    if enqueue_after_commit and ctx.db.in_transaction:
        ctx.db.on_commit(send)
    else:
        send()
    return name


def push(
    connection: redis.Redis,
    payload: Mapping[str, Any],
    *,
    queue: str,
    timeout: int,
    name: str = "",
    at_front: bool = False,
    keep: int = RESULT_SECONDS,
) -> None:
    """Hand one job to Redis now; where one called ``name`` waits or runs already, that one is enough."""
    target = Queue(queue, connection=connection, serializer=JSONSerializer)
    name = name or secrets.token_hex(16)
    if not _make_room(name, connection):
        return
    try:
        target.enqueue_call(
            RUN_JOB,
            kwargs=dict(payload),
            timeout=timeout,
            result_ttl=keep,
            failure_ttl=FAILURE_SECONDS,
            description=f"{payload['method']} on {payload['site']}",
            job_id=name,
            unique=True,
            at_front=at_front,
            retry=Retry(INTERRUPTED.attempts - 1, INTERRUPTED.intervals()),
        )
        connection.zadd(JOBS + str(payload["site"]), {name: time.time()})
    except DuplicateJobError:
        return
    except redis.ConnectionError as error:
        raise ServiceUnavailableError(_("The job queue does not answer; the job was not queued.")) from error


def is_waiting(site: Site, job_id: str) -> bool:
    """Whether the job of this name waits or runs on the site."""
    try:
        job = Job.fetch(key_of(site.name, job_id), connection=connection_of(site), serializer=JSONSerializer)
    except NoSuchJobError:
        return False
    return job.get_status() in _WAITING


def forget_jobs(bench: Bench, site: str) -> None:
    """Forget the jobs of the site called ``site``, and what recurs on it: one made later under its name is another one."""
    url = bench.redis_url()
    if not url:
        return
    connection = connect(url)
    names = [name.decode() for name in cast("list[bytes]", connection.zrange(JOBS + site, 0, -1))]
    for job in Job.fetch_many(names, connection=connection, serializer=JSONSerializer):
        if job is not None:
            job.delete()
    connection.delete(PARKED + site, JOBS + site)
    connection.hdel(PLANS, site)


def connection_of(site: Site) -> redis.Redis:
    """The Redis server of the installation ``site`` belongs to."""
    url = redis_url(site.path.parent)
    if not url:
        raise ServiceUnavailableError(
            _("No job queue is running. Start it with ./bench start, or configure redis_url.")
        )
    return connect(url)


@lru_cache(maxsize=8)
def connect(url: str) -> redis.Redis:
    """The client of this process for ``url``; its pool is shared by all threads."""
    return redis.Redis.from_url(url, health_check_interval=30)


def key_of(site: str, job_id: str) -> str:
    """What Redis knows the job by that ``site`` calls ``job_id``: RQ takes letters, digits, dashes and underscores only."""
    return hashlib.sha256(f"{site}|{job_id}".encode()).hexdigest()


def _make_room(name: str, connection: redis.Redis) -> bool:
    """Whether ``name`` is free; the record of a job that ended is removed."""
    try:
        job = Job.fetch(name, connection=connection, serializer=JSONSerializer)
    except NoSuchJobError:
        return True
    if job.get_status() in _WAITING:
        return False
    job.delete()
    return True


def _plain(method: str, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in kwargs.items():
        try:
            json.dumps(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                _(
                    "The argument {name} of the job {method} is a {kind}, which JSON cannot carry. Pass a name or a number instead.",
                    name=name,
                    method=method,
                    kind=type(value).__name__,
                )
            ) from error
    return dict(kwargs)
