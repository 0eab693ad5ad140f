"""Building the Desk with npm, only when its sources changed since the last time.

``npm install --no-save`` and not ``npm ci``: both install what the lock file pins, but ``ci`` also refuses a lock
that lacks a binary for some other platform, which is what a lock written behind a partial mirror looks like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from comptoir.processes.children import run_child
from comptoir.processes.errors import ProcessFailedError
from comptoir.processes.node import Node, need_node
from comptoir.sites.filelock import FileLock

STAMP = ".source-hash"
LEFT_OUT = frozenset({"node_modules", "dist", "tests", "coverage"})
LOCK_SECONDS = 900
LOG_LINES = 40

Say = Callable[[str], None]


class Desk:
    """The npm project of the screens."""

    def __init__(self, root: Path, logs: Path):
        self.root = root
        self.folder = root / "apps" / "comptoir" / "desk"
        self.logs = logs

    def is_built(self) -> bool:
        """Whether ``dist`` is what the present sources give."""
        return (self.folder / "dist" / "index.html").exists() and self._stamp_of(
            "dist"
        ) == self._source_hash()

    def build(self, say: Say) -> None:
        """Install what the lock file says and build. Raises ``ProcessFailedError`` with the end of the log."""
        lock = FileLock(self.logs / "desk-build.lock")
        if not lock.acquire(wait=LOCK_SECONDS):
            raise ProcessFailedError("Another command builds the screens and does not come to an end.")
        try:
            if self.is_built():
                return
            node = need_node(self.root)
            self.install(node, say)
            say(f"Building the screens with Node {node.version}")
            source = self._source_hash()
            self.npm(node, "run", "build")
            (self.folder / "dist" / STAMP).write_text(source)
        finally:
            lock.release()

    def install(self, node: Node, say: Say) -> None:
        """Install the locked packages, unless ``node_modules`` is what the lock file says already."""
        wanted = hashlib.sha256((self.folder / "package-lock.json").read_bytes()).hexdigest()
        if self._stamp_of("node_modules") == wanted:
            return
        say("Installing the screens' packages with npm")
        self.npm(node, "install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error")
        (self.folder / "node_modules" / STAMP).write_text(wanted)

    def npm(self, node: Node, *arguments: str) -> None:
        """Run npm into a log of its own. Raises ``ProcessFailedError`` with the end of it where npm fails."""
        words = [word for word in arguments if not word.startswith("-") and word != "run"]
        log = self.logs / f"npm-{'-'.join(words)}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        status = run_child([*node.npm, *arguments], log=log, cwd=self.folder, environ=node.environ())
        if status != 0:
            end = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])
            raise ProcessFailedError(f"npm {' '.join(words)} failed. The end of {log}:\n{end}")

    def _stamp_of(self, folder: str) -> str:
        path = self.folder / folder / STAMP
        return path.read_text() if path.exists() else ""

    def _source_hash(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._sources()):
            digest.update(str(path.relative_to(self.folder)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        for entry in self.folder.iterdir():
            if entry.name in LEFT_OUT or entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from (path for path in entry.rglob("*") if path.is_file() and ".test." not in path.name)
            else:
                yield entry
