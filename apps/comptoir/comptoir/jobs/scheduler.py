"""The scheduler process: it only says *when*; the worker finds out *what*.

One sorted set in Redis holds what is due next on any site, by its moment, so a look costs what is due and not what there
are of sites. A site is planned from its Scheduled Job Type documents when it is new or they have changed, and not while it
is being maintained. Any number of schedulers may run: who finds something due queues it before moving it on, and the worker does a moment's work once.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import redis
import sqlalchemy as sa
from rq.cron import CronJob, CronScheduler

from comptoir.context import ADMINISTRATOR
from comptoir.documents import get_list
from comptoir.errors import ComptoirError, ServiceUnavailableError
from comptoir.jobs import scheduled, times
from comptoir.jobs.delaying import release
from comptoir.jobs.parking import parked_sites, unpark
from comptoir.jobs.queue import DUE, PLANS, connection_of
from comptoir.jobs.rescue import rescue
from comptoir.sites import Bench, Site

LOOK_SECONDS = 5.0
MISSED_SECONDS = 300
"""So late at most is what does not make up for missed times."""
AT_ONCE = 500
log = logging.getLogger("comptoir.jobs")

Clock = Callable[[], datetime]

_ADVANCE = """
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1]) end
"""
"""Moves an entry on unless another scheduler has."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the schedulers know of one scheduled job between two looks at its site."""

    name: str
    frequency: str
    expression: str
    zone: str
    run_missed: bool

    def next_time(self, after: datetime) -> datetime:
        """When it is due after the moment ``after``."""
        return times.next_time(self.expression, ZoneInfo(self.zone), after)


class EventScheduler(CronScheduler):
    """Queues what is due on every site; RQ keeps the list of schedulers and their heartbeats."""

    def __init__(self, connection: redis.Redis, bench: Bench, name: str, clock: Clock):
        super().__init__(connection, name=name)
        self._bench = bench
        self._clock = clock

    def enqueue_jobs(self) -> list[CronJob]:
        """One look at what is to be queued now. A site that fails stops no other."""
        for part in (self._release, self._plan, self._queue):
            try:
                part()
            except (ComptoirError, redis.RedisError, OSError):
                log.exception("A part of the scheduler's work was not done")
        return []

    def calculate_sleep_interval(self) -> float:
        """Seconds until the next look."""
        return LOOK_SECONDS

    def _release(self) -> None:
        rescue(self.connection)
        release(self.connection)
        for site in parked_sites(self.connection):
            if not self._is_maintained(site):
                unpark(self.connection, site)

    def _plan(self) -> None:
        """Plan new sites, and those whose plan was thrown away; forget those that are gone."""
        planned = {name.decode() for name in cast("list[bytes]", self.connection.hkeys(PLANS))}
        names = set(self._bench.site_names())
        for name in planned - names:
            unplan(self.connection, name)
        for name in names - planned:
            with _told(name):
                if not self._is_maintained(name):
                    plan(self.connection, self._bench.site(name), self._clock())

    def _queue(self) -> None:
        now = self._clock()
        due = self.connection.zrangebyscore(DUE, 0, now.timestamp(), start=0, num=AT_ONCE, withscores=True)
        for entry, tick in cast("list[tuple[bytes, float]]", due):
            site, name = json.loads(entry)
            with _told(site):
                if self._is_maintained(site):
                    unplan(self.connection, site)
                else:
                    self._queue_one(entry, site, name, tick, now)

    def _queue_one(self, entry: bytes, site: str, name: str, tick: float, now: datetime) -> None:
        known = plans_of(self.connection, site).get(name)
        if known is None:
            self.connection.zrem(DUE, entry)
            return
        if known.run_missed or now.timestamp() - tick <= MISSED_SECONDS:
            scheduled.push_tick(self.connection, site, name, known.frequency, tick)
        following = known.next_time(max(now, datetime.fromtimestamp(tick, UTC))).timestamp()
        self.connection.eval(_ADVANCE, 1, DUE, entry, _score(tick), _score(following))

    def _is_maintained(self, site: str) -> bool:
        try:
            return self._bench.is_site(site) and self._bench.config(site).maintenance_mode
        except ComptoirError:
            return True


def make_scheduler(
    connection: redis.Redis, bench: Bench, clock: Clock = lambda: datetime.now(UTC)
) -> EventScheduler:
    """The scheduler of this process."""
    return EventScheduler(connection, bench, f"scheduler.{socket.gethostname()}.{os.getpid()}", clock)


def plan(connection: redis.Redis, site: Site, now: datetime) -> None:
    """Read what recurs on ``site`` and note when each is due: after it was done last, where missed times count."""
    zone = site.settings.zone
    due: dict[str, float] = {}
    plans: list[Plan] = []
    for row in _rows(site):
        expression = times.expression_of(row["frequency"], row["cron_format"] or "")
        known = Plan(row["name"], row["frequency"], expression, zone.key, bool(row["run_missed"]))
        done = row["last_execution"] or row["creation"]
        since = done.replace(tzinfo=zone).astimezone(UTC) if known.run_missed else now
        due[entry_of(site.name, known.name)] = known.next_time(since).timestamp()
        plans.append(known)
    unplan(connection, site.name)
    with connection.pipeline() as together:
        if due:
            together.zadd(DUE, dict(due))
        together.hset(PLANS, site.name, json.dumps([_written(known) for known in plans]))
        together.execute()


def unplan(connection: redis.Redis, site: str) -> None:
    """Forget what recurs on ``site``; if it is there, it is planned anew at the next look."""
    entries = [entry_of(site, name) for name in plans_of(connection, site)]
    if entries:
        connection.zrem(DUE, *entries)
    connection.hdel(PLANS, site)


def replan_soon(site: Site) -> None:
    """Let the schedulers read again what recurs on ``site``. Nothing happens where no Redis runs."""
    with suppress(ServiceUnavailableError):
        unplan(connection_of(site), site.name)


def plans_of(connection: redis.Redis, site: str) -> dict[str, Plan]:
    """What is planned for ``site``, by the names of the scheduled jobs."""
    text = cast("bytes | None", connection.hget(PLANS, site))
    return {values["name"]: Plan(**values) for values in json.loads(text or b"[]")}


def entry_of(site: str, name: str) -> str:
    """What stands in the sorted set for a scheduled job."""
    return json.dumps([site, name])


def _rows(site: Site) -> Iterable[Mapping[str, Any]]:
    if site.registry.find(scheduled.TYPE) is None:
        return ()
    fields = ["name", "frequency", "cron_format", "run_missed", "last_execution", "creation"]
    with site.context(ADMINISTRATOR) as ctx:
        return get_list(
            ctx, scheduled.TYPE, fields=fields, filters={"stopped": 0}, limit=0, ignore_permissions=True
        )


def _written(known: Plan) -> dict[str, Any]:
    return {name: getattr(known, name) for name in Plan.__slots__}


def _score(moment: float) -> str:
    """A whole second, as Redis writes the number."""
    return f"{moment:.0f}"


@contextmanager
def _told(site: str) -> Iterator[None]:
    """Log what ``site`` raises, and go on with the others."""
    try:
        yield
    except (ComptoirError, sa.exc.SQLAlchemyError, redis.ResponseError, OSError):
        log.exception("What recurs on %s was not queued", site)
