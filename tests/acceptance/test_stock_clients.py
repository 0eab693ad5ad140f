"""Clients written for Frappe, as their authors publish them, against a real web process."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from comptoir.access.secrets import set_password
from comptoir.access.tokens import generate_keys
from comptoir.cli.test import stock_clients
from comptoir.processes.node import Node, need_node
from comptoir.sites import Bench, Site

from .servers import Server

SECONDS = 120
USER, PASSWORD = "Administrator", "a password of the stock clients"


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, "localhost", tmp_path / "web.log", served=site.name)
    yield made.start()
    made.stop()


@pytest.fixture(scope="session")
def node(bench: Bench) -> Node:
    found = need_node(bench.root)
    stock_clients(bench.root, bench.sites_path / ".logs").install(found, print)
    return found


def test_frappe_js_sdk(server: Server, bench: Bench, site: Site, node: Node) -> None:
    with site.context() as ctx:
        set_password(ctx, USER, PASSWORD)
        key, secret = generate_keys(ctx, USER)
    environment = os.environ | {
        "SITE_URL": f"http://localhost:{server.port}",
        "SITE_TOKEN": f"{key}:{secret}",
        "SITE_USER": USER,
        "SITE_PASSWORD": PASSWORD,
    }
    command = [str(node.folder / "node"), "--test", "--test-reporter=spec", "frappe-js-sdk.test.mjs"]
    run = subprocess.run(
        command,
        cwd=bench.root / "tests" / "clients",
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    passed = re.search(r"^. pass (\d+)$", run.stdout, re.MULTILINE)
    assert (0, True) == (run.returncode, passed is not None and int(passed[1]) > 20), run.stdout + run.stderr
