"""Runs commands of ``./bench``, and kills them in the middle as if the machine had lost its power.

python commands_to_kill.py SITES

Reads one JSON object a line: ``{"arguments": [...], "kill_at": 17}``. Each command is a process forked from this one,
which has imported everything, and dies before its 17th step: a file opened for writing, made, moved or deleted under
SITES, or a statement that changes a database. Answers with how it ended and, where it came to its end, its steps.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import comptoir
import mariadb
import sqlalchemy as sa
from comptoir.backups import transfer
from comptoir.cli.main import main

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MOVING = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"})
READING = frozenset({"SELECT", "PRAGMA", "SHOW", "SET", "EXPLAIN", "DESCRIBE"})


class Steps:
    """Counts what changes something outside this process, and ends the process before one of them."""

    def __init__(self, sites: Path) -> None:
        self._sites = str(sites)
        self._kill_at: int | None = None
        self._counting = False
        self.taken: list[str] = []
        """What each step was: an event of Python's, or the first word of a statement."""

    def watch(self) -> None:
        """Listen to this process."""
        sys.addaudithook(self._hear)
        sa.event.listen(sa.pool.Pool, "connect", self._connected)
        self._wrap("execute")
        self._wrap("executemany")

    def begin(self, kill_at: int | None) -> None:
        """Count from now on."""
        self._kill_at, self._counting = kill_at, True

    def _step(self, what: str) -> None:
        if self._counting:
            self.taken.append(what)
            if len(self.taken) == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def _hear(self, event: str, values: tuple[Any, ...]) -> None:
        if event in MOVING or (event == "open" and self._is_written(*values)):
            self._step(event)

    def _is_written(self, path: Any, _mode: Any, flags: int) -> bool:
        return isinstance(path, str) and bool(flags & WRITING) and path.startswith(self._sites)

    def _connected(self, connection: Any, _record: object) -> None:
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(self._statement)

    def _statement(self, sql: str) -> None:
        word = sql.split(None, 1)[0].upper()
        if word not in READING:
            self._step(word)

    def _wrap(self, name: str) -> None:
        plain = getattr(mariadb.cursors.Cursor, name)

        def counted(cursor: Any, sql: str, *values: Any, **options: Any) -> Any:
            self._statement(sql)
            return plain(cursor, sql, *values, **options)

        setattr(mariadb.cursors.Cursor, name, counted)


def serve(steps: Steps) -> None:
    """Run commands until nobody asks for one any more."""
    for line in sys.stdin:
        order = json.loads(line)
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as count:
            child = os.fork()
            if child == 0:
                command(steps, order["arguments"], order["kill_at"], output.fileno(), os.dup(count.fileno()))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            count.seek(0)
            answer = {"status": status, "output": output.read(), "steps": count.read().split()}
        print(json.dumps(answer), flush=True)


def command(
    steps: Steps, arguments: Sequence[str], kill_at: int | None, output: int, count: int
) -> NoReturn:
    """In the forked process: one command to its end, or to its step ``kill_at``."""
    for stream in (1, 2):
        os.dup2(output, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["bench", *arguments]
    steps.begin(kill_at)
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os.pwrite(count, " ".join(steps.taken).encode(), 0)
    os._exit(status)  # what Python would take apart now is what was imported for all commands


def import_everything() -> None:
    """What commands import when they need it; so that it is done once."""
    for module in pkgutil.walk_packages(comptoir.__path__, "comptoir."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    import_everything()
    transfer.transfer.__kwdefaults__["drain"] = 0  # no other process has these sites open
    counted = Steps(Path(sys.argv[1]))
    counted.watch()
    serve(counted)
