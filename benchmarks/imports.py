"""What an import costs: a workbook of clients beside the same clients inserted one by one, and an import that is killed.

``./bench benchmark imports`` writes an XLSX file of 100,000 clients, imports it on SQLite and on MariaDB in processes of
their own, kills two of them on the way, and counts what is stored in the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import frappe
import openpyxl
from comptoir.apps.install import NewSite, create_site
from comptoir.context import use
from comptoir.data import running
from comptoir.documents import create, new_document
from comptoir.files import NewFile, attach
from comptoir.sites import Bench, Site

from benchmarks.company import CITIES, client_title
from benchmarks.processes import ROOT
from benchmarks.workplace import Workplace, workplace

HOST = "imports.localhost"
HEADING = ("Client name", "City", "Country", "E-mail", "Credit limit", "First contact")
MEGABYTE = 1024


def main(arguments: list[str]) -> None:
    """Measure each database and print a table; or run one leg, for the process that measures."""
    options = _options(arguments)
    if options.leg:
        _leg(*options.leg)
        return
    with workplace("imports") as place:
        for db_type in options.db.split(","):
            measure(place, db_type, options)


def measure(place: Workplace, db_type: str, options: argparse.Namespace) -> None:
    """One database."""
    bench = place.bench(db_type)
    create_site(bench, NewSite(HOST, "a-password-of-the-benchmark", place.database(db_type, "imports")))
    site = bench.site(HOST)
    print(f"\n{db_type}, {options.rows:,} clients")
    single = one_by_one(site, min(options.rows, 2000))
    print(f"{'inserted one by one, in one transaction':<44}{single:9,.0f} per second of CPU")
    content = workbook(place.path / "clients.xlsx", options.rows)
    name = begin(site, content)
    for share in range(1, options.kills + 1):
        kill_at(site, bench.sites_path, name, options.rows * share // (options.kills + 1))
    position = standing(site, name)[0]
    cpu, clock, peak = leg(bench.sites_path, name)
    written, distinct, status = stored(site)
    rows = options.rows + 1 - max(position, 1)
    print(f"{'imported':<44}{rows / cpu:9,.0f} per second of CPU, {rows / clock:,.0f} by the clock")
    print(f"{'import against one by one':<44}{rows / cpu / single:9.2f} times as fast")
    print(f"{'peak memory of the process':<44}{peak:9,.0f} MB")
    verdict = "ok" if written == distinct == options.rows and status == "Success" else "MISSED"
    print(
        f"{f'stored after {options.kills} kills':<44}{written:9,} clients, {distinct:,} different ones, {status}  {verdict}"
    )
    bench.close()


def values_of(number: int) -> dict[str, Any]:
    """The client of a row."""
    return {
        "client_name": f"{client_title(number)} {number}", "city": CITIES[number % len(CITIES)], "country": "France",
        "email": f"client{number}@example.com", "credit_limit": number % 1000 * 1.5, "first_contact_on": "2025-03-21",
    }  # fmt: skip


def workbook(path: Path, rows: int) -> bytes:
    """The file."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADING)
    for number in range(rows):
        sheet.append(list(values_of(number).values()))
    book.save(path)
    return path.read_bytes()


def one_by_one(site: Site, count: int) -> float:
    """Clients per second of CPU, with the flags of an import; rolled back."""
    with site.context() as ctx, use(ctx):
        ctx.flags["in_import"] = True
        started = time.process_time()
        for number in range(count):
            create(ctx, new_document(ctx, {"doctype": "Client", **values_of(number)}))
        spent = time.process_time() - started
        ctx.db.rollback()
    return count / spent


def begin(site: Site, content: bytes) -> str:
    """The import, ready to run."""
    with site.context() as ctx, use(ctx):
        url = attach(ctx, NewFile("clients.xlsx", content)).file_url
        doc = frappe.get_doc(doctype="Data Import", reference_doctype="Client", import_file=url).insert()
        running.start(ctx, str(doc.name))
        return str(doc.name)


def kill_at(site: Site, sites: Path, name: str, written: int) -> None:
    """Begin a leg and kill it once so many documents are stored."""
    with subprocess.Popen(_command(sites, name), env=_environ()) as process:
        while process.poll() is None and standing(site, name)[1] < written:
            time.sleep(0.2)
        process.kill()


def standing(site: Site, name: str) -> tuple[int, int]:
    """The position, and how many documents are written."""
    with site.context() as ctx, use(ctx):
        position, succeeded = frappe.db.get_value("Data Import", name, ["position", "succeeded"])
        return int(position), int(succeeded)


def leg(sites: Path, name: str) -> tuple[float, float, float]:
    """Seconds of CPU and by the clock, and megabytes, of the leg that goes to the end."""
    started = time.perf_counter()
    found = subprocess.run(_command(sites, name), env=_environ(), check=True, capture_output=True, text=True)
    cpu, peak = found.stdout.split()[-2:]
    return float(cpu), time.perf_counter() - started, float(peak)


def stored(site: Site) -> tuple[int, int, str]:
    """Clients, different clients, and the status of the import."""
    with site.context() as ctx, use(ctx):
        names = frappe.get_all("Client", pluck="client_name", limit_page_length=0)
        status = frappe.get_all("Data Import", pluck="status")[0]
        return len(names), len(set(names)), str(status)


def _leg(sites: str, name: str) -> None:
    with closing(Bench(ROOT, Path(sites))) as bench, bench.site(HOST).context():
        before = time.process_time()
        running.run(name)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
        print(time.process_time() - before, peak)


def _command(sites: Path, name: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks", "imports", "--leg", str(sites), name]


def _environ() -> dict[str, str]:
    return dict(os.environ) | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--db", default="sqlite,mariadb")
    parser.add_argument("--leg", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)
