"""Telling every process of an installation that something they keep in memory has changed.

Announcements travel over Redis' publish and subscribe. Redis reads its next command only when all subscribers were
handed the last message, so a process that looks before it trusts its memory (``Listener.heard``) sees a change from the
moment the one who made it, and asked Redis once more, goes on. Looking costs a system call and no round trip. A lost
connection counts as an announcement of everything, because what was said meanwhile was missed.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import redis
from redis.client import PubSub
from redis.connection import AbstractConnection

CHANNEL = "comptoir:announcements"
CONNECT_SECONDS = 5
CHECK_SECONDS = 5
"""How often at most the connection is asked whether it is alive, where nothing was heard."""


class Listener:
    """Hears the announcements of every site of an installation on one connection."""

    def __init__(self, client: redis.Redis):
        self._client = client
        self._subscription: _Subscription | None = None
        self._counts: Counter[str] = Counter()
        self._missed = 0
        self._check_at = 0.0
        self._lock = threading.Lock()

    def announce(self, topic: str) -> None:
        """Tell every process, this one included, that ``topic`` has changed."""
        self._client.publish(CHANNEL, topic)
        # The answer to publish may come before the subscribers were written to; the answer to anything after does not.
        self._client.ping()

    def heard(self, *topics: str) -> tuple[int, ...]:
        """For each topic a number that grows whenever it was announced, or may have been."""
        with self._lock:
            self._listen()
            return tuple(self._counts[topic] + self._missed for topic in topics)

    def close(self) -> None:
        """Stop listening."""
        with self._lock:
            if self._subscription is not None:
                self._subscription.close()
                self._subscription = None

    def _listen(self) -> None:
        if self._subscription is None:
            self._subscription = self._subscribe()
        try:
            self._read(self._subscription)
        except (redis.ConnectionError, redis.TimeoutError):
            self._subscription.close()
            self._subscription = None
            self._subscription = self._subscribe()

    def _read(self, subscription: _Subscription) -> None:
        if time.monotonic() > self._check_at:
            subscription.check_health()
            self._check_at = time.monotonic() + CHECK_SECONDS
        while subscription.has_more():
            message = subscription.get_message(timeout=0)
            if message is not None:
                self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        if message["type"] == "message":
            self._counts[message["data"].decode()] += 1
        else:
            self._miss()

    def _miss(self) -> None:
        """Something may have been announced that nobody here heard."""
        self._missed += 1

    def _subscribe(self) -> _Subscription:
        subscription = _Subscription(self._client, self._miss)
        subscription.subscribe(CHANNEL)
        confirmed = subscription.get_message(timeout=CONNECT_SECONDS)
        if confirmed is None:
            subscription.close()
            raise redis.TimeoutError("Redis did not answer a subscription.")
        self._miss()
        return subscription


class _Subscription(PubSub):
    """Tells when it has connected anew by itself."""

    def __init__(self, client: redis.Redis, lost: Callable[[], None]):
        self._lost = lost
        super().__init__(client.connection_pool)

    def has_more(self) -> bool:
        """Whether the connection holds something unread, or was closed."""
        connection = cast("AbstractConnection | None", self.connection)
        return connection is not None and connection.can_read(timeout=0)

    def on_connect(self, connection: AbstractConnection) -> None:
        super().on_connect(connection)
        self._lost()
