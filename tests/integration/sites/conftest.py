"""An installation of its own, with one small app, whose commands can be killed at any of their steps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

import pytest
import sqlalchemy as sa
from comptoir.sites import Bench
from comptoir.sites.config import COMMON, write_json

from ...conftest import ROOT
from ...databases import Databases
from ...services import Services

PROGRAM = Path(__file__).with_name("commands_to_kill.py")
SYSTEM = frozenset({"information_schema", "mysql", "performance_schema", "sys", "root", "mariadb.sys", ""})


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or the negative number of the signal."""

    status: int
    output: str
    steps: list[str]


class Commands:
    """Runs commands of one installation, each in a process of its own."""

    def __init__(self, bench: Bench):
        self.bench = bench
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(bench.sites_path)],
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join(sys.path),
                "COMPTOIR_BENCH": str(bench.root),
                "COMPTOIR_SITES": str(bench.sites_path),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> Ended:
        """A command that must end well."""
        ended = self.attempt(arguments)
        assert (0, False) == (ended.status, "Traceback" in ended.output), ended.output
        return ended

    def kill(self, arguments: Sequence[str], step: int) -> None:
        """A command that dies before its step ``step``."""
        ended = self.attempt(arguments, step)
        assert -SIGKILL == ended.status, f"it ended before step {step}: {ended.output}"

    def attempt(self, arguments: Sequence[str], kill_at: int | None = None) -> Ended:
        """A command as it ends."""
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps({"arguments": arguments, "kill_at": kill_at}), file=self._process.stdin, flush=True)
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process that runs them."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@dataclass(frozen=True, slots=True)
class Server:
    """The databases of these installations: a MariaDB nobody else uses, or nothing."""

    databases: Databases | None

    @property
    def options(self) -> tuple[str, ...]:
        """How a command makes its database there."""
        return ("--db-type", "sqlite") if self.databases is None else self.mariadb(self.databases)

    @property
    def root(self) -> tuple[str, ...]:
        """How a command that needs a database of its own there may make it."""
        return () if self.databases is None else ("--db-root-user", "root")

    @staticmethod
    def mariadb(databases: Databases) -> tuple[str, ...]:
        """How a command makes its database on a MariaDB."""
        return ("--db-type", "mariadb", "--db-socket", databases.mariadb("").socket)

    def holds(self) -> tuple[set[str], set[str]]:
        """The databases and the users that sites have there."""
        if self.databases is None:
            return set(), set()
        with self.databases.server() as connection:
            schemas = set(sa.inspect(connection).get_schema_names()) - SYSTEM
            users = connection.exec_driver_sql("SELECT User FROM mysql.user").scalars().all()
        return schemas, {str(user) for user in users if str(user) not in SYSTEM}


@pytest.fixture(scope="session")
def own_mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """A MariaDB of this process alone: everything it holds is known."""
    folder = tmp_path_factory.mktemp("own-mariadb")
    services = Services(folder, os.getpid())
    yield Databases(services, folder, "own")
    services.stop()


@pytest.fixture(scope="module")
def server(db_type: str, request: pytest.FixtureRequest) -> Server:
    """Where the databases of these installations are made."""
    return Server(request.getfixturevalue("own_mariadb") if db_type == "mariadb" else None)


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory, redis_url: str, db_type: str) -> Iterator[Commands]:
    """The commands of an installation with the engine alone, without sites."""
    root = tmp_path_factory.mktemp("killed") / db_type
    (root / "apps").mkdir(parents=True)
    (root / "apps" / "comptoir").symlink_to(ROOT / "apps" / "comptoir")
    path = list(sys.path)
    bench = Bench(root)
    write_json(bench.sites_path / COMMON, {"redis_url": redis_url})
    made = Commands(bench)
    yield made
    made.close()
    bench.close()
    sys.path[:] = path
