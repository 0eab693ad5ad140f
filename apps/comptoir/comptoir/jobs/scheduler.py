"""The scheduler process: RQ's cron scheduler, which only says *when*; the worker finds out *what*.

It queues one small job per due event. That job looks at every site and queues the functions its apps name for the
event under ``scheduler_events`` in ``hooks.py``, so a new site or app needs no restart. Run one per installation.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import redis
from rq import Queue
from rq.cron import CronJob, CronScheduler
from rq.serializers import JSONSerializer
from rq.utils import now

from comptoir.context import ADMINISTRATOR
from comptoir.errors import ComptoirError, ConfigurationError
from comptoir.hooks import read_manifest
from comptoir.jobs.delaying import release
from comptoir.jobs.parking import unpark
from comptoir.jobs.queue import QUEUES, connection_of, key_of, push
from comptoir.sites import Bench, Site
from comptoir.sites.here import here

EVENTS: Mapping[str, str] = {
    "all": "* * * * *",
    "hourly": "0 * * * *",
    "daily": "0 0 * * *",
    "weekly": "0 0 * * 0",
    "monthly": "0 0 1 * *",
}
LONG_SUFFIX = "_long"
log = logging.getLogger("comptoir.jobs")
FIRE = "comptoir.jobs.scheduler.fire"
TICK = "short"


class EventScheduler(CronScheduler):
    """Queues ``fire(event)`` whenever an event is due; payloads are JSON as everywhere else."""

    def __init__(self, connection: redis.Redis, bench: Bench, name: str):
        super().__init__(connection, name=name)
        self._bench = bench

    def enqueue_jobs(self) -> list[CronJob]:
        """Learn new events, then queue those that are due, and the jobs that were put off until now."""
        self._learn()
        release(self.connection)
        moment = now()
        due = [job for job in self.get_jobs() if job.should_run()]
        queue = Queue(TICK, connection=self.connection, serializer=JSONSerializer)
        for job in due:
            queue.enqueue_call(
                FIRE, args=(job.name,), timeout=QUEUES[TICK], result_ttl=0, description=job.name
            )
            job.set_enqueue_time(moment)
        return due

    def _learn(self) -> None:
        known = {job.name for job in self.get_jobs()}
        for event, cron in (dict(EVENTS) | crons(self._bench)).items():
            if event not in known:
                self.get_jobs().append(CronJob(TICK, func=fire, args=(event,), cron=cron, name=event))


def make_scheduler(connection: redis.Redis, bench: Bench) -> EventScheduler:
    """The scheduler of this process."""
    return EventScheduler(connection, bench, f"scheduler.{socket.gethostname()}.{os.getpid()}")


def next_time(event: str) -> datetime:
    """When ``event`` is due next, in UTC."""
    return CronJob(TICK, func=fire, args=(event,), cron=EVENTS[event]).get_next_enqueue_time()


def fire(event: str) -> None:
    """Queue what every site's apps want done at ``event``, as Administrator; a site that fails stops no other."""
    with closing(here()) as bench:
        for name in bench.site_names():
            try:
                _fire(bench.site(name), event)
            except (ComptoirError, redis.ResponseError):
                log.exception("%s on %s was not queued", event, name)


def _fire(site: Site, event: str) -> None:
    if site.config.maintenance_mode:
        return
    connection = connection_of(site)
    if event in EVENTS:
        unpark(connection, site.name)
    for method, queue in wanted(site.config.installed_apps, event):
        payload = {"site": site.name, "user": ADMINISTRATOR, "method": method, "kwargs": {}}
        push(
            connection,
            payload,
            queue=queue,
            timeout=QUEUES[queue],
            name=key_of(site.name, f"{event} {method}"),
        )


def wanted(apps: Iterable[str], event: str) -> list[tuple[str, str]]:
    """The (function, queue) pairs the ``hooks.py`` of ``apps`` name for ``event``."""
    found: list[tuple[str, str]] = []
    for app in apps:
        events = read_manifest(app).scheduler_events
        if event in EVENTS:
            found += [(method, "default") for method in events.get(event, ())]
            found += [(method, "long") for method in events.get(event + LONG_SUFFIX, ())]
        else:
            found += [(method, "default") for method in _cron_table(events).get(event, ())]
    return found


def crons(bench: Bench) -> dict[str, str]:
    """Every cron expression some site's app asks for; the expression is the event's name."""
    apps: set[str] = set()
    for name in bench.site_names():
        try:
            apps |= set(bench.config(name).installed_apps)
        except ConfigurationError:
            log.exception("The apps of %s are not asked", name)
    return {cron: cron for app in sorted(apps) for cron in _cron_table(read_manifest(app).scheduler_events)}


def _cron_table(events: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    table: Mapping[str, Sequence[str]] = events.get("cron", {})
    return table
