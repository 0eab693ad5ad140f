"""What happens once, not per request: starting, making a site, migrating, and work without a web server."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import frappe
from comptoir.apps.install import NewSite, create_site
from comptoir.apps.migrate import migrate_site
from comptoir.context import Context, use
from comptoir.documents import create, get_document, get_list, new_document
from comptoir.sites import Bench, Site

from benchmarks.company import USER
from benchmarks.load import Connection, Request
from benchmarks.processes import PRODUCT, first_answer, product_environ, timed_child

Line = tuple[str, str, str]


def starting(sites: Path, site: str, port: int, log: Path) -> Iterator[Line]:
    """Cold start of a web process, and the commands that start from nothing."""

    def ask(port: int) -> bool:
        try:
            connection = Connection(port, site)
        except OSError:
            return False
        return connection.ask(Request("GET", "/api/method/ping"))[0] == 200

    runs = [first_answer(PRODUCT, port, product_environ(sites), log, ask) for _ in range(5)]
    yield "cold start to the first answer", _median(runs), "0.7 s"


def commands(sites: Path, site: str, database: list[str]) -> Iterator[Line]:
    """The commands, from the start of their process to its end."""
    environ = product_environ(sites)
    bench = [sys.executable, "-m", "comptoir.cli"]
    made = []
    for number in range(3):
        name = f"once-{number}.localhost"
        made.append(timed_child([*bench, "new-site", name, "--admin-password", "x" * 12, *database], environ))
        timed_child([*bench, "drop-site", name, "--yes"], environ)
    yield "./bench new-site, whole process", _median(made), "2 s"
    runs = [timed_child([*bench, "--site", site, "migrate"], environ) for _ in range(3)]
    yield "./bench migrate with nothing to do, whole process", _median(runs), ""


def in_process(bench: Bench, site: Site, database: dict[str, object]) -> Iterator[Line]:
    """Work of one process without HTTP."""
    runs = []
    for number in range(3):
        started, cpu = time.perf_counter(), time.process_time()
        create_site(bench, NewSite(f"inside-{number}.localhost", "x" * 12, database | _db_name(site, number)))
        runs.append((time.perf_counter() - started, time.process_time() - cpu))
        if site.config.db_type == "sqlite":
            shutil.rmtree(bench.sites_path / f"inside-{number}.localhost")
    yield "new site, in process", _median(runs), "2 s"
    migrate_site(bench, site.name)
    started = time.perf_counter()
    migrate_site(bench, site.name)
    yield "migrate with nothing to do, in process", f"{time.perf_counter() - started:.2f} s", ""
    with use(site.open(USER)) as ctx:
        yield from _documents(ctx)
        ctx.db.close()


def _documents(ctx: Context) -> Iterator[Line]:
    ctx.db.begin()
    for label, values, count, reach in (
        ("insert a ToDo", {"doctype": "ToDo", "description": "Measured"}, 3000, "3,000/s"),
        ("insert a Client with its hooks", {"doctype": "Client", "client_name": "Measured"}, 60, ""),
    ):
        yield f"in process: {label}", _rate(count, partial(_insert, ctx, values)), reach
    ctx.db.rollback()
    get_document(ctx, "Client", "CLI-00001")
    yield "in process: get a Client", _rate(2000, lambda: get_document(ctx, "Client", "CLI-00001")), ""
    name = get_list(ctx, "Territory", limit=1)[0]["name"]
    yield "in process: get a Territory", _rate(5000, lambda: get_document(ctx, "Territory", name)), ""
    fields = ["name", "client_name", "status", "city"]
    yield "in process: list 20 clients", _rate(2000, lambda: get_list(ctx, "Client", fields=fields)), ""
    yield "in process: get of cached meta", _rate(100_000, lambda: frappe.get_meta("Client")), "20,000/s"


def _insert(ctx: Context, values: dict[str, str]) -> None:
    create(ctx, new_document(ctx, values))


def _db_name(site: Site, number: int) -> dict[str, object]:
    return {"db_name": f"inside_{number}"} if site.config.db_type == "mariadb" else {}


def _rate(count: int, work: Callable[[], object]) -> str:
    work()
    rates = []
    for _ in range(3):
        cpu = time.process_time()
        for _ in range(count // 3):
            work()
        rates.append(count // 3 / (time.process_time() - cpu))
    return f"{statistics.median(rates):,.0f} per second of CPU"


def _median(runs: list[tuple[float, float]]) -> str:
    clock, cpu = (statistics.median(run[index] for run in runs) for index in (0, 1))
    return f"{clock:.2f} s by the clock, {cpu:.2f} s of CPU"
