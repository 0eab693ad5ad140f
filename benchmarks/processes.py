"""The measured processes: uvicorn with the product or the yardstick, and what they cost."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 30
PRODUCT = ["comptoir.web.app:create_app", "--factory"]
YARDSTICK = ["benchmarks.bare:app"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running web process."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of CPU it has used so far, in nanosecond steps where the system can tell."""
        if sys.platform == "linux":
            return time.clock_gettime((~self.pid << 3) | 2)
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Megabytes that only this process holds."""
        return float(psutil.Process(self.pid).memory_full_info().uss) / 2**20


@contextmanager
def serving(app: list[str], port: int, environ: Mapping[str, str], log: Path) -> Iterator[Server]:
    """``app`` under uvicorn, with the settings of ``./bench serve``, for the length of the block."""
    process = start(app, port, environ, log)
    try:
        wait_for(port, process, log)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(15)


def start(app: list[str], port: int, environ: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start uvicorn and come back at once."""
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        *app,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--timeout-keep-alive",
        "300",
    ]
    with log.open("ab") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env=os.environ | paths() | dict(environ), stdout=output, stderr=output
        )


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the port takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit(f"The web process did not start:\n{log.read_text()[-3000:]}")


def paths() -> dict[str, str]:
    """Where the code under measurement is imported from."""
    folders = [str(ROOT / "apps" / app) for app in ("comptoir", "regioncrm")]
    return {"PYTHONPATH": os.pathsep.join([*folders, str(ROOT)])}


def product_environ(sites: Path) -> dict[str, str]:
    """What tells the product which installation to serve."""
    return {"COMPTOIR_BENCH": str(ROOT), "COMPTOIR_SITES": str(sites)}


def yardstick_environ(settings: Mapping[str, object]) -> dict[str, str]:
    """What tells the yardstick where the data is."""
    return {"BARE_DATABASE": json.dumps(settings)}


def timed_child(command: list[str], environ: Mapping[str, str]) -> tuple[float, float]:
    """(seconds by the clock, seconds of CPU) of a command, from its start to its end."""
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | paths() | dict(environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, cpu


def first_answer(
    app: list[str], port: int, environ: Mapping[str, str], log: Path, ask: Callable[[int], bool]
) -> tuple[float, float]:
    """(seconds by the clock, seconds of CPU) from the start of the process to its first answer."""
    started = time.perf_counter()
    process = start(app, port, environ, log)
    try:
        while not ask(port):
            if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                raise SystemExit(f"The web process did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.003)
        return time.perf_counter() - started, Server(process.pid, port).cpu()
    finally:
        process.terminate()
        process.wait(15)
