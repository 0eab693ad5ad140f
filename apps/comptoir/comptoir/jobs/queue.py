"""Putting jobs on a queue. Payloads are JSON, so a queue never carries code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import redis
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from comptoir.context import Context
from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.sentences import _
from comptoir.sites import Bench, Site

QUEUES: Mapping[str, int] = {"short": 300, "default": 300, "long": 1500}
"""Name -> seconds a job may take where the caller says nothing."""

PARKED = "comptoir:parked:"
"""Before a site's name: the key of the jobs that wait for the end of its maintenance."""
RUN_JOB = "comptoir.jobs.run.run_job"
RESULT_SECONDS = 500
FAILURE_SECONDS = 30 * 24 * 3600
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
) -> None:
    """Run ``method`` (a dotted name) with ``kwargs`` later, on ``ctx``'s site as ``ctx``'s user and within its key.

    A job whose ``job_id`` waits or runs already on this site is not queued twice.
    """
    if queue not in QUEUES:
        raise ValidationError(
            _("There is no queue {queue!r}. Choose from: {queues}.", queue=queue, queues=tuple(QUEUES))
        )
    payload = {"site": ctx.site.name, "user": ctx.user, "method": method, "kwargs": _plain(method, kwargs)}
    if ctx.narrowing is not None:
        payload["key"] = ctx.narrowing.name
    ctx.db.require_writing()
    site, seconds = ctx.site, timeout or QUEUES[queue]

    def send() -> None:
        push(connection_of(site), payload, queue=queue, timeout=seconds, job_id=job_id, at_front=at_front)

    if enqueue_after_commit and ctx.db.in_transaction:
        ctx.db.on_commit(send)
    else:
        send()


def push(
    connection: redis.Redis,
    payload: Mapping[str, Any],
    *,
    queue: str,
    timeout: int,
    job_id: str | None = None,
    at_front: bool = False,
) -> None:
    """Hand one job to Redis now. ``job_id`` is any text, and means a job of the payload's site."""
    target = Queue(queue, connection=connection, serializer=JSONSerializer)
    key = _key(str(payload["site"]), job_id) if job_id else None
    if key is not None and not _make_room(key, connection):
        return
    try:
        target.enqueue_call(
            RUN_JOB,
            kwargs=dict(payload),
            timeout=timeout,
            result_ttl=RESULT_SECONDS,
            failure_ttl=FAILURE_SECONDS,
            description=f"{payload['method']} on {payload['site']}",
            job_id=key,
            unique=key is not None,
            at_front=at_front,
        )
    except DuplicateJobError:
        return
    except redis.ConnectionError as error:
        raise ServiceUnavailableError(_("The job queue does not answer; the job was not queued.")) from error


def is_waiting(site: Site, job_id: str) -> bool:
    """Whether the job of this name waits or runs on the site."""
    try:
        job = Job.fetch(_key(site.name, job_id), connection=connection_of(site), serializer=JSONSerializer)
    except NoSuchJobError:
        return False
    return job.get_status() in _WAITING


def forget_jobs(bench: Bench, site: str) -> None:
    """Take what waits for the site called ``site`` off the queues: one made later under its name is another one."""
    url = bench.redis_url()
    if not url:
        return
    connection = connect(url)
    for name in QUEUES:
        queue = Queue(name, connection=connection, serializer=JSONSerializer)
        for job in queue.get_jobs():
            if job.kwargs.get("site") == site:
                job.delete()
    connection.delete(PARKED + site)


def connection_of(site: Site) -> redis.Redis:
    """The Redis server of the installation ``site`` belongs to."""
    url = Bench(site.root, site.path.parent).redis_url()
    if not url:
        raise ServiceUnavailableError(
            _("No job queue is running. Start it with ./bench start, or configure redis_url.")
        )
    return connect(url)


@lru_cache(maxsize=8)
def connect(url: str) -> redis.Redis:
    """The client of this process for ``url``; its pool is shared by all threads."""
    return redis.Redis.from_url(url, health_check_interval=30)


def _key(site: str, job_id: str) -> str:
    """RQ takes letters, digits, dashes and underscores only."""
    return hashlib.sha256(f"{site}|{job_id}".encode()).hexdigest()


def _make_room(key: str, connection: redis.Redis) -> bool:
    """Whether ``key`` is free; the record of a job that ended is removed."""
    try:
        job = Job.fetch(key, connection=connection, serializer=JSONSerializer)
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
