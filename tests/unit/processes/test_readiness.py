"""When an installation counts as running."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import redis
from comptoir.jobs.health import Health, ProcessHealth
from comptoir.processes import readiness
from comptoir.processes.readiness import Target, look, wait_until_ready

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def process(seconds_after_start: float, alive: bool = True) -> ProcessHealth:
    return ProcessHealth("p", 1, START + timedelta(seconds=seconds_after_start), 0, alive)


@pytest.fixture
def target() -> Target:
    return Target("127.0.0.1", 8000, "shop.localhost", redis.Redis(), START)


def seen(monkeypatch: pytest.MonkeyPatch, found: Health, web: bool = True) -> None:
    monkeypatch.setattr(readiness, "health", lambda connection: found)
    monkeypatch.setattr(readiness, "pings", lambda host, port, site: web)


def test_is_complete_when_everything_answers(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, Health("7", (process(1),), (process(1),)))
    assert look(target).complete


def test_does_not_count_the_processes_of_an_earlier_run(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(monkeypatch, Health("7", (process(-60),), (process(1),)))
    assert ["worker"] == look(target).missing


def test_does_not_count_a_process_that_is_gone(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, Health("7", (process(1),), (process(1, alive=False),)))
    assert ["scheduler"] == look(target).missing


def test_waiting_ends_when_it_is_of_no_use(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, Health(problem="gone"), web=False)
    state = wait_until_ready(target, 60, until=lambda: True)
    assert ["web", "worker", "scheduler", "redis"] == state.missing
