"""What it costs to be held to a branch: the same requests as somebody of one branch of many, and as Administrator.

``./bench benchmark access`` builds a company of a million clients over 200 branches on SQLite and on MariaDB and
measures lists, counts and single documents in this process, one user after the other in turns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from comptoir.access import hearing, users
from comptoir.apps.install import NewSite, create_site
from comptoir.context import ADMINISTRATOR, Context
from comptoir.documents import (
    count,
    create,
    get_document,
    get_list,
    new_document,
    read_document,
    storage,
    update,
)
from comptoir.meta import fieldtypes
from comptoir.sites import Site

from benchmarks.company import CHUNK, CITIES, STATUSES, client_title
from benchmarks.workplace import Workplace, workplace

HOST, USER, REACH = "branches.localhost", "seller@branch.example", 1.3
COLUMNS = ["name", "client_name", "status", "city", "branch", "modified"]
Work = Callable[[Context], Any]


def main(arguments: list[str]) -> None:
    """Measure each database and print a table."""
    options = _options(arguments)
    with workplace("access") as place:
        for db_type in options.db.split(","):
            measure(place, db_type, options)


def measure(place: Workplace, db_type: str, options: argparse.Namespace) -> None:
    """One table."""
    bench = place.bench(db_type)
    create_site(bench, NewSite(HOST, "a-password-of-the-benchmark", place.database(db_type, "access")))
    site = bench.site(HOST)
    fill(site, options.clients, options.branches)
    print(f"\n{db_type}, {options.clients:,} clients, {options.branches} branches")
    for label, work in cases(site):
        mine, all_of = times(site, work, options.rounds, options.requests)
        ratios = [one / other for one, other in zip(mine, all_of, strict=True)]
        ratio = statistics.median(ratios)
        verdict = "ok" if ratio <= REACH else "MISSED"
        print(
            f"{label:<34}{statistics.median(mine) * 1e3:9.3f} ms {statistics.median(all_of) * 1e3:9.3f} ms"
            f"{ratio:7.2f}  ({min(ratios):.2f} - {max(ratios):.2f})  {verdict}",
            flush=True,
        )
    bench.close()


def cases(site: Site) -> Iterator[tuple[str, Work]]:
    """The requests that are measured; every one is answered alike to both."""
    with site.context(USER) as ctx:
        names = [row["name"] for row in get_list(ctx, "Client", limit=200)]

    def rows(**options: Any) -> Work:
        return lambda ctx: get_list(ctx, "Client", fields=COLUMNS, **options)

    yield "list", rows()
    yield "filtered list", rows(filters={"status": "Active"})
    yield "filtered and sorted list", rows(filters={"city": "Lyon"}, order_by="client_name asc")
    yield "page 50", rows(limit_start=1000)
    yield "count to 1,001", lambda ctx: count(ctx, "Client", limit=1001)
    yield "count of all", lambda ctx: count(ctx, "Client")
    yield "get", lambda ctx: read_document(ctx, "Client", random.choice(names))


def times(site: Site, work: Work, rounds: int, requests: int) -> tuple[list[float], list[float]]:
    """Seconds per request of the branch's user and of Administrator, in turns."""
    found: dict[str, list[float]] = {USER: [], ADMINISTRATOR: []}
    for user in (USER, ADMINISTRATOR):
        _seconds(site, user, work, 2)
    for _round in range(rounds):
        for user, seconds in found.items():
            seconds.append(_seconds(site, user, work, requests))
    return found[USER], found[ADMINISTRATOR]


def _seconds(site: Site, user: str, work: Work, requests: int) -> float:
    with site.context(user) as known:
        roles = users.roles_of(known)
    started, done = time.perf_counter(), 0
    while done < requests and (done < 3 or time.perf_counter() - started < 3):
        ctx = site.open(user)
        hearing.remember_heard(
            ctx, hearing.listen(site)
        )  # as a request does, which has its roles from its session
        users.remember_roles(ctx, roles)
        work(ctx)
        ctx.db.close()
        done += 1
    return (time.perf_counter() - started) / done


def fill(site: Site, clients: int, branches: int) -> None:
    """The branches, somebody of the tenth of them, and the clients."""
    with site.context() as ctx:
        names = [f"Branch {number:03d}" for number in range(branches)]
        for name in names:
            create(ctx, new_document(ctx, {"doctype": "Branch", "branch_name": name}))
        scopes = [{"scope": names[min(9, branches - 1)], "include_descendants": 1}]
        seller = {"doctype": "User", "email": USER, "first_name": "Seller", "roles": [{"role": "Sales User"}]}
        create(ctx, new_document(ctx, seller | {"scopes": scopes}))
        settings = get_document(ctx, "System Settings", "System Settings", for_update=True)
        settings.limit_to_scope = 1
        update(ctx, settings)
        ctx.db.commit()
    for start in range(1, clients + 1, CHUNK * 10):
        with site.context() as ctx:
            ctx.db.begin()
            for first in range(start, min(start + CHUNK * 10, clients + 1), CHUNK):
                last = min(first + CHUNK, clients + 1)
                _insert(ctx, [_client(ctx, number, names) for number in range(first, last)])
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("ANALYZE TABLE `tabClient`" if site.config.db_type == "mariadb" else "ANALYZE")
        )


def _client(ctx: Context, number: int, branches: list[str]) -> dict[str, Any]:
    meta = ctx.site.registry.get("Client")
    empty = ctx.memo.get("empty client")
    if empty is None:
        empty = dict.fromkeys(meta.valid_columns) | {
            field.fieldname: fieldtypes.get(field.fieldtype).empty for field in meta.value_fields
        }
        ctx.memo["empty client"] = empty
    moment = ctx.clock.now().replace(microsecond=number % 1_000_000)
    chance = random.Random(number)
    return empty | {
        "name": f"CLI-{number:07d}", "client_name": client_title(number), "client_type": "Company",
        "status": chance.choice(STATUSES), "city": chance.choice(CITIES),
        "branch": chance.choice(branches), "owner": ADMINISTRATOR, "modified_by": ADMINISTRATOR,
        "creation": moment, "modified": moment, "docstatus": 0, "idx": 0,
    }  # fmt: skip


def _insert(ctx: Context, rows: list[dict[str, Any]]) -> None:
    """The rows alone: words to search by are not measured here."""
    meta = ctx.site.registry.get("Client")
    ctx.db.write(storage._insert_query(meta, tuple(rows[0]), ctx.db.compiler), rows)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark access", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--branches", type=int, default=200)
    parser.add_argument("--db", default="sqlite,mariadb")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=100, help="Requests of one turn.")
    return parser.parse_args(arguments)
