"""What was acknowledged is there after a ``kill -9``, and nothing is there by half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
import httpx
import pytest
from comptoir.access.tokens import generate_keys
from comptoir.sites import Bench, Site

from .servers import Server

INSERTS = 1000
CLIENTS = 8
KILLED_AFTER = 150


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, site.name, tmp_path / "web.log")
    yield made
    made.stop()


@pytest.fixture
def token(site: Site) -> str:
    with site.context() as ctx:
        key, secret = generate_keys(ctx, "Administrator")
    return f"token {key}:{secret}"


def test_acknowledged_inserts_survive_kill_9(server: Server, site: Site, token: str) -> None:
    server.start()
    acknowledged: list[str] = []
    lock, reached = threading.Lock(), threading.Event()
    web = httpx.Client(headers=server.headers | {"Authorization": token}, timeout=30)

    def insert(number: int) -> None:
        body = {
            "email": f"user{number}@example.com",
            "first_name": f"User {number}",
            "roles": [{"role": "Sales User"}, {"role": "Driver"}],
        }
        try:
            answer = web.post(f"{server.url}/api/resource/User", json=body)
        except httpx.TransportError:
            return
        if answer.status_code == 200:
            with lock:
                acknowledged.append(answer.json()["data"]["name"])
                if len(acknowledged) >= KILLED_AFTER:
                    reached.set()

    with ThreadPoolExecutor(CLIENTS) as pool:
        for number in range(INSERTS):
            pool.submit(insert, number)
        assert reached.wait(90), "too few inserts were acknowledged to kill anything"
        server.kill()
    web.close()
    with site.context():
        stored = set(frappe.get_all("User", filters={"email": ["like", "user%@example.com"]}, pluck="name"))
        rows = frappe.get_all(
            "Has Role",
            fields=["parent", "count(name) as n"],
            filters={"parent": ["like", "user%"]},
            group_by="parent",
        )
    assert set(acknowledged) <= stored
    assert dict.fromkeys(stored, 2) == {row.parent: row.n for row in rows}
    assert INSERTS > len(stored)
