"""Building the Desk with npm, only when its sources changed since the last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from comptoir.processes.errors import ProcessFailedError
from comptoir.processes.node import need_node
from comptoir.processes.npm import LOCK_SECONDS, STAMP, NpmProject, Say
from comptoir.sites.filelock import FileLock

LEFT_OUT = frozenset({"node_modules", "dist", "tests", "coverage"})


class Desk(NpmProject):
    """The npm project of the screens."""

    def __init__(self, root: Path, logs: Path):
        super().__init__(root / "apps" / "comptoir" / "desk", logs, "the screens' packages")
        self.root = root

    def is_built(self) -> bool:
        """Whether ``dist`` is what the present sources give."""
        return (self.folder / "dist" / "index.html").exists() and self.stamp_of("dist") == self._source_hash()

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
