"""What the search over everything costs: a company of many clients, asked as its sales manager, in this process.

``./bench benchmark search`` compares each search with the bare question to the database's full-text index that finds the
same, and an insert with one that leaves the index alone.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from comptoir.apps.install import NewSite, create_site
from comptoir.context import ADMINISTRATOR
from comptoir.documents import create, indexing, new_document
from comptoir.documents.finding import find
from comptoir.search import Typed, hits, is_kept
from comptoir.sites import Site

from benchmarks.company import client_title, fill_clients
from benchmarks.workplace import Workplace, workplace

HOST, MOST, DEARER = "search.localhost", 50.0, 1.10
"""Milliseconds of one search, and what an insert may cost of one without the index."""
TYPED = (
    "CLI-00012",
    "00012",
    "alabert",
    "al",
    "moulier dun",
    "lyon",
    "0612 34",
    "services",
    "pont garden",
    "alabrt",
    "zzzz",
)


def main(arguments: list[str]) -> None:
    """Measure each database and print its tables."""
    options = _options(arguments)
    with workplace("search") as place:
        for db_type in options.db.split(","):
            measure(place, db_type, options)


def measure(place: Workplace, db_type: str, options: argparse.Namespace) -> None:
    """Searches, then inserts."""
    bench = place.bench(db_type)
    create_site(bench, NewSite(HOST, "a-password-of-the-benchmark", place.database(db_type, "search")))
    site = bench.site(HOST)
    with site.context() as ctx:
        ctx.db.begin()
        fill_clients(ctx, options.clients)
    print(f"\n{db_type}, {options.clients:,} clients")
    for text in TYPED:
        searched, bare = searches(site, text, options.rounds)
        verdict = "ok" if searched <= MOST else "MISSED"
        print(f"{text:<24}{searched:9.2f} ms {bare:9.2f} ms{searched / bare:7.1f}  {verdict}", flush=True)
    kept, left = inserts(site, options.inserts)
    verdict = "ok" if kept / left <= DEARER else "MISSED"
    print(f"{'insert':<24}{kept:9.2f} ms {left:9.2f} ms{kept / left:7.2f}  {verdict}", flush=True)
    bench.close()


def searches(site: Site, text: str, rounds: int) -> tuple[float, float]:
    """Milliseconds of a search, and of the bare questions it comes to, in turns."""
    with site.context(ADMINISTRATOR) as ctx:
        kept = [meta.name for meta in ctx.site.registry.all().values() if is_kept(meta)]
        questions = Typed.of(text).questions({0, 1})

        def bare() -> None:
            for question in questions:
                hits(ctx, question, kept, 20)

        pairs = [
            (_milliseconds(site, lambda: find(ctx, text)), _milliseconds(site, bare))
            for _round in range(rounds)
        ]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def inserts(site: Site, number: int) -> tuple[float, float]:
    """Milliseconds of an insert with and without the search index, in turns."""
    pairs = [
        (_insert(site, 2 * place, on=True), _insert(site, 2 * place + 1, on=False)) for place in range(number)
    ]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def _insert(site: Site, place: int, *, on: bool) -> float:
    values = {
        "client_name": f"{client_title(10**8 + place)} {place}",
        "city": "Lyon",
        "phone": f"+336{place:08}",
    }
    with site.context(ADMINISTRATOR) as ctx, _index(on=on):
        doc = new_document(ctx, {"doctype": "Client"} | values)

        def insert() -> None:
            create(ctx, doc)
            ctx.db.commit()

        return _milliseconds(site, insert)


@contextmanager
def _index(*, on: bool) -> Iterator[None]:
    kept = indexing.add_terms
    if not on:
        indexing.add_terms = lambda *_values: None
    try:
        yield
    finally:
        indexing.add_terms = kept


def _milliseconds(site: Site, work: Callable[[], Any]) -> float:
    """Of this thread's CPU, which does all of SQLite's work too and not what else the machine does; else of the clock."""
    clock = time.thread_time if site.config.db_type == "sqlite" else time.perf_counter
    started = clock()
    work()
    return (clock() - started) * 1e3


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark search", description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--db", default="sqlite,mariadb")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--inserts", type=int, default=300)
    return parser.parse_args(arguments)
