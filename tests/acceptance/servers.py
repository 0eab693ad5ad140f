"""Real web processes for acceptance tests: uvicorn on a free port, serving the sites of a bench."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from comptoir.cli.serve import GRACEFUL_SECONDS
from comptoir.sites import Bench
from comptoir.sites.config import SITE, read_json, write_json
from comptoir.sites.here import ROOT_VARIABLE, SITES_VARIABLE

START_SECONDS = 30
STOP_SECONDS = 30


class Server:
    """One web process; ``site`` is the host name requests carry.

    ``served`` is the site that answers to it where it is another name: the name is added to its hosts. ``wrapper`` is a
    program that starts the process with less rights.
    """

    def __init__(
        self, bench: Bench, site: str, log: Path, served: str | None = None, wrapper: Sequence[str] = ()
    ):
        self._wrapper = wrapper
        self.site = site
        if served is not None:
            _answers_to(bench, served, site)
        self.port = _free_port()
        self._bench = bench
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Start and wait for the first answer."""
        command = [
            *self._wrapper,
            sys.executable,
            "-m",
            "uvicorn",
            "comptoir.web.app:create_app",
            "--factory",
            "--no-proxy-headers",
            "--timeout-graceful-shutdown",
            str(GRACEFUL_SECONDS),
            "--port",
            str(self.port),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/api/method/ping", headers=self.headers).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"The web process did not answer:\n{self._log.read_text()}")

    def run_jobs(self) -> None:
        """Let a worker do what is queued, and what that queues."""
        command = [sys.executable, "-m", "comptoir.cli", "worker", "--burst"]
        with self._log.open("ab") as log:
            subprocess.run(command, env=self._environment, stdout=log, stderr=log, check=True, timeout=60)

    @property
    def url(self) -> str:
        """Address of the process."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What tells the process which site is meant."""
        return {"Host": self.site}

    @property
    def _environment(self) -> dict[str, str]:
        """What tells a process which installation is meant."""
        return os.environ | {
            ROOT_VARIABLE: str(self._bench.root),
            SITES_VARIABLE: str(self._bench.sites_path),
            "PYTHONPATH": os.pathsep.join(
                str(self._bench.root / "apps" / app) for app in ("comptoir", "regioncrm")
            ),
        }

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(STOP_SECONDS)


def _answers_to(bench: Bench, served: str, host: str) -> None:
    """Let ``served`` alone answer to ``host``: an earlier test may have named the site of the other database so."""
    for name in bench.site_names():
        path = bench.sites_path / name / SITE
        config = read_json(path)
        known = config.get("host_names", [])
        wanted = [each for each in known if each != host] + ([host] if name == served else [])
        if wanted != known:
            write_json(path, config | {"host_names": wanted})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
