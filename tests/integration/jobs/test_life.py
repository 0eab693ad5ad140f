"""The life of a job: tried again where that is worth it, taken over from dead workers, cancelled, kept when it failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from comptoir.context import Context
from comptoir.documents import count, create, get_document, get_list, new_document
from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.jobs import enqueue, runs
from comptoir.jobs.delaying import release
from comptoir.jobs.queue import push
from comptoir.jobs.site_jobs import cancel, discard, job_of, jobs_of, run_again, tidy
from comptoir.sites import Site
from rq.job import Job
from rq.registry import ScheduledJobRegistry
from rq.serializers import JSONSerializer

from ...conftest import Work
from .conftest import Pipe

ANNA = "anna@shop.example"
WORKER = [sys.executable, "-m", "comptoir.cli", "worker"]


@contextmanager
def worker(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process, ended at the end."""
    process = subprocess.Popen([*WORKER, *options], env=os.environ, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def finish() -> None:
    subprocess.run([*WORKER, "--burst"], env=os.environ, check=True, timeout=60, stderr=subprocess.DEVNULL)


def until(holds: Any) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def state(site: Site, name: str) -> str:
    return job_of(site, name).state


def tasks(ctx: Context) -> list[str]:
    return [row.description for row in get_list(ctx, "ToDo", fields=["description"], ignore_permissions=True)]


def user(ctx: Context, **values: Any) -> None:
    create(ctx, new_document(ctx, {"doctype": "User", "email": ANNA, "first_name": "Anna", **values}))
    ctx.db.commit()


class TestWhoAsked:
    def test_is_refused_once_disabled(self, ctx: Context, site: Site, work: Work) -> None:
        user(ctx, enabled=0)
        ctx.set_user(ANNA)
        name = enqueue(ctx, "deeds.add", description="x")
        work()
        assert "failed" == state(site, name)
        assert "anna@shop.example who asked for it is disabled or gone." in job_of(site, name).error
        assert [] == tasks(ctx)

    def test_is_answered_in_their_language(self, ctx: Context, work: Work) -> None:
        ctx.lang = "ru"
        enqueue(ctx, "deeds.tell_language")
        work()
        assert ["ru"] == tasks(ctx)


class TestFailed:
    def test_for_good_is_not_tried_again(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.add_and_refuse")
        work()
        found = job_of(site, name)
        assert ("failed", 1, []) == (found.state, found.attempts, tasks(ctx))
        assert found.error.strip().endswith("ValidationError: There is no toner.")

    def test_because_the_site_was_busy_is_tried_three_times(
        self, ctx: Context, site: Site, connection: redis.Redis, work: Work
    ) -> None:
        name = enqueue(ctx, "deeds.add_and_be_busy")
        work()
        assert ("retrying", 2) == (state(site, name), job_of(site, name).attempts)
        registry = ScheduledJobRegistry("default", connection=connection, serializer=JSONSerializer)
        assert 0 == release(connection)
        connection.zadd(registry.key, {name: 0})
        assert 1 == release(connection)
        work()
        assert ("failed", 3) == (state(site, name), job_of(site, name).attempts)
        assert [] == tasks(ctx)

    def test_is_tried_as_often_as_its_function_declares(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.lose_the_line")
        work()
        assert ("failed", 2) == (state(site, name), job_of(site, name).attempts)

    def test_by_its_time_is_not_tried_again(self, ctx: Context, site: Site) -> None:
        name = enqueue(ctx, "deeds.add_and_wait", timeout=1)
        finish()
        found = job_of(site, name)
        assert ("failed", 1) == (found.state, found.attempts)
        assert "maximum timeout value (1 seconds)" in found.error
        assert [] == tasks(ctx)

    def test_can_be_run_again(self, ctx: Context, site: Site, work: Work) -> None:
        user(ctx, enabled=0)
        ctx.set_user(ANNA)
        name = enqueue(ctx, "deeds.add", description="x")
        work()
        ctx.set_user("Administrator")
        anna = get_document(ctx, "User", ANNA)
        anna.enabled = 1
        anna.save()
        ctx.db.commit()
        run_again(site, name)
        work()
        assert ("finished", ["x"]) == (state(site, name), tasks(ctx))

    def test_can_be_discarded(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.add_and_refuse")
        work()
        discard(site, name)
        assert [] == jobs_of(site)[0]


class TestInterrupted:
    def test_with_its_worker_is_done_once(self, ctx: Context, site: Site, pipe: Pipe, tmp_path: Path) -> None:
        name = enqueue(ctx, "deeds.add_and_hang", pipe=str(pipe.path), marker=str(tmp_path / "begun"))
        with worker() as process:
            pipe.read()
            process.kill()
            process.wait()
        assert "running" == state(site, name)
        finish()
        found = job_of(site, name)
        assert ("finished", 2, ["once"]) == (found.state, found.attempts, tasks(ctx))

    def test_alone_is_done_once(self, ctx: Context, site: Site, pipe: Pipe, tmp_path: Path) -> None:
        name = enqueue(ctx, "deeds.add_and_hang", pipe=str(pipe.path), marker=str(tmp_path / "begun"))
        with worker("--burst") as process:
            os.kill(int(pipe.read()), signal.SIGKILL)
            process.wait(30)
        found = job_of(site, name)
        assert ("finished", 2, ["once"]) == (found.state, found.attempts, tasks(ctx))

    def test_after_its_changes_were_kept_does_nothing_more(
        self, ctx: Context, connection: redis.Redis, work: Work
    ) -> None:
        payload = {"site": ctx.site.name, "user": "Administrator", "method": "deeds.add", "run": "r-1"}
        for _ in range(2):
            push(connection, payload | {"kwargs": {"description": "x"}}, queue="short", timeout=9)
            work()
        assert ["x"] == tasks(ctx)

    def test_beside_another_that_was_faster_keeps_nothing(self, ctx: Context, site: Site) -> None:
        with site.context() as other:
            other.db.begin()
            runs.note(other, "r-2")
        ctx.db.begin()
        create(ctx, new_document(ctx, {"doctype": "ToDo", "description": "x"}))
        runs.note(ctx, "r-2")
        ctx.db.commit()
        assert 0 == count(ctx, "ToDo")


class TestCancelled:
    def test_before_it_runs(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.add", description="x")
        cancel(site, name)
        work()
        assert ("cancelled", []) == (state(site, name), tasks(ctx))

    def test_while_it_runs(self, ctx: Context, site: Site, pipe: Pipe, tmp_path: Path) -> None:
        name = enqueue(ctx, "deeds.add_and_hang", pipe=str(pipe.path), marker=str(tmp_path / "begun"))
        with worker():
            pipe.read()
            cancel(site, name)
            until(lambda: state(site, name) == "cancelled")
        assert [] == tasks(ctx)

    def test_after_its_end_is_refused(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.add", description="x")
        work()
        with pytest.raises(ValidationError, match="has ended and cannot be cancelled"):
            cancel(site, name)


class TestProgress:
    def test_is_seen_by_who_comes_late(self, ctx: Context, site: Site, work: Work) -> None:
        name = enqueue(ctx, "deeds.tell_progress")
        work()
        shown = {"percent": 40.0, "title": "Counting", "description": "Toner"}
        assert shown == job_of(site, name).progress


class TestJobsOfASite:
    def test_are_counted_by_state_and_shown_newest_first(self, ctx: Context, site: Site, work: Work) -> None:
        first = enqueue(ctx, "deeds.add_and_refuse")
        work()
        second = enqueue(ctx, "deeds.add", description="x")
        found, counts = jobs_of(site)
        assert [second, first] == [job.name for job in found]
        assert {"queued": 1, "failed": 1} == {name: count for name, count in counts.items() if count}
        assert [first] == [job.name for job in jobs_of(site, ["failed"])[0]]

    def test_are_nobody_elses(self, ctx: Context, neighbour: Site) -> None:
        name = enqueue(ctx, "deeds.add", description="x")
        assert [] == jobs_of(neighbour)[0]
        for act in (job_of, cancel, run_again, discard):
            with pytest.raises(DoesNotExistError, match="no job"):
                act(neighbour, name)

    def test_leave_the_index_once_redis_has_forgotten_them(
        self, ctx: Context, site: Site, connection: redis.Redis
    ) -> None:
        name = enqueue(ctx, "deeds.add", description="x")
        Job.fetch(name, connection=connection, serializer=JSONSerializer).delete()
        tidy(site)
        assert 0 == connection.zcard(f"comptoir:jobs:{site.name}")
