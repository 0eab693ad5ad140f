"""Jobs: queued after the commit, run as the user who asked, kept or lost as a whole."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import redis
from comptoir.context import Context
from comptoir.documents import count, create, get_list, new_document
from comptoir.errors import ValidationError
from comptoir.jobs import enqueue
from comptoir.jobs.queue import QUEUES
from rq import Queue

from ...conftest import Work

INSERT = "frappe.client.insert"
TASK = {"doctype": "ToDo", "description": "Count the toner"}


def waiting(connection: redis.Redis) -> dict[str, int]:
    """Jobs per queue that holds any."""
    counts = {name: Queue(name, connection=connection).count for name in QUEUES}
    return {name: count for name, count in counts.items() if count}


class TestAskedForInATransaction:
    def test_waits_for_the_commit(self, ctx: Context, connection: redis.Redis) -> None:
        ctx.db.begin()
        enqueue(ctx, INSERT, doc=TASK)
        assert {} == waiting(connection)
        ctx.db.commit()
        assert {"default": 1} == waiting(connection)

    def test_is_forgotten_with_a_rollback(self, ctx: Context, connection: redis.Redis) -> None:
        ctx.db.begin()
        enqueue(ctx, INSERT, doc=TASK)
        ctx.db.rollback()
        assert {} == waiting(connection)

    def test_goes_out_at_once_when_told_so(self, ctx: Context, connection: redis.Redis) -> None:
        ctx.db.begin()
        enqueue(ctx, INSERT, enqueue_after_commit=False, doc=TASK)
        assert {"default": 1} == waiting(connection)


class TestRun:
    def test_writes_as_the_user_who_asked(self, ctx: Context, work: Work) -> None:
        user = {"doctype": "User", "email": "anna@shop.example", "first_name": "Anna", "enabled": 1}
        create(ctx, new_document(ctx, user | {"roles": [{"role": "System Manager"}]}))
        ctx.db.commit()
        ctx.set_user("anna@shop.example")
        enqueue(ctx, INSERT, doc=TASK)
        work()
        rows = get_list(ctx, "ToDo", fields=["owner"], ignore_permissions=True)
        assert [{"owner": "anna@shop.example"}] == rows

    def test_that_fails_leaves_nothing_and_is_kept_among_the_failed(
        self, ctx: Context, connection: redis.Redis, work: Work
    ) -> None:
        enqueue(ctx, INSERT, doc={"doctype": "ToDo", "description": "x", "status": "Nonsense"})
        work()
        assert 0 == count(ctx, "ToDo")
        assert 1 == len(Queue("default", connection=connection).failed_job_registry)

    def test_happens_in_a_worker_process(self, ctx: Context) -> None:
        enqueue(ctx, INSERT, "long", doc=TASK)
        command = [sys.executable, "-m", "comptoir.cli", "worker", "--burst", "--queue", "long"]
        done = subprocess.run(
            command, env=os.environ, capture_output=True, text=True, timeout=60, check=False
        )
        assert (0, 1) == (done.returncode, count(ctx, "ToDo")), done.stderr


class TestSameJobId:
    def test_is_queued_once_while_it_waits(self, ctx: Context, connection: redis.Redis) -> None:
        for _ in range(3):
            enqueue(ctx, INSERT, job_id="toner", doc=TASK)
        assert {"default": 1} == waiting(connection)

    def test_is_queued_again_once_it_is_done(self, ctx: Context, connection: redis.Redis, work: Work) -> None:
        enqueue(ctx, INSERT, job_id="toner", doc=TASK)
        work()
        enqueue(ctx, INSERT, job_id="toner", doc=TASK)
        assert {"default": 1} == waiting(connection)


class TestRefused:
    def test_an_unknown_queue(self, ctx: Context) -> None:
        with pytest.raises(ValidationError, match="Choose from: short, default, long"):
            enqueue(ctx, INSERT, "express", doc=TASK)

    def test_an_argument_json_cannot_carry(self, ctx: Context) -> None:
        with pytest.raises(ValidationError, match=r"doc of the job .* is a object"):
            enqueue(ctx, INSERT, doc=object())
