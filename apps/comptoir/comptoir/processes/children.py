"""Starting children that cannot outlive this process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from comptoir.lifelines import tied_to


def start_child(
    command: Sequence[str],
    *,
    log: Path | None = None,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own; on Linux the kernel ends it when this process dies.

    Its output goes to the end of ``log``, or where ours goes.
    """
    output = log.open("ab") if log is not None else None
    try:
        return subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            start_new_session=True,
            env=environ,
            preexec_fn=tied_to(os.getpid()),
        )
    finally:
        if output is not None:
            output.close()


def run_child(
    command: Sequence[str],
    *,
    log: Path | None = None,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> int:
    """Run ``command`` to its end and return its exit status; an interruption ends it and its own children."""
    child = start_child(command, log=log, cwd=cwd, environ=environ)
    try:
        return child.wait()
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        stop_child(child)
        raise


def stop_child(child: subprocess.Popen[bytes], seconds: float = 8) -> None:
    """Ask ``child`` to end, and make it after ``seconds``."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
