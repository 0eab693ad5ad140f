"""How many requests of one site are worked on at a time, so that a slow site takes no more than its share.

Work on a site waits in a thread for its database. Each site has places of its own; who finds none waits for one
without a thread, for a moment, and is then asked to come again. A site that hangs holds its own places and no others.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

from comptoir.errors import SiteBusyError
from comptoir.sites import Site

PLACES = 16
"""Requests of a site that are worked on at one time in one process."""
MOST_WAITING = 64
"""Requests of a site that wait for a place."""
WAIT_SECONDS = 10.0
MOST_THREADS = 512
"""Threads of all sites together; a bound that only a broken installation reaches."""

T = TypeVar("T")


class Gate:
    """The places of every site in one process."""

    def __init__(self, places: int = PLACES, wait_seconds: float = WAIT_SECONDS):
        self._places = places
        self._wait_seconds = wait_seconds
        self._sites: dict[str, anyio.CapacityLimiter] = {}
        self._threads = anyio.CapacityLimiter(math.inf)

    async def run(self, site: Site, work: Callable[[], T]) -> T:
        """``work`` in a thread, on a place of ``site``. Raises ``SiteBusyError`` where none becomes free."""
        async with self._place(site):
            return await run_sync(work, limiter=self._threads)

    @asynccontextmanager
    async def _place(self, site: Site) -> AsyncIterator[None]:
        places = self._sites.get(site.name)
        if places is None:
            places = self._sites[site.name] = anyio.CapacityLimiter(self._places)
        places.total_tokens = site.config.limits.concurrent_requests or self._places
        holder = object()
        try:
            places.acquire_on_behalf_of_nowait(holder)
        except anyio.WouldBlock:
            await self._wait(places, holder)
        if self._threads.borrowed_tokens >= MOST_THREADS:
            places.release_on_behalf_of(holder)
            raise SiteBusyError()
        try:
            yield
        finally:
            places.release_on_behalf_of(holder)
            if not places.borrowed_tokens and not places.statistics().tasks_waiting:
                self._sites.pop(site.name, None)

    async def _wait(self, places: anyio.CapacityLimiter, holder: object) -> None:
        if places.statistics().tasks_waiting >= MOST_WAITING:
            raise SiteBusyError()
        try:
            with anyio.fail_after(self._wait_seconds):
                await places.acquire_on_behalf_of(holder)
        except TimeoutError as error:
            raise SiteBusyError() from error
