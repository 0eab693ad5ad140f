"""The servers of a test run: one of each, gone with the run, and a sentence where one is missing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from comptoir.db import DatabaseSettings, create_engine

from ... import services as running
from ...services import ServiceError, Services


@contextmanager
def run_of(folder: Path) -> Iterator[tuple[Services, subprocess.Popen[bytes]]]:
    """Services of a run whose leading process is one that only waits."""
    leader = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
    services = Services(folder, leader.pid)
    try:
        yield services, leader
    finally:
        services.stop()
        leader.kill()
        leader.communicate()


def comes_true(fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.02)
    return fact()


class TestARun:
    def test_shares_one_server_among_its_workers(self, tmp_path: Path) -> None:
        with run_of(tmp_path) as (services, leader):
            assert services.redis() == Services(tmp_path, leader.pid).redis()

    def test_gets_a_redis_that_answers(self, tmp_path: Path) -> None:
        with run_of(tmp_path) as (services, _), redis.Redis.from_url(services.redis().url) as client:
            assert client.ping() is True

    def test_that_stops_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with run_of(tmp_path) as (services, _):
            folder = Path(services.redis().socket).parent
            assert folder.exists()
        assert not folder.exists()

    def test_that_is_killed_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with run_of(tmp_path) as (services, leader):
            folder = Path(services.redis().socket).parent
            leader.kill()
            leader.wait()
            assert comes_true(lambda: not folder.exists())


class TestMariaDB:
    @pytest.mark.only_on("mariadb")
    @pytest.mark.usefixtures("db_type")
    def test_answers_on_its_socket_and_on_its_port(self, services: Services) -> None:
        service = services.mariadb()
        for settings in (
            DatabaseSettings("mariadb", user="root", socket=service.socket),
            DatabaseSettings("mariadb", user="root", host="127.0.0.1", port=service.port),
        ):
            engine = create_engine(settings)
            with engine.connect() as connection:
                assert 1 == connection.execute(sa.text("SELECT 1")).scalar_one()
            engine.dispose()

    def test_that_is_not_installed_is_a_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(running.MARIADB_VARIABLE, raising=False)
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr(running, "FOLDERS", ())
        with pytest.raises(ServiceError, match="Install it"):
            running.mariadb_binary()

    def test_that_does_not_start_is_the_same_sentence_for_every_test(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(running.MARIADB_VARIABLE, str(tmp_path / "nowhere"))
        services = Services(tmp_path, os.getpid())
        said = []
        for _ in range(2):
            with pytest.raises(ServiceError, match="there is no program of that name") as caught:
                services.mariadb()
            said.append(str(caught.value))
        assert said[0] == said[1]
