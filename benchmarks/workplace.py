"""Where a benchmark works: a folder that goes with it, the servers it needs, and installations in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.sites import Bench
from comptoir.sites.config import COMMON, write_json

from benchmarks.processes import ROOT
from tests.services import Services


@dataclass(frozen=True, slots=True)
class Workplace:
    """``path`` is the folder."""

    path: Path
    services: Services

    def bench(self, db_type: str) -> Bench:
        """An installation without sites, for those of one database."""
        sites = self.path / db_type / "sites"
        write_json(sites / COMMON, {"redis_url": self.services.redis().url})
        return Bench(ROOT, sites)

    def database(self, db_type: str, name: str) -> dict[str, Any]:
        """What says where a new site keeps its documents; ``name`` is that of the database on a server."""
        if db_type == "sqlite":
            return {"db_type": "sqlite"}
        socket = self.services.mariadb().socket
        return {"db_type": "mariadb", "db_name": name, "db_user": "root", "db_socket": socket}


@contextmanager
def workplace(name: str, folder: Path | None = None) -> Iterator[Workplace]:
    """A workplace for the length of the block, within ``folder`` where one is given."""
    path = Path(tempfile.mkdtemp(prefix=f"comptoir-{name}-", dir=folder))
    services = Services(path, os.getpid())
    try:
        yield Workplace(path, services)
    finally:
        services.stop()
        shutil.rmtree(path, ignore_errors=True)
