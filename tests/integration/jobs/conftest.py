"""An installation whose jobs are found by worker processes, and what they do."""

from __future__ import annotations

import os
import select
from pathlib import Path

import pytest
import redis
from comptoir.jobs.queue import connection_of
from comptoir.sites import Bench, Site

WORK = Path(__file__).parent / "work"
WAIT_SECONDS = 60


@pytest.fixture(autouse=True)
def installation(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs find this bench, as they find their own in a worker process."""
    apps = [str(bench.root / "apps" / app) for app in ("comptoir", "regioncrm")]
    monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
    monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*apps, str(WORK)]))
    monkeypatch.syspath_prepend(str(WORK))


@pytest.fixture
def connection(site: Site) -> redis.Redis:
    return connection_of(site)


class Pipe:
    """Where a job tells that it is under way."""

    def __init__(self, path: Path):
        os.mkfifo(path)
        self.path = path

    def read(self) -> str:
        """What a job has written, as soon as it has."""
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            ready, _, _ = select.select([reader], [], [], WAIT_SECONDS)
            assert ready, "no job told anything"
            return os.read(reader, 100).decode()
        finally:
            os.close(reader)


@pytest.fixture
def pipe(tmp_path: Path) -> Pipe:
    return Pipe(tmp_path / "pipe")
