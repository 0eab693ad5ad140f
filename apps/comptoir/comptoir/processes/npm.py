"""An npm project of this repository: its locked packages, and npm run in it with a log.

``npm install --no-save`` and not ``npm ci``: both install what the lock file pins, but ``ci`` also refuses a lock
that lacks a binary for some other platform, which is what a lock written behind a partial mirror looks like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from comptoir.processes.children import run_child
from comptoir.processes.errors import ProcessFailedError
from comptoir.processes.node import Node
from comptoir.sites.filelock import FileLock

STAMP = ".source-hash"
LOCK_SECONDS = 900
LOG_LINES = 40

Say = Callable[[str], None]


class NpmProject:
    """A folder with a ``package.json`` and its lock; ``title`` is what a user reads of it."""

    def __init__(self, folder: Path, logs: Path, title: str):
        self.folder = folder
        self.logs = logs
        self.title = title

    def install(self, node: Node, say: Say) -> None:
        """Install the locked packages, unless ``node_modules`` is what the lock file says already."""
        lock = FileLock(self.logs / f"npm-{self.folder.name}.lock")
        if not lock.acquire(wait=LOCK_SECONDS):
            raise ProcessFailedError(f"Another command installs {self.title} and does not come to an end.")
        try:
            wanted = hashlib.sha256((self.folder / "package-lock.json").read_bytes()).hexdigest()
            if self.stamp_of("node_modules") == wanted:
                return
            say(f"Installing {self.title} with npm")
            self.npm(
                node, "install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"
            )
            (self.folder / "node_modules" / STAMP).write_text(wanted)
        finally:
            lock.release()

    def npm(self, node: Node, *arguments: str) -> None:
        """Run npm into a log of its own. Raises ``ProcessFailedError`` with the end of it where npm fails."""
        words = [word for word in arguments if not word.startswith("-") and word != "run"]
        log = self.logs / f"npm-{self.folder.name}-{'-'.join(words)}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        status = run_child([*node.npm, *arguments], log=log, cwd=self.folder, environ=node.environ())
        if status != 0:
            end = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])
            raise ProcessFailedError(f"npm {' '.join(words)} failed. The end of {log}:\n{end}")

    def stamp_of(self, folder: str) -> str:
        """The hash of what ``folder`` was last made from; empty where it was not made."""
        path = self.folder / folder / STAMP
        return path.read_text() if path.exists() else ""
