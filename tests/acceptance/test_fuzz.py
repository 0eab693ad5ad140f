"""Whatever the OpenAPI file lets a client send, the server has a sentence for it: never a 500."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from comptoir.access.tokens import generate_keys
from comptoir.sites import Bench, Site

from .servers import Server

SUBJECTS = (
    "/api/resource/(Client|Task|Proposal|Item|Warehouse%20Entry|User|DocType)(/.*)?$"
    "|/api/v2/document/(Client|Task|Proposal|User)/.*|/api/method/.*|/api/v2/method/.*"
)
SECONDS = 480


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, site.name, tmp_path / "web.log")
    yield made.start()
    made.stop()


@pytest.mark.only_on("sqlite")
def test_generated_requests_meet_no_server_error(server: Server, site: Site, tmp_path: Path) -> None:
    with site.context() as ctx:
        key, secret = generate_keys(ctx, "Administrator")
    headers = server.headers | {"Authorization": f"token {key}:{secret}"}
    schema = tmp_path / "openapi.json"
    answer = httpx.get(f"{server.url}/api/openapi.json", headers=headers, timeout=30)
    assert 200 == answer.status_code
    schema.write_bytes(answer.content)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(schema), "--url", server.url,
        "--checks", "not_a_server_error", "--phases", "examples,fuzzing", "--max-examples", "12", "--seed", "7",
        "--include-path-regex", SUBJECTS,
    ]  # fmt: skip
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=tmp_path, check=False)
    assert 0 == run.returncode, run.stdout[-4000:]
    assert "Traceback" not in (tmp_path / "web.log").read_text()
