"""An import that is killed goes on where it was: every row once, none left out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe
import openpyxl
import orjson
import redis
from comptoir.context import Context
from comptoir.data import running
from comptoir.jobs.queue import connection_of
from comptoir.sites import Bench, Site

from .conftest import new_import

ROWS = 1600
LEG = Path(__file__).with_name("leg.py")


def workbook(path: Path) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Client name", "City", "Credit limit"])
    for number in range(ROWS):
        sheet.append([f"Client {number}", "Lyon", number])
    book.save(path)
    return path.read_bytes()


@contextmanager
def leg(bench: Bench, site: Site, name: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(LEG), str(bench.root), str(bench.sites_path), site.name, name]
    paths = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}) as process:
        yield process
        process.kill()


def wait_until(heard: redis.client.PubSub, written: int) -> None:
    """Return once the import says that so many records are committed."""
    for entry in heard.listen():
        events = orjson.loads(entry["data"]) if entry["type"] == "pmessage" else []
        if any(
            event["event"] == running.EVENT and event["message"]["current"] >= written for event in events
        ):
            return


def test_an_import_killed_twice_writes_every_row_once(
    ctx: Context, bench: Bench, site: Site, tmp_path: Path
) -> None:
    name = str(new_import(ctx, "Client", workbook(tmp_path / "clients.xlsx")).name)
    running.start(ctx, name)
    ctx.db.commit()
    with connection_of(site).pubsub(ignore_subscribe_messages=True) as heard:
        heard.psubscribe("*realtime*")
        for reached in (200, 800):
            with leg(bench, site, name):
                wait_until(heard, reached)
    assert frappe.db.get_value("Data Import", name, "status") == "In Progress"
    with leg(bench, site, name) as last:
        assert last.wait() == 0
    done = frappe.get_doc("Data Import", name)
    assert ("Success", ROWS, 0, ROWS + 1) == (done.status, done.succeeded, done.failed, done.position)
    names = frappe.get_all("Client", pluck="client_name", limit_page_length=0)
    assert {f"Client {number}" for number in range(ROWS)} == set(names)
    assert len(names) == ROWS == frappe.db.count("Data Import Log", {"data_import": name, "success": 1})


def test_what_nobody_works_on_is_taken_up(ctx: Context, site: Site) -> None:
    name = str(new_import(ctx, "Client", b"Client name\nA\n").name)
    running.start(ctx, name)
    ctx.db.commit()
    queue = connection_of(site)
    running.resume_lost()
    ctx.db.commit()
    assert not queue.keys("rq:job:*")
    frappe.db.set_value(
        "Data Import", name, "beat", ctx.clock.now() - 2 * running.LOST, update_modified=False
    )
    running.resume_lost()
    ctx.db.commit()
    assert len(queue.keys("rq:job:*")) == 1
