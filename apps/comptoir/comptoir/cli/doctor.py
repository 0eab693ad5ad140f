"""``doctor``: what this machine and this installation have, what they lack, and how to get it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import click
import redis
import sqlalchemy as sa

from comptoir.cli.exits import MISSING
from comptoir.cli.main import Shell
from comptoir.errors import ComptoirError
from comptoir.jobs.health import Health, health
from comptoir.jobs.watching import of_installation
from comptoir.processes.desk_build import Desk
from comptoir.processes.machine import TEST_NEEDS, connector
from comptoir.processes.node import MINIMUM, find_node
from comptoir.processes.redis_server import find_server
from comptoir.sites import Bench, Site
from comptoir.sites.file_storage import S3

State = Literal["ok", "optional", "missing"]
FREE_GIGABYTES = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``missing`` makes the command fail, ``optional`` does not."""

    what: str
    state: State
    detail: str


@click.command()
@click.pass_obj
def doctor(shell: Shell) -> None:
    """Say what this machine and this installation have, what is missing, and how to get it."""
    findings = [*_machine(shell.bench), *_sites(shell.bench), *_processes(shell.bench)]
    shell.out.table(("", "What", "Detail"), [(found.state, found.what, found.detail) for found in findings])
    lacking = [found.what for found in findings if found.state == "missing"]
    if lacking:
        shell.out.problem(f"missing: {', '.join(lacking)}.")
        sys.exit(MISSING)
    shell.out.say("Nothing that RegionCRM needs is missing.")


def _machine(bench: Bench) -> Iterator[Finding]:
    yield Finding("Python", "ok", f"{sys.version.split()[0]} at {sys.executable}")
    yield Finding("SQLite", "ok", sqlite3.sqlite_version)
    yield _redis(bench)
    yield from _screens(bench)
    yield _disk(bench)
    state = connector()
    yield Finding(
        "MariaDB connector",
        "ok" if state else "optional",
        state or "for sites on MariaDB: ./bench setup mariadb",
    )
    for need in TEST_NEEDS:
        found = need.find()
        yield Finding(need.name, "ok" if found else "optional", found or f"{need.why}: {need.how()}")


def _redis(bench: Bench) -> Finding:
    try:
        return Finding("Redis", "ok", find_server(bench).label)
    except ComptoirError as error:
        return Finding("Redis", "missing", error.message)


def _screens(bench: Bench) -> Iterator[Finding]:
    node = find_node()
    built = Desk(bench.root, bench.sites_path / ".logs").is_built()
    wanted = f"{MINIMUM[0]}.{MINIMUM[1]}"
    yield Finding(
        "Node",
        "ok" if node else "optional",
        node.version if node else f"{wanted} or newer; ./bench build fetches one",
    )
    yield Finding(
        "Screens", "ok" if built else "optional", "built" if built else "not built yet: ./bench build"
    )


def _disk(bench: Bench) -> Finding:
    bench.sites_path.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(bench.sites_path).free / 1e9
    return Finding("Disk", "ok" if free > FREE_GIGABYTES else "missing", f"{free:.1f} GB free under sites/")


def _sites(bench: Bench) -> Iterator[Finding]:
    from comptoir.apps.migrate import pending
    from comptoir.backups.unfinished import unfinished

    names = bench.site_names()
    if not names:
        yield Finding("Sites", "optional", "none yet: ./bench start makes one")
    for left in unfinished(bench):
        yield Finding(f"Site {left.site}", "missing", left.sentence)
    for name in names:
        try:
            site = bench.site(name)
            with site.engine.connect() as connection:
                connection.execute(sa.select(1))
            waiting = pending(bench, name)
        except ComptoirError as error:
            yield Finding(f"Site {name}", "missing", error.message)
        except sa.exc.SQLAlchemyError as error:
            yield Finding(
                f"Site {name}",
                "missing",
                f"its database does not answer: {getattr(error, 'orig', None) or error}",
            )
        else:
            state: State = "optional" if waiting else "ok"
            detail = f"{site.config.db_type}, up to date"
            yield Finding(f"Site {name}", state, f"{waiting}: ./bench migrate" if waiting else detail)
            yield from [] if waiting else _search(site)
            yield from _files(site)


def _search(site: Site) -> Iterator[Finding]:
    from comptoir.search.building import stale

    with site.context() as ctx:
        lacking = [meta.name for meta in stale(ctx)]
    if lacking:
        detail = f"does not hold all of {', '.join(lacking)}: ./bench build-search-index"
        yield Finding(f"Search of {site.name}", "optional", detail)


def _files(site: Site) -> Iterator[Finding]:
    """Whether the bucket answers, where the files lie in one."""
    from comptoir.files.storage import storage_of

    if site.config.files.storage != S3:
        return
    try:
        next(storage_of(site).stored(), None)
    except ComptoirError as error:
        yield Finding(f"Files of {site.name}", "missing", error.message)
    else:
        yield Finding(
            f"Files of {site.name}", "ok", f"in the bucket {site.config.files.bucket}, which answers"
        )


def _processes(bench: Bench) -> Iterator[Finding]:
    url = bench.redis_url()
    if not url:
        yield Finding("Processes", "optional", "not running: ./bench start")
        return
    client = redis.Redis.from_url(url, socket_connect_timeout=3)
    state = health(client)
    client.close()
    yield from _job_findings(state)


def _job_findings(state: Health) -> Iterator[Finding]:
    if state.problem:
        yield Finding("Processes", "optional", f"not running: {state.problem}")
        return
    yield Finding("Redis", "ok", f"answers, {state.redis_version}")
    for what, alive in (("Worker", state.has_worker), ("Scheduler", state.has_scheduler)):
        if alive:
            yield Finding(what, "ok", "alive")
    for sentence in of_installation(state):
        yield Finding("Background work", "optional", str(sentence))
    waiting = ", ".join(f"{name} {count}" for name, count in state.waiting.items())
    yield Finding(
        "Jobs", "ok" if not state.failed else "optional", f"waiting: {waiting}; failed: {state.failed}"
    )
