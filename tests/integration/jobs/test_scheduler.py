"""The scheduler: what is due is queued once, for every site, as its apps say."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from comptoir.hooks import Manifest
from comptoir.jobs import health, scheduler
from comptoir.jobs.queue import connection_of
from comptoir.jobs.scheduler import EVENTS, FIRE, fire, make_scheduler, wanted
from comptoir.jobs.worker import make_worker
from comptoir.sites import Bench, Site
from rq import Queue
from rq.serializers import JSONSerializer
from rq.utils import now

DAILY = {
    "daily": ["shop.tidy.up"],
    "daily_long": ["shop.count.all"],
    "cron": {"*/5 * * * *": ["shop.look.now"]},
}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every app asks for the same."""
    manifest = Manifest("shop", "Shop", tmp_path_factory.getbasetemp(), scheduler_events=DAILY)
    monkeypatch.setattr(scheduler, "read_manifest", lambda app: manifest)


@pytest.fixture
def connection(site: Site) -> redis.Redis:
    return connection_of(site)


class TestWanted:
    def test_puts_long_work_on_the_long_queue(self, shop: None) -> None:
        assert [("shop.tidy.up", "default"), ("shop.count.all", "long")] == wanted(["shop"], "daily")

    def test_knows_an_expression_as_an_event(self, shop: None) -> None:
        assert [("shop.look.now", "default")] == wanted(["shop"], "*/5 * * * *")


class TestTick:
    def test_queues_nothing_before_its_time(self, shop: None, bench: Bench, connection: redis.Redis) -> None:
        made = make_scheduler(connection, bench)
        assert [] == made.enqueue_jobs()

    def test_queues_what_is_due_once(self, shop: None, bench: Bench, connection: redis.Redis) -> None:
        made = make_scheduler(connection, bench)
        made.enqueue_jobs()
        for job in made.get_jobs():
            if job.name == "daily":
                job.next_enqueue_time = now() - timedelta(seconds=1)
        assert ["daily"] == [job.name for job in made.enqueue_jobs()]
        assert [] == made.enqueue_jobs()
        queued = Queue("short", connection=connection, serializer=JSONSerializer).jobs
        assert [(FIRE, ("daily",))] == [(job.func_name, tuple(job.args)) for job in queued]

    def test_learns_the_expressions_of_the_apps(
        self, shop: None, bench: Bench, connection: redis.Redis
    ) -> None:
        made = make_scheduler(connection, bench)
        made.enqueue_jobs()
        assert {*EVENTS, "*/5 * * * *"} == {job.name for job in made.get_jobs()}


class TestFire:
    def test_queues_the_functions_for_every_site(
        self, shop: None, bench: Bench, site: Site, connection: redis.Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
        monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))
        fire("daily")
        queued = Queue("long", connection=connection, serializer=JSONSerializer).jobs
        asked = {(job.kwargs["site"], job.kwargs["method"], job.kwargs["user"]) for job in queued}
        assert {(name, "shop.count.all", "Administrator") for name in bench.site_names()} == asked


class TestHealth:
    def test_sees_a_worker_that_beats(self, connection: redis.Redis) -> None:
        worker = make_worker(connection)
        worker.register_birth()
        assert (True, False) == (health(connection).has_worker, health(connection).has_scheduler)
        worker.register_death()

    def test_sees_a_scheduler_that_beats(self, bench: Bench, connection: redis.Redis) -> None:
        made = make_scheduler(connection, bench)
        made.register_birth()
        assert health(connection).has_scheduler
        made.register_death()

    def test_does_not_count_a_process_that_is_gone(
        self, connection: redis.Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        worker = make_worker(connection)
        worker.pid = 2**22 + 1
        worker.register_birth()
        assert not health(connection).has_worker
        worker.register_death()

    def test_tells_where_redis_does_not_answer(self) -> None:
        assert "does not answer" in health(redis.Redis(unix_socket_path="/nowhere/redis.sock")).problem

    def test_tells_where_there_is_no_redis(self) -> None:
        assert "No Redis" in health(None).problem
