"""A company of two branches, and jobs that are run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.jobs.queue import QUEUES, connection_of
from comptoir.sites import Bench, Site
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

Acting = Callable[[str], AbstractContextManager[Context]]
Work = Callable[[], None]
ANNA, BORIS = "anna@example.com", "boris@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def acting(ctx: Context) -> Acting:
    """Acts as somebody within the transaction of the test."""

    @contextmanager
    def act(user: str) -> Iterator[Context]:
        other = ctx.acting_as(user)
        with use(other):
            yield other

    return act


@pytest.fixture
def clients(ctx: Context) -> list[str]:
    """Two clients of Lyon, where Anna sells, and one of Lille, where Boris leads sales."""
    for branch in ("Lyon", "Lille"):
        new("Branch", branch_name=branch)
    for user, role, branch in ((ANNA, "Sales User", "Lyon"), (BORIS, "Sales Manager", "Lille")):
        new("User", email=user, first_name=user[:5], roles=[{"role": role}], scopes=[{"scope": branch}])
    settings = frappe.get_doc("System Settings")
    settings.limit_to_scope = 1
    settings.save()
    made = [
        new("Client", client_name=f"Client {number}", branch=branch, city="Old", bank_account="0001234").name
        for number, branch in enumerate(("Lyon", "Lyon", "Lille"))
    ]
    ctx.db.commit()
    return [str(name) for name in made]


@pytest.fixture
def work(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Runs the jobs that wait, as a worker would."""
    monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
    monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))

    def run() -> None:
        connection = connection_of(site)
        queues = [Queue(name, connection=connection, serializer=JSONSerializer) for name in QUEUES]
        worker = SimpleWorker(queues, connection=connection, serializer=JSONSerializer)
        worker.work(burst=True, logging_level="CRITICAL")

    return run
