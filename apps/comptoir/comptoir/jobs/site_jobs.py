"""The jobs of one site, for those who look after it: what waits, runs, failed and ended, and what can be done about it.

Redis holds the jobs of every site in the same queues. A site finds its own by an index, and touches no other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import redis
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.jobs.progress import PROGRESS
from comptoir.jobs.queue import FAILURE_SECONDS, JOBS, QUEUES, RESULT_SECONDS, connection_of, push
from comptoir.jobs.retrying import DONE
from comptoir.sentences import _
from comptoir.sites import Site

QUEUED, RETRYING, RUNNING, FAILED = "queued", "retrying", "running", "failed"
CANCELLED, FINISHED = "cancelled", "finished"
STATES: Mapping[JobStatus, str] = {
    JobStatus.QUEUED: QUEUED,
    JobStatus.DEFERRED: QUEUED,
    JobStatus.SCHEDULED: RETRYING,
    JobStatus.STARTED: RUNNING,
    JobStatus.FAILED: FAILED,
    JobStatus.STOPPED: CANCELLED,
    JobStatus.CANCELED: CANCELLED,
    JobStatus.FINISHED: FINISHED,
}
MOST = 500
"""Jobs that are shown at once where no page is asked for."""
ENDED = (FAILED, CANCELLED, FINISHED)


@dataclass(frozen=True, slots=True)
class SiteJob:
    """A job as it is now. ``error`` is the traceback of its last attempt, ``progress`` what it said of itself."""

    name: str
    state: str
    method: str
    user: str
    queue: str
    arguments: Mapping[str, Any]
    attempts: int
    timeout: int
    queued: datetime | None
    started: datetime | None
    ended: datetime | None
    worker: str
    progress: Mapping[str, Any] | None
    error: str


def jobs_of(
    site: Site, states: Iterable[str] = (), start: int = 0, limit: int = 50
) -> tuple[list[SiteJob], dict[str, int]]:
    """The newest jobs in one of ``states`` (in any where none is named), and how many there are in each."""
    connection = connection_of(site)
    wanted = frozenset(states)
    found, counts = [], dict.fromkeys(STATES.values(), 0)
    for name, state in _states(connection, site.name):
        counts[state] += 1
        if not wanted or state in wanted:
            found.append(name)
    page = Job.fetch_many(found[start : start + limit], connection=connection, serializer=JSONSerializer)
    return [_view(job) for job in page if job is not None], counts


def counts_of(site: Site, since: timedelta) -> dict[str, int]:
    """How many jobs that were queued within ``since`` there are in each state."""
    counts = dict.fromkeys(STATES.values(), 0)
    for _name, state in _states(connection_of(site), site.name, time.time() - since.total_seconds()):
        counts[state] += 1
    return counts


def job_of(site: Site, name: str) -> SiteJob:
    """The job ``name`` of ``site``. Raises ``DoesNotExistError``."""
    return _view(_fetch(site, name))


def cancel(site: Site, name: str) -> None:
    """Take a job off its queue, or stop it where it runs: what it did in its transaction is undone."""
    job = _fetch(site, name)
    state = STATES[job.get_status()]
    if state in ENDED:
        raise ValidationError(_("The job {name} has ended and cannot be cancelled.", name=name))
    if state == RUNNING:
        try:
            send_stop_job_command(connection_of(site), name, serializer=JSONSerializer)
        except InvalidJobOperation as error:
            raise ValidationError(_("The job {name} has just ended.", name=name)) from error
        return
    job.cancel()
    connection_of(site).expire(job.key, RESULT_SECONDS)


def run_again(site: Site, name: str) -> None:
    """Queue a job that failed or was cancelled once more, as the user who asked for it."""
    job = _fetch(site, name)
    if STATES[job.get_status()] not in (FAILED, CANCELLED):
        raise ValidationError(_("Only a job that failed or was cancelled can be run again."))
    payload, queue = dict(job.kwargs), job.origin if job.origin in QUEUES else "default"
    push(connection_of(site), payload, queue=queue, timeout=int(job.timeout or QUEUES[queue]), name=name)


def discard(site: Site, name: str) -> None:
    """Forget a job that has ended."""
    job = _fetch(site, name)
    if STATES[job.get_status()] not in ENDED:
        raise ValidationError(_("The job {name} has not ended. Cancel it first.", name=name))
    job.delete()
    connection_of(site).zrem(JOBS + site.name, name)


def tidy(site: Site) -> None:
    """Take the names of jobs that Redis has forgotten out of the index."""
    connection = connection_of(site)
    connection.zremrangebyscore(JOBS + site.name, 0, time.time() - FAILURE_SECONDS - RESULT_SECONDS)
    _states(connection, site.name)


def _states(connection: redis.Redis, site: str, since: float = 0) -> list[tuple[str, str]]:
    """The jobs of ``site``, newest first, each with its state; those that are gone leave the index."""
    listed = cast("list[bytes]", connection.zrevrangebyscore(JOBS + site, "+inf", since))
    names = [name.decode() for name in listed]
    with connection.pipeline(transaction=False) as together:
        for name in names:
            together.hget(Job.key_for(name), "status")
        known = list(zip(names, together.execute(), strict=True))
    gone = [name for name, text in known if text is None]
    if gone:
        connection.zrem(JOBS + site, *gone)
    return [(name, STATES.get(JobStatus(text.decode()), QUEUED)) for name, text in known if text is not None]


def _fetch(site: Site, name: str) -> Job:
    try:
        job = Job.fetch(name, connection=connection_of(site), serializer=JSONSerializer)
    except (NoSuchJobError, ValueError):
        job = None
    if job is None or job.kwargs.get("site") != site.name:
        raise DoesNotExistError(_("There is no job {name} on this site.", name=name))
    return job


def _view(job: Job) -> SiteJob:
    state = STATES.get(job.get_status(refresh=False), QUEUED)
    result = job.latest_result() if state in (FAILED, CANCELLED, RETRYING) else None
    return SiteJob(
        name=job.id,
        state=state,
        method=str(job.kwargs.get("method", "")),
        user=str(job.kwargs.get("user", "")),
        queue=job.origin,
        arguments=job.kwargs.get("kwargs") or {},
        attempts=int(job.meta.get(DONE, 0)),
        timeout=int(job.timeout or 0),
        queued=job.enqueued_at,
        started=job.started_at,
        ended=job.ended_at,
        worker=job.worker_name or "",
        progress=job.meta.get(PROGRESS),
        error=(result.exc_string or "") if result is not None else "",
    )
