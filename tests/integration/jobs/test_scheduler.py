"""The scheduler: what is due on any site is queued once, whoever looks, whatever the clock does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import redis
from comptoir.context import Context
from comptoir.documents import count, get_document, get_list
from comptoir.errors import ValidationError
from comptoir.hooks import Manifest
from comptoir.jobs import health, scheduled
from comptoir.jobs.queue import DUE, PLANS, QUEUES
from comptoir.jobs.scheduled import LOG, TYPE, run, run_now, sync
from comptoir.jobs.scheduler import EventScheduler, make_scheduler, plans_of
from comptoir.jobs.site_jobs import QUEUED, RETRYING, RUNNING, jobs_of
from comptoir.jobs.worker import make_worker
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from rq import Queue
from rq.serializers import JSONSerializer

from ...conftest import Work

NOON = datetime(2030, 6, 12, 10, 0, 30, tzinfo=UTC)
"""A Wednesday, 12:00:30 in Paris."""
EVENTS = {
    "all": ["deeds.count_up"],
    "daily": ["deeds.count_up", {"method": "deeds.add_and_refuse", "missed": "skip"}],
    "daily_long": ["deeds.tell_language"],
    "cron": {"*/5 * * * *": ["deeds.tell_progress"], "now and then": ["deeds.never"]},
}


class Clock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def events(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, object]:
    """What every app asks for, once the site is made."""
    asked: dict[str, object] = dict(EVENTS)
    manifest = Manifest("shop", "Shop", tmp_path_factory.getbasetemp(), scheduler_events=asked)
    monkeypatch.setattr(scheduled, "read_manifest", lambda app: manifest)
    return asked


@pytest.fixture
def shop(events: dict[str, object], ctx: Context) -> Context:
    """A site on which that recurs, made before noon."""
    sync(ctx, ["shop"])
    for name in names(ctx):
        get_document(ctx, TYPE, name).db_set("last_execution", datetime(2030, 6, 12, 12, 0))
    ctx.db.commit()
    return ctx


@pytest.fixture
def scheduler(connection: redis.Redis, bench: Bench, clock: Clock) -> EventScheduler:
    return make_scheduler(connection, bench, clock)


def names(ctx: Context) -> list[str]:
    return [row.name for row in get_list(ctx, TYPE, order_by="name", limit=0, ignore_permissions=True)]


def queued(connection: redis.Redis, site: Site) -> list[str]:
    """The scheduled jobs that wait, of one site."""
    jobs = [
        job for name in QUEUES for job in Queue(name, connection=connection, serializer=JSONSerializer).jobs
    ]
    return sorted(job.kwargs["kwargs"]["name"] for job in jobs if job.kwargs["site"] == site.name)


class TestSync:
    def test_makes_a_document_of_each(self, shop: Context) -> None:
        fields = ["name", "frequency", "cron_format", "run_missed", "create_log"]
        rows = get_list(shop, TYPE, fields=fields, order_by="name", limit=0, ignore_permissions=True)
        assert [
            ("deeds.add_and_refuse", "Daily", "", 0, 1),
            ("deeds.count_up", "All", "", 1, 0),
            ("deeds.count_up 2", "Daily", "", 1, 1),
            ("deeds.tell_language", "Daily Long", "", 1, 1),
            ("deeds.tell_progress", "Cron", "*/5 * * * *", 1, 0),
        ] == [
            (row.name, row.frequency, row.cron_format or "", row.run_missed, row.create_log) for row in rows
        ]

    def test_keeps_what_was_stopped_and_drops_what_is_asked_for_no_more(
        self, shop: Context, events: dict[str, object]
    ) -> None:
        kind = get_document(shop, TYPE, "deeds.count_up")
        kind.stopped = 1
        kind.save()
        del events["cron"]
        sync(shop, ["shop"])
        assert "deeds.tell_progress" not in names(shop)
        assert 1 == get_document(shop, TYPE, "deeds.count_up").stopped

    def test_is_done_when_a_site_is_made(self, ctx: Context) -> None:
        assert "schedule.nightly" in names(ctx)

    @pytest.mark.parametrize(
        ("field", "value"), [("method", "os.getcwd"), ("frequency", "All"), ("cron_format", "* * * * *")]
    )
    def test_alone_says_what_and_when(self, shop: Context, field: str, value: str) -> None:
        kind = get_document(shop, TYPE, "deeds.tell_progress")
        kind.set(field, value)
        kind.flags.ignore_permissions = True
        if field != "cron_format":
            kind.cron_format = "*/5 * * * *"
        with pytest.raises(ValidationError, match=r"is said by its app"):
            kind.save()


class TestLook:
    def test_queues_nothing_before_its_time(
        self, shop: Context, scheduler: EventScheduler, connection: redis.Redis
    ) -> None:
        scheduler.enqueue_jobs()
        assert [] == queued(connection, shop.site)

    def test_queues_what_is_due_once(
        self, shop: Context, scheduler: EventScheduler, clock: Clock, connection: redis.Redis, work: Work
    ) -> None:
        scheduler.enqueue_jobs()
        clock.move(minutes=1)
        scheduler.enqueue_jobs()
        assert ["deeds.count_up"] == queued(connection, shop.site)
        work()
        scheduler.enqueue_jobs()
        assert [] == queued(connection, shop.site)
        assert 1 == count(shop, "ToDo")

    def test_makes_up_once_for_many_missed_times(
        self, shop: Context, scheduler: EventScheduler, clock: Clock, connection: redis.Redis, work: Work
    ) -> None:
        scheduler.enqueue_jobs()
        clock.move(days=3)
        scheduler.enqueue_jobs()
        assert ["deeds.count_up", "deeds.count_up 2", "deeds.tell_language", "deeds.tell_progress"] == queued(
            connection, shop.site
        )
        work()
        scheduler.enqueue_jobs()
        assert [] == queued(connection, shop.site)

    def test_knows_what_was_missed_where_redis_forgot_everything(
        self, shop: Context, scheduler: EventScheduler, clock: Clock, connection: redis.Redis
    ) -> None:
        scheduler.enqueue_jobs()
        connection.flushdb()
        clock.move(days=1)
        scheduler.enqueue_jobs()
        assert 4 == len(queued(connection, shop.site))

    def test_leaves_out_what_was_stopped(
        self, shop: Context, scheduler: EventScheduler, clock: Clock, connection: redis.Redis
    ) -> None:
        scheduler.enqueue_jobs()
        kind = get_document(shop, TYPE, "deeds.count_up")
        kind.stopped = 1
        kind.save()
        shop.db.commit()
        assert {} == plans_of(connection, shop.site.name)
        clock.move(minutes=1)
        scheduler.enqueue_jobs()
        assert [] == queued(connection, shop.site)

    def test_waits_for_the_end_of_maintenance(
        self, shop: Context, scheduler: EventScheduler, clock: Clock, connection: redis.Redis
    ) -> None:
        scheduler.enqueue_jobs()
        path = shop.site.path / SITE
        write_json(path, read_json(path) | {"maintenance_mode": True})
        clock.move(minutes=6)
        scheduler.enqueue_jobs()
        assert [] == queued(connection, shop.site)
        write_json(path, read_json(path) | {"maintenance_mode": False})
        scheduler.enqueue_jobs()
        assert ["deeds.count_up", "deeds.tell_progress"] == queued(connection, shop.site)

    def test_costs_a_site_without_anything_due_no_question(
        self, shop: Context, scheduler: EventScheduler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scheduler.enqueue_jobs()
        for question in ("site", "config"):
            monkeypatch.setattr(Bench, question, lambda self, name: pytest.fail(f"{name} was asked"))
        scheduler.enqueue_jobs()

    def test_forgets_a_site_that_is_gone(
        self, shop: Context, scheduler: EventScheduler, connection: redis.Redis
    ) -> None:
        scheduler.enqueue_jobs()
        path = shop.site.path / SITE
        path.rename(path.with_suffix(".gone"))
        scheduler.enqueue_jobs()
        path.with_suffix(".gone").rename(path)
        left = [entry for entry in connection.zrange(DUE, 0, -1) if json.loads(entry)[0] == shop.site.name]
        assert ([], None) == (left, connection.hget(PLANS, shop.site.name))


class TestRun:
    def test_logs_a_good_end_where_asked(self, shop: Context) -> None:
        run("deeds.count_up 2")
        run("deeds.count_up")
        rows = get_list(shop, LOG, fields=["scheduled_job_type", "status"], ignore_permissions=True)
        assert [("deeds.count_up 2", "Complete")] == [(row.scheduled_job_type, row.status) for row in rows]
        assert get_document(shop, TYPE, "deeds.count_up").last_execution < datetime(2030, 1, 1)

    def test_logs_a_failure_and_keeps_nothing_of_it(self, shop: Context) -> None:
        with pytest.raises(ValidationError):
            run("deeds.add_and_refuse")
        found = get_list(shop, LOG, fields=["status", "details"], ignore_permissions=True)
        assert ["Failed"] == [row.status for row in found]
        assert found[0].details.strip().endswith("ValidationError: There is no toner.")
        assert 0 == count(shop, "ToDo")

    def test_at_once_runs_what_is_stopped(self, shop: Context, work: Work) -> None:
        kind = get_document(shop, TYPE, "deeds.count_up")
        kind.stopped = 1
        kind.save()
        run("deeds.count_up")
        assert 0 == count(shop, "ToDo")
        run_now(shop, "deeds.count_up")
        shop.db.commit()
        work()
        assert 1 == count(shop, "ToDo")


class TestManyAtOnce:
    @pytest.fixture
    def workers(self) -> Iterator[None]:
        """Three worker processes."""
        command = [sys.executable, "-m", "comptoir.cli", "worker"]
        with ExitStack() as stack:
            for _ in range(3):
                process = subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL)
                stack.callback(process.wait)
                stack.callback(process.kill)
            yield

    def test_do_each_time_once_while_the_clock_jumps(
        self, shop: Context, bench: Bench, connection: redis.Redis, clock: Clock, workers: None
    ) -> None:
        schedulers = [make_scheduler(connection, bench, clock) for _ in range(2)]
        for minutes in (0, 1, 1, 0, 30, -30, 1, -2, 28, 1, 1, 2, 0):
            clock.move(minutes=minutes)
            for scheduler in (*schedulers, *reversed(schedulers)):
                scheduler.enqueue_jobs()
            deadline = time.monotonic() + 90
            while is_busy(shop.site):
                assert time.monotonic() < deadline
                time.sleep(0.05)
        # 12:01, 12:02, 12:03 (found at 12:32, with all up to then) and 12:33
        assert 4 == count(shop, "ToDo")


def is_busy(site: Site) -> bool:
    """Whether something of the site waits or runs."""
    counts = jobs_of(site)[1]
    return any(counts[state] for state in (QUEUED, RUNNING, RETRYING))


class TestHealth:
    def test_sees_a_worker_that_beats(self, connection: redis.Redis) -> None:
        worker = make_worker(connection)
        worker.register_birth()
        assert (True, False) == (health(connection).has_worker, health(connection).has_scheduler)
        worker.register_death()

    def test_sees_a_scheduler_that_beats(self, scheduler: EventScheduler, connection: redis.Redis) -> None:
        scheduler.register_birth()
        assert health(connection).has_scheduler
        scheduler.register_death()

    def test_does_not_count_a_process_that_is_gone(self, connection: redis.Redis) -> None:
        worker = make_worker(connection)
        worker.pid = 2**22 + 1
        worker.register_birth()
        assert not health(connection).has_worker
        worker.register_death()

    def test_tells_where_redis_does_not_answer(self) -> None:
        assert "does not answer" in health(redis.Redis(unix_socket_path="/nowhere/redis.sock")).problem

    def test_tells_where_there_is_no_redis(self) -> None:
        assert "No Redis" in health(None).problem
