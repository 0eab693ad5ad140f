"""``python -m benchmarks``: builds the sites, runs every case, prints the table."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from comptoir.sites import Bench

from benchmarks import access, imports, once, paper, screens, search, sites
from benchmarks import cases as catalogue
from benchmarks.cases import Case
from benchmarks.company import Company, build
from benchmarks.compare import Result, Side, compare
from benchmarks.processes import PRODUCT, YARDSTICK, product_environ, serving, yardstick_environ
from benchmarks.workplace import Workplace, workplace

HOST = "bench.localhost"
WIDTHS = (34, 8, 4, 12, 22, 12, 20, 6)
HEADINGS = ("case", "auth", "con", "CPU/request", "CPU over the bare one", "reach", "requests/s (bare)", "")


OTHERS: Mapping[str, Callable[[list[str]], None]] = {
    "sites": sites.main,
    "access": access.main,
    "imports": imports.main,
    "search": search.main,
    "screens": screens.main,
    "paper": paper.main,
}
"""Measurements with a site and a yardstick of their own."""


def main() -> None:
    other = OTHERS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if other is not None:
        other(sys.argv[2:])
        return
    options = arguments()
    missed: list[str] = []
    with workplace("bench") as place:
        _as_installed(place.path)
        for db_type in options.db:
            missed += measure(place, db_type, options)
    if missed:
        print("\nOut of reach: " + "; ".join(missed))
        sys.exit(1 if options.strict else 0)


def measure(place: Workplace, db_type: str, options: argparse.Namespace) -> list[str]:
    """Everything on one database. The names of the cases that are out of reach."""
    database = place.database(db_type, "measured")
    bench = place.bench(db_type)
    company = build(bench, HOST, database, options.clients)
    print(f"\n{db_type}, {options.clients:,} clients\n")
    missed: list[str] = []
    if options.only != ["once"]:
        print(line(HEADINGS))
        for auth, connections, result in results(company, bench.sites_path, place.path, options):
            print(line(cells(result, auth, connections)), flush=True)
            reach, ratio = result.case.reach, result.ratio
            if reach and ratio and ratio > reach:
                missed.append(
                    f"{db_type} {result.case.name} ({auth}, {connections}): {ratio:.1f} > {reach:g}"
                )
    if not options.only or "once" in options.only:
        for label, value, promised in singles(
            bench, bench.sites_path, database, options.port, place.path / "once.log"
        ):
            print(f"{label:<52}{value:<42}{'reach: ' + promised if promised else ''}", flush=True)
    bench.close()
    return missed


def results(
    company: Company, sites: Path, run: Path, options: argparse.Namespace
) -> Iterator[tuple[str, int, Result]]:
    """Every case with every way to sign in and every number of connections."""
    log = run / "server.log"
    with ExitStack() as stack:
        product = Side(stack.enter_context(serving(PRODUCT, options.port, product_environ(sites), log)), HOST)
        bare = Side(
            stack.enter_context(
                serving(YARDSTICK, options.port + 1, yardstick_environ(company.yardstick), log)
            ),
            HOST,
        )
        for connections in options.connections:
            product.connect(connections)
            bare.connect(connections)
            for auth in options.auth:
                headers = signed(company, auth)
                for case in wanted(catalogue.cases(company, headers), options.only):
                    yield auth, connections, compare(case, product, bare, options.requests, options.rounds)
                if not options.only or "submit a proposal of ten lines" in options.only:
                    case = submits(product, bare, headers, options)
                    yield auth, connections, compare(case, product, bare, options.requests, options.rounds)
        print(
            f"{'memory of a worker after all this':<52}{product.server.memory():.0f} MB (bare: {bare.server.memory():.0f} MB)"
        )
        product.close()
        bare.close()


def submits(product: Side, bare: Side, headers: dict[str, str], options: argparse.Namespace) -> Case:
    """Drafts enough for one case of submits."""
    per_round = max(len(product.connections), round(options.requests * 0.1))
    needed = per_round * (options.rounds + 1)
    ours = [_name(product, catalogue.draft("/api/resource/Proposal", headers)) for _ in range(needed)]
    theirs = [_name(bare, catalogue.draft("/proposals", {})) for _ in range(needed)]
    return catalogue.submit(ours, theirs, headers)


def singles(bench: Bench, sites: Path, database: dict[str, Any], port: int, log: Path) -> Iterator[once.Line]:
    yield from once.starting(sites, HOST, port, log)
    flags = [
        part
        for key, value in database.items()
        if key != "db_name"
        for part in (f"--{key.replace('_', '-')}", str(value))
    ]
    yield from once.commands(sites, HOST, flags)
    yield from once.in_process(bench, bench.site(HOST), database)


def signed(company: Company, auth: str) -> dict[str, str]:
    """The headers of somebody who signed in this way."""
    if auth == "token":
        return {"Authorization": company.token}
    return {"Cookie": f"sid={company.sid}", "X-Frappe-CSRF-Token": company.csrf}


def wanted(found: list[Case], only: list[str]) -> list[Case]:
    return [case for case in found if not only or case.name in only]


def line(parts: tuple[str, ...]) -> str:
    return "  ".join(part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True)).rstrip()


def cells(result: Result, auth: str, connections: int) -> tuple[str, ...]:
    ratio, reach = result.ratio, result.case.reach
    spread = f"{ratio:5.2f}  ({min(result.ratios):.2f} - {max(result.ratios):.2f})" if ratio else ""
    bare = f" ({result.bare_rate:,.0f})" if result.bare_rate else ""
    verdict = "" if not (reach and ratio) else "ok" if ratio <= reach else "MISSED"
    return (
        result.case.name, auth, str(connections), f"{result.cpu * 1e6:,.0f} µs", spread, f"{reach:g}" if reach else "",
        f"{result.rate:,.0f}{bare}", verdict,
    )  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./bench benchmark",
        description=f"{__doc__}\n``./bench benchmark sites`` measures many sites, ``access`` limited staff, ``screens`` the Desk, ``paper`` PDF.",
    )
    parser.add_argument("--clients", type=int, default=100_000, help="How many clients the site has.")
    parser.add_argument(
        "--db", type=_list, default=["sqlite", "mariadb"], help="sqlite, mariadb, or both with a comma."
    )
    parser.add_argument("--connections", type=lambda text: [int(n) for n in _list(text)], default=[1, 8])
    parser.add_argument("--auth", type=_list, default=["session", "token"])
    parser.add_argument("--requests", type=int, default=300, help="Requests of a block of the list.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=_list, default=[], help="Names of cases, or 'once'.")
    parser.add_argument("--port", type=int, default=8700, help="The first of two ports.")
    parser.add_argument("--strict", action="store_true", help="Fail where a case is out of reach.")
    return parser.parse_args()


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _as_installed(run: Path) -> None:
    """The measured processes find bytecode that an earlier one has written, as those of an installation do."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(run / "bytecode")


def _name(side: Side, request: Any) -> str:
    found = json.loads(side.connections[0].checked(request))["data"]["name"]
    return str(found)


if __name__ == "__main__":
    main()
