"""When a page of the Desk has what it asked for."""

from __future__ import annotations

from time import monotonic
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Page, Request

PATIENCE = 15_000
"""Milliseconds until what has not come is missing."""
QUIET = 100
"""Milliseconds without a new request after which a page has all it asked for."""
FRAMES = "async () => { for (const frame of [1, 2]) await new Promise(requestAnimationFrame) }"
TRAFFIC: WeakKeyDictionary[Page, Traffic] = WeakKeyDictionary()


class Traffic:
    """What a page has asked for and not yet got; the line of events, which never ends, is left out."""

    def __init__(self, page: Page):
        self.started = 0
        self.pending: set[Request] = set()
        page.on("request", self._start)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _start(self, request: Request) -> None:
        if "/socket.io/" not in request.url:
            self.started += 1
            self.pending.add(request)

    def _end(self, request: Request) -> None:
        self.pending.discard(request)


def watch(page: Page) -> None:
    """Count what ``page`` asks for from now on."""
    TRAFFIC[page] = Traffic(page)


def settle(page: Page) -> None:
    """Wait until ``page`` has drawn what it asked for, and what it asked for next.

    The browser's own "network idle" is told once for each load; going on within the Desk is not one.
    """
    traffic, deadline = TRAFFIC[page], monotonic() + PATIENCE / 1000
    while monotonic() < deadline:
        started = traffic.started
        page.evaluate(FRAMES)
        page.wait_for_timeout(QUIET)
        page.evaluate(FRAMES)
        if started == traffic.started and not traffic.pending:
            return
    pytest.fail(f"{page.url} still waits for {[each.url for each in traffic.pending]}.")
