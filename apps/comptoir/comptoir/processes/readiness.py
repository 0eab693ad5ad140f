"""Waiting until every process of an installation does its work."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import redis

from comptoir.jobs.health import ProcessHealth, health

PING = "/api/method/ping"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Name of a process -> whether it answers."""

    processes: dict[str, bool]

    @property
    def complete(self) -> bool:
        """Whether all answer."""
        return all(self.processes.values())

    @property
    def missing(self) -> list[str]:
        """Those that do not answer."""
        return [name for name, ready in self.processes.items() if not ready]


@dataclass(frozen=True, slots=True)
class Target:
    """What is waited for: an address, a host name that leads to a site, and processes born after ``since``."""

    host: str
    port: int
    site: str
    connection: redis.Redis
    since: datetime


def wait_until_ready(target: Target, seconds: float, until: Callable[[], bool] = lambda: False) -> Readiness:
    """Ask until everything answers, ``seconds`` have passed, or ``until`` says that it is of no use."""
    deadline = time.monotonic() + seconds
    state = look(target)
    while not (state.complete or until() or time.monotonic() > deadline):
        time.sleep(0.1)
        state = look(target)
    return state


def look(target: Target) -> Readiness:
    """Who answers now."""
    jobs = health(target.connection)
    return Readiness(
        {
            "web": pings(target.host, target.port, target.site),
            "worker": any(_current(jobs.workers, target.since)),
            "scheduler": any(_current(jobs.schedulers, target.since)),
            "redis": not jobs.problem,
        }
    )


def pings(host: str, port: int, site: str) -> bool:
    """Whether the web process answers for ``site``."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)
    try:
        connection.request("GET", PING, headers={"Host": site})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _current(processes: tuple[ProcessHealth, ...], since: datetime) -> Iterator[bool]:
    return (process.alive and process.born >= since for process in processes)
