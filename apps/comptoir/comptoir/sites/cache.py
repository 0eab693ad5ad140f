"""The cache port: Redis where a server runs, a dictionary in one-shot commands and tests.

Values are ``str``; keys are put in the site's namespace. Losing the cache loses no data. What a process keeps in its
own memory is guarded by announcements: ``announce`` tells all processes that a topic changed, ``heard`` asks.
"""

from __future__ import annotations

import fnmatch
import math
import time
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from comptoir.sites.cache_structures import MemoryStructures, Structures


class Cache(Structures, Protocol):
    """A small shared key-value store."""

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        """The values of ``keys``, in one round trip."""
        ...

    def set(self, key: str, value: str, ttl: int | None = None) -> None:
        """Store ``value`` for ``ttl`` seconds, or for good."""
        ...

    def delete(self, *keys: str) -> None:
        """Forget ``keys``."""
        ...

    def increment(self, key: str, ttl: int | None = None, by: int = 1) -> int:
        """Add ``by`` and return the sum; ``ttl`` starts with the first increment."""
        ...

    def seconds_left(self, key: str) -> int:
        """Seconds until ``key`` is forgotten, at least 1; 0 where it is not there or is kept for good."""
        ...

    def clear(self) -> None:
        """Forget everything in this namespace."""
        ...

    def announce(self, topic: str) -> None:
        """Tell every process that ``topic`` of this site has changed."""
        ...

    def heard(self, *topics: str) -> tuple[int, ...]:
        """For each topic a number that grows whenever it was announced; asking costs no round trip."""
        ...

    def publish(self, channel: str, text: str) -> None:
        """Tell those who listen to ``channel`` now; nothing is kept."""
        ...


class MemoryCache(MemoryStructures):
    """The in-process twin of ``RedisCache``."""

    def __init__(self) -> None:
        super().__init__()
        self._expiry: dict[str, float] = {}
        self._values: dict[str, tuple[str, float | None]] = {}
        self._announced: Counter[str] = Counter()

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        return [self._get(key) for key in keys]

    def set(self, key: str, value: str, ttl: int | None = None) -> None:
        self._values[key] = (value, time.monotonic() + ttl if ttl else None)

    def delete(self, *keys: str) -> None:
        for key in keys:
            self._values.pop(key, None)
            self._structures.pop(key, None)
            self._expiry.pop(key, None)

    def increment(self, key: str, ttl: int | None = None, by: int = 1) -> int:
        present = self._get(key)
        count = int(present or 0) + by
        expires = self._values[key][1] if present else (time.monotonic() + ttl if ttl else None)
        self._values[key] = (str(count), expires)
        return count

    def seconds_left(self, key: str) -> int:
        expires = self._values[key][1] if self._get(key) is not None else None
        return max(1, math.ceil(expires - time.monotonic())) if expires is not None else 0

    def clear(self) -> None:
        self._values.clear()
        self._structures.clear()
        self._expiry.clear()

    def exists(self, key: str) -> bool:
        self._forget_expired()
        return self._get(key) is not None or key in self._structures

    def keys(self, pattern: str) -> list[str]:
        plain = [key for key in list(self._values) if self._get(key) is not None]
        return [key for key in plain if fnmatch.fnmatchcase(key, pattern)] + self._structure_keys(pattern)

    def expire(self, key: str, seconds: int) -> None:
        if key in self._values:
            self._values[key] = (self._values[key][0], time.monotonic() + seconds)
        elif key in self._structures:
            self._expiry[key] = time.monotonic() + seconds

    def _forget_expired(self) -> None:
        now = time.monotonic()
        for key in [key for key, moment in self._expiry.items() if moment < now]:
            self.delete(key)

    def publish(self, channel: str, text: str) -> None:
        """Nobody else can listen inside this process."""

    def announce(self, topic: str) -> None:
        self._announced[topic] += 1

    def heard(self, *topics: str) -> tuple[int, ...]:
        return tuple(self._announced[topic] for topic in topics)

    def _get(self, key: str) -> str | None:
        value, expires = self._values.get(key, (None, None))
        if expires is not None and expires < time.monotonic():
            del self._values[key]
            return None
        return value
