"""``start``: from an empty folder of sites to answering processes, and back to nothing."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from .conftest import ROOT

READY = "  Stop       Ctrl-C"
SECONDS = 90


class Installation:
    """A running ``./bench start``."""

    def __init__(self, environ: dict[str, str], port: int, log: Path):
        self.port = port
        self.log = log
        self.children: list[psutil.Process] = []
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "comptoir.cli",
                    "start",
                    "--no-browser",
                    "--no-build",
                    "--port",
                    str(port),
                ],
                env=environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS
        while READY not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)
        self.children = psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str, host: str = "localhost") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def orphans(self, seconds: float) -> list[str]:
        """The children that are still there after ``seconds``."""
        _, alive = psutil.wait_procs(self.children, timeout=seconds)
        return [" ".join(child.cmdline()) for child in alive if child.status() != psutil.STATUS_ZOMBIE]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        for child in self.children:
            if child.is_running():
                child.kill()


@pytest.fixture
def installation(
    made: str, environ: dict[str, str], free_port: int, tmp_path: Path
) -> Iterator[Installation]:
    """A running installation with one site."""
    environ = environ | {"COMPTOIR_ADMIN_PASSWORD": "from the environment"}
    config = Path(environ["COMPTOIR_SITES"]) / "shop.localhost" / "site_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"host_names": ["localhost"]}))
    started = Installation(environ, free_port, tmp_path / "start.log")
    started.wait_until_ready()
    yield started
    started.end()


class TestRunning:
    def test_answers_and_tells_that_every_process_does(self, installation: Installation) -> None:
        assert (200, {"message": "pong"}) == (
            installation.get("/api/method/ping")[0],
            json.loads(installation.get("/api/method/ping")[1]),
        )
        assert "web ok, worker ok, scheduler ok, redis ok" in installation.output

    def test_knows_no_tenant_by_default(self, installation: Installation) -> None:
        assert 404 == installation.get("/api/method/ping", host="stranger.example")[0]

    def test_does_not_show_the_password_it_was_given(self, installation: Installation) -> None:
        assert "from the environment" not in installation.output

    def test_is_started_once(
        self, installation: Installation, environ: dict[str, str], tmp_path: Path
    ) -> None:
        second = Installation(environ, installation.port + 1, tmp_path / "second.log")
        assert 6 == second.process.wait(30)
        assert f"running already, at http://localhost:{installation.port}" in second.output


class TestStopping:
    @pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
    def test_politely_stops_every_child(self, installation: Installation, sent: signal.Signals) -> None:
        assert len(installation.children) >= 4
        installation.process.send_signal(sent)
        assert 0 == installation.process.wait(20)
        assert [] == installation.orphans(5)

    def test_by_force_stops_every_child_too(self, installation: Installation) -> None:
        installation.process.kill()
        installation.process.wait(5)
        assert [] == installation.orphans(15)

    def test_by_force_does_not_hinder_the_next_start(
        self, installation: Installation, environ: dict[str, str], tmp_path: Path
    ) -> None:
        installation.process.kill()
        installation.process.wait(5)
        again = Installation(environ, installation.port, tmp_path / "again.log")
        try:
            again.wait_until_ready()
            assert 200 == again.get("/api/method/ping")[0]
        finally:
            again.end()

    def test_of_one_process_stops_the_others(self, installation: Installation) -> None:
        worker = next(child for child in installation.children if child.cmdline()[-1:] == ["worker"])
        worker.kill()
        assert 7 == installation.process.wait(20)
        assert [] == installation.orphans(5)


class TestBusyPort:
    def test_is_refused_when_it_was_asked_for(self, environ: dict[str, str], tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            refused = Installation(environ, port, tmp_path / "start.log")
            assert 6 == refused.process.wait(30)
        assert f"Port {port} on 127.0.0.1 is in use" in refused.output


class TestInterruptedMaking:
    def test_of_the_site_ends_with_nothing_half_made(
        self, environ: dict[str, str], free_port: int, tmp_path: Path, sites: Path
    ) -> None:
        started = Installation(environ, free_port, tmp_path / "start.log")
        deadline = time.monotonic() + SECONDS
        while "Making the site" not in started.output and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(started.process.pid, signal.SIGTERM)
        assert 143 == started.process.wait(20)
        assert [] == list(sites.glob("*/site_config.json"))
