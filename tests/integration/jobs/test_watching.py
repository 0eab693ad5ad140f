"""What hinders background work is told: on the Desk, by mail, and to System Managers alone."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
from comptoir.context import ADMINISTRATOR, Context
from comptoir.desk import jobs as desk
from comptoir.documents import create, get_document, get_list, new_document
from comptoir.errors import ComptoirError, PermissionError
from comptoir.jobs import enqueue
from comptoir.jobs.queue import DUE
from comptoir.jobs.scheduled import TYPE
from comptoir.jobs.scheduler import make_scheduler
from comptoir.jobs.watching import problems, tell_managers
from comptoir.jobs.worker import make_worker
from comptoir.mail import Letter, put
from comptoir.sites import Bench, Site
from rq.job import Job
from rq.serializers import JSONSerializer

from ...conftest import Work

ANNA = "anna@shop.example"


@pytest.fixture
def alive(bench: Bench, connection: redis.Redis) -> None:
    """A worker and a scheduler that beat."""
    make_worker(connection).register_birth()
    make_scheduler(connection, bench).register_birth()


@pytest.fixture
def mail_server(site: Site) -> None:
    """The site can send mail; nobody does."""
    site.config = replace(site.config, raw={**site.config.raw, "mail_server": "smtp.shop.example"})


def told(ctx: Context) -> list[str]:
    return [str(sentence) for sentence in problems(ctx)]


def person(ctx: Context, *roles: str) -> None:
    values = {"doctype": "User", "email": ANNA, "first_name": "Anna", "enabled": 1}
    create(ctx, new_document(ctx, values | {"roles": [{"role": role} for role in roles]}))
    ctx.db.commit()


class TestProblems:
    def test_are_none_where_all_is_well(self, ctx: Context, alive: None) -> None:
        assert [] == told(ctx)

    def test_are_processes_that_do_not_run(self, ctx: Context) -> None:
        assert ["No worker runs", "No scheduler runs"] == [text.split(",")[0] for text in told(ctx)]

    def test_are_times_that_passed(self, ctx: Context, alive: None, connection: redis.Redis) -> None:
        connection.zadd(DUE, {"x": time.time() - 600})
        assert ["The scheduler is late by 10 minutes."] == told(ctx)

    def test_are_jobs_nobody_takes(self, ctx: Context, alive: None, connection: redis.Redis) -> None:
        name = enqueue(ctx, "deeds.add", "short", description="x")
        job = Job.fetch(name, connection=connection, serializer=JSONSerializer)
        job.enqueued_at = datetime.now(UTC) - timedelta(minutes=20)
        job.save()
        assert ["Jobs in the queue short have waited for 20 minutes. Start more workers."] == told(ctx)

    def test_are_jobs_that_failed_on_this_site(
        self, ctx: Context, neighbour: Site, alive: None, work: Work
    ) -> None:
        enqueue(ctx, "deeds.add_and_refuse")
        work()
        with neighbour.context() as other:
            assert [] == told(other)
        assert ["Jobs that failed within a day: 1."] == told(ctx)

    def test_are_letters_that_wait(self, ctx: Context, alive: None, mail_server: None) -> None:
        letter = put(ctx, Letter(recipients=[ANNA], subject="x", message="x"))
        letter.db_set("creation", ctx.clock.now() - timedelta(hours=3))
        assert ["E-mails that wait to be sent for more than two hours: 1."] == told(ctx)

    def test_are_letters_that_were_refused(self, ctx: Context, alive: None) -> None:
        put(ctx, Letter(recipients=[ANNA], subject="x", message="x")).db_set("status", "Error")
        assert ["E-mails that could not be sent within a day: 1."] == told(ctx)


class TestTellManagers:
    def test_writes_one_letter_to_the_enabled(self, ctx: Context, mail_server: None) -> None:
        person(ctx, "System Manager")
        tell_managers()
        letters = get_list(ctx, "Email Queue", fields=["name"], ignore_permissions=True)
        letter = get_document(ctx, "Email Queue", letters[0].name)
        assert 1 == len(letters)
        assert ANNA in {row.recipient for row in letter.recipients}
        assert "No worker runs" in letter.message

    def test_writes_nothing_where_all_is_well(self, ctx: Context, alive: None, mail_server: None) -> None:
        tell_managers()
        assert [] == list(get_list(ctx, "Email Queue", ignore_permissions=True))


class TestScreen:
    def test_shows_the_jobs_of_the_site(self, ctx: Context, neighbour: Site, work: Work) -> None:
        enqueue(ctx, "deeds.add_and_refuse")
        work()
        shown = desk.jobs(ctx)
        assert [("failed", "deeds.add_and_refuse", ADMINISTRATOR)] == [
            (job["state"], job["method"], job["user"]) for job in shown["jobs"]
        ]
        assert "There is no toner." == shown["jobs"][0]["error"]
        assert "Traceback" in desk.job(ctx, shown["jobs"][0]["name"])["traceback"]
        with neighbour.context() as other:
            assert [] == desk.jobs(other)["jobs"]

    def test_shows_nothing_a_job_was_called_with(self, ctx: Context) -> None:
        name = enqueue(ctx, "deeds.add", description="a secret")
        assert "a secret" not in str(desk.jobs(ctx)) + str(desk.job(ctx, name))

    def test_stops_what_recurs_and_runs_it_at_once(self, ctx: Context) -> None:
        name = "cleaning.forget_answers"
        desk.stop_schedule(ctx, name, stopped=True)
        shown = {row["name"]: row for row in desk.schedules(ctx)}
        assert (1, None) == (shown[name]["stopped"], shown[name]["next_execution"])
        assert 1 == get_document(ctx, TYPE, name).stopped
        desk.run_schedule(ctx, name)
        ctx.db.commit()
        assert [name] == [job["method"] for job in desk.jobs(ctx)["jobs"]]

    @pytest.mark.parametrize(
        ("function", "arguments"),
        [
            ("problems", {}),
            ("jobs", {}),
            ("job", {"name": "x"}),
            ("cancel_job", {"name": "x"}),
            ("run_job_again", {"name": "x"}),
            ("discard_job", {"name": "x"}),
            ("schedules", {}),
            ("run_schedule", {"name": "cleaning.prune_trail"}),
            ("stop_schedule", {"name": "cleaning.prune_trail", "stopped": True}),
        ],
    )
    def test_is_for_system_managers_alone(
        self, ctx: Context, function: str, arguments: dict[str, Any]
    ) -> None:
        person(ctx, "Sales User")
        ctx.set_user(ANNA)
        with pytest.raises(PermissionError, match="System Managers alone"):
            getattr(desk, function)(ctx, **arguments)

    @pytest.mark.parametrize("function", ["cancel_job", "run_job_again", "discard_job"])
    def test_changes_nothing_while_viewing_as_somebody(self, ctx: Context, function: str) -> None:
        name = enqueue(ctx, "deeds.add", description="x")
        ctx.db.forbid_writing(ComptoirError("You only look."))
        with pytest.raises(ComptoirError, match="only look"):
            getattr(desk, function)(ctx, name=name)
