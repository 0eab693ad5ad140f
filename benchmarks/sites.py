"""Many sites on one installation: made, migrated and served by one process.

``./bench benchmark sites`` makes ``--made`` sites as ``new-site`` does and measures that; the others are copies of the
first with a name and a database of their own, which to a web process are sites like any other.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from comptoir.access.tokens import generate_keys
from comptoir.apps.install import NewSite, create_site
from comptoir.apps.migrate import migrate_site
from comptoir.backups import open_archive, restore, take
from comptoir.sites import Bench
from comptoir.sites.config import COMMON, read_json, write_json

from benchmarks.load import Connection, Request
from benchmarks.processes import PRODUCT, Server, product_environ, serving
from benchmarks.workplace import Workplace, workplace

COUNT = {"sqlite": 500, "mariadb": 40}
LIST = "/api/resource/Territory?limit_page_length=20"
ROUNDS = 4
"""How often every site is asked once more: where there is no room for all, each asking opens a site anew."""
Line = tuple[str, str]


def main(arguments: list[str]) -> None:
    """Measure each database and print a table."""
    options = _options(arguments)
    with workplace("sites", options.folder) as place:
        for db_type in options.db:
            count = options.count or COUNT[db_type]
            print(f"\n{db_type}, {count} sites\n", flush=True)
            for label, value in measure(place, db_type, count, options):
                print(f"{label:<58}{value}", flush=True)


def measure(place: Workplace, db_type: str, count: int, options: argparse.Namespace) -> Iterator[Line]:
    """Every figure of one database."""
    database = {"db_type": db_type}
    if db_type == "mariadb":  # each site has a database of its own, and its user
        database["db_socket"] = place.services.mariadb().socket
    names = [f"company-{number:03}.localhost" for number in range(count)]
    made = min(options.made, count)
    with closing(place.bench(db_type)) as bench:
        sites = bench.sites_path
        runs = [
            _timed(lambda name=name: create_site(bench, NewSite(name, "x" * 12, database)))
            for name in names[:made]
        ]
        yield f"make a site ({made} of them made so)", _spread(runs)
        with bench.site(names[0]).context() as ctx:
            key, secret = generate_keys(ctx, "Administrator")
        _copy(bench, names[0], names[made:], database)
        yield "on disk, one site", f"{_folder_size(sites / names[-1]) / 2**20:.1f} MB"
        runs = [_timed(lambda name=name: migrate_site(bench, name)) for name in names]
        yield f"migrate a site that is up to date ({count}, one process)", _spread(runs)
    yield from _served(sites, names, {"Authorization": f"token {key}:{secret}"}, made, options)


def _served(
    sites: Path, names: list[str], headers: dict[str, str], made: int, options: argparse.Namespace
) -> Iterator[Line]:
    """One web process answers for every site, first with room for all of them, then with room for a few."""
    known = [names[0], *names[made:]]
    """Sites that know the API key of the first."""
    log = sites.parent / "server.log"
    for room in (len(names), max(1, len(names) // 10)):
        write_json(sites / COMMON, read_json(sites / COMMON) | {"open_sites": room})
        with serving(PRODUCT, options.port, product_environ(sites), log) as server:
            _ask(server, known[0], headers)
            before = server.memory()
            firsts = [_ask(server, name, headers) for name in known[1:]]
            after = server.memory()
            seconds = [_ask(server, name, headers) for name in known]
            yield f"room for {room}: first request to a site", _milliseconds(firsts)
            yield f"room for {room}: second request to a site", _milliseconds(seconds)
            each = (after - before) * 1024 / len(firsts)
            yield (
                f"room for {room}: memory with one site open, with all asked",
                f"{before:.0f} MB, {after:.0f} MB",
            )
            yield f"room for {room}: memory per site asked", f"{each:.0f} KB"
            rounds = [server.memory(), *(_round(server, known, headers) for _ in range(ROUNDS))]
            yield (
                f"room for {room}: memory after round 2 and each of {ROUNDS} more",
                ", ".join(f"{memory:.1f}" for memory in rounds) + " MB",
            )
            yield f"room for {room}: open files", str(len(list(Path(f"/proc/{server.pid}/fd").iterdir())))


def _round(server: Server, names: list[str], headers: dict[str, str]) -> float:
    """Megabytes of the process once every site was asked again."""
    for name in names:
        _ask(server, name, headers)
    return server.memory()


def _ask(server: Server, name: str, headers: dict[str, str]) -> float:
    """Seconds until a list of ``name`` is there."""
    connection = Connection(server.port, name)
    started = time.perf_counter()
    connection.checked(Request("GET", LIST, headers=headers))
    taken = time.perf_counter() - started
    connection.close()
    return taken


def _copy(bench: Bench, source: str, names: list[str], database: dict[str, Any]) -> None:
    """Sites like ``source`` under other names, whose secrets its key opens."""
    if database["db_type"] == "sqlite":
        bench.forget(source)
        for name in names:
            shutil.copytree(bench.sites_path / source, bench.sites_path / name)
        return
    backup = take(bench.site(source), folder=bench.sites_path.parent)
    with open_archive(backup.path) as archive:
        for name in names:
            restore(bench, archive, name, database=database)


def _timed(work: Any) -> tuple[float, float]:
    """(seconds by the clock, seconds of CPU) of ``work``."""
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - cpu


def _spread(runs: list[tuple[float, float]]) -> str:
    clock, cpu = (sorted(run[index] for run in runs) for index in (0, 1))
    return f"{statistics.median(clock):.2f} s by the clock, {statistics.median(cpu):.2f} s of CPU (most {cpu[-1]:.2f})"


def _milliseconds(times: list[float]) -> str:
    ordered = sorted(times)
    at = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
    return f"median {statistics.median(ordered) * 1000:.0f} ms, 95 % below {at * 1000:.0f} ms"


def _folder_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark sites", description=__doc__)
    parser.add_argument("--count", type=int, default=0, help="How many sites: 500 on SQLite, 40 on MariaDB.")
    parser.add_argument("--made", type=int, default=10, help="How many of them are made as new-site does.")
    parser.add_argument("--db", type=lambda text: text.split(","), default=["sqlite", "mariadb"])
    parser.add_argument("--port", type=int, default=8720)
    parser.add_argument(
        "--folder", type=Path, help="Where the sites are made.  [default: the temporary folder]"
    )
    return parser.parse_args(arguments)
