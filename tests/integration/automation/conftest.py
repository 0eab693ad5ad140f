"""Jobs that run when their transaction is committed, and a program that receives requests."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from comptoir.automation import notifying, webhooks
from comptoir.context import Context
from comptoir.hooks import resolve
from comptoir.jobs import delaying, mailing
from comptoir.jobs.queue import connection_of

from ..mail.receivers import Receiver, receiving


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was asked for; ``run`` does it."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def enqueue(ctx: Context, method: str, queue: str = "", **given: Any) -> None:
        ctx.db.on_commit(lambda: asked.append((method, given)))

    for module in (notifying, webhooks):
        monkeypatch.setattr(module, "enqueue", enqueue)
    monkeypatch.setattr(mailing, "push", lambda *_given, **_options: None)
    return asked


def run(ctx: Context, jobs: list[tuple[str, dict[str, Any]]]) -> None:
    """Commit, and do what was asked for since."""
    ctx.db.commit()
    while jobs:
        method, given = jobs.pop(0)
        resolve(method)(**given)
        ctx.db.commit()


def called(ctx: Context) -> dict[str, float]:
    """What is called at a moment still to come: seconds until then, by method."""
    entries = connection_of(ctx.site).zrange(delaying.KEY, 0, -1, withscores=True)
    return {json.loads(entry)["payload"]["method"]: moment - time.time() for entry, moment in entries}


@pytest.fixture
def receiver(ctx: Context) -> Iterator[Receiver]:
    """A receiver this site may send to."""
    ctx.site.config = replace(ctx.site.config, internal_hosts=("127.0.0.1",))
    with receiving() as up:
        yield up
