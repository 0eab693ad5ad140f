"""Hashes, lists and sets of the cache, in Redis and in this process; the same behaviour in both."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

import redis


class Structures(Protocol):
    """What a cache holds besides plain values. Keys are put in the site's namespace."""

    def exists(self, key: str) -> bool:
        """Whether the key holds anything."""
        ...

    def keys(self, pattern: str) -> list[str]:
        """The keys that fit a pattern with ``*``, without the namespace."""
        ...

    def hash_set(self, key: str, values: Mapping[str, str]) -> None:
        """Put fields into a hash."""
        ...

    def hash_get(self, key: str) -> dict[str, str]:
        """Every field of a hash."""
        ...

    def hash_field(self, key: str, name: str) -> str | None:
        """One field of a hash."""
        ...

    def hash_delete(self, key: str, names: Iterable[str]) -> None:
        """Take fields out of a hash."""
        ...

    def hash_settle(self, key: str, read: Mapping[str, str]) -> None:
        """Take out of a hash the fields that are still as they were ``read``: what came since stays."""
        ...

    def push(self, key: str, values: Iterable[str], *, left: bool) -> int:
        """Add to an end of a list; its new length."""
        ...

    def pop(self, key: str, *, left: bool) -> str | None:
        """Take one from an end of a list."""
        ...

    def items(self, key: str, start: int, stop: int) -> list[str]:
        """Items of a list from ``start`` to ``stop``, both included, negative ones counted from the end."""
        ...

    def trim(self, key: str, start: int, stop: int) -> None:
        """Keep only these items of a list."""
        ...

    def add(self, key: str, values: Iterable[str]) -> None:
        """Add members to a set."""
        ...

    def discard(self, key: str, values: Iterable[str]) -> None:
        """Take members out of a set."""
        ...

    def members(self, key: str) -> set[str]:
        """The members of a set."""
        ...

    def expire(self, key: str, seconds: int) -> None:
        """Forget the key after ``seconds``."""
        ...


class MemoryStructures:
    """The structures of ``MemoryCache``."""

    def __init__(self) -> None:
        self._structures: dict[str, Any] = {}

    def _forget_expired(self) -> None:
        """Drop what has had its time."""

    def _of(self, key: str, kind: type) -> Any:
        self._forget_expired()
        found = self._structures.get(key)
        if not isinstance(found, kind):
            found = self._structures[key] = kind()
        return found

    def _tidy(self, key: str) -> None:
        if not self._structures.get(key):
            self._structures.pop(key, None)

    def _structure_keys(self, pattern: str) -> list[str]:
        self._forget_expired()
        return [key for key in self._structures if fnmatch.fnmatchcase(key, pattern)]

    def hash_set(self, key: str, values: Mapping[str, str]) -> None:
        self._of(key, dict).update(values)

    def hash_get(self, key: str) -> dict[str, str]:
        self._forget_expired()
        found = self._structures.get(key)
        return dict(found) if isinstance(found, dict) else {}

    def hash_field(self, key: str, name: str) -> str | None:
        return self.hash_get(key).get(name)

    def hash_delete(self, key: str, names: Iterable[str]) -> None:
        for name in names:
            self._of(key, dict).pop(name, None)
        self._tidy(key)

    def hash_settle(self, key: str, read: Mapping[str, str]) -> None:
        present = self.hash_get(key)
        self.hash_delete(key, [name for name, value in read.items() if present.get(name) == value])

    def push(self, key: str, values: Iterable[str], *, left: bool) -> int:
        found = self._of(key, list)
        for value in values:
            found.insert(0, value) if left else found.append(value)
        return len(found)

    def pop(self, key: str, *, left: bool) -> str | None:
        found = self._of(key, list)
        value = found.pop(0 if left else -1) if found else None
        self._tidy(key)
        return value

    def items(self, key: str, start: int, stop: int) -> list[str]:
        self._forget_expired()
        found = self._structures.get(key)
        return list(found[_slice(len(found), start, stop)]) if isinstance(found, list) else []

    def trim(self, key: str, start: int, stop: int) -> None:
        self._structures[key] = self.items(key, start, stop)
        self._tidy(key)

    def add(self, key: str, values: Iterable[str]) -> None:
        self._of(key, set).update(values)

    def discard(self, key: str, values: Iterable[str]) -> None:
        self._of(key, set).difference_update(values)
        self._tidy(key)

    def members(self, key: str) -> set[str]:
        self._forget_expired()
        found = self._structures.get(key)
        return set(found) if isinstance(found, set) else set()


_SETTLE = """
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[at + 1] then redis.call('HDEL', KEYS[1], ARGV[at]) end
end
"""


class RedisStructures:
    """The structures of ``RedisCache``."""

    _client: redis.Redis
    _prefix: str

    def exists(self, key: str) -> bool:
        return bool(self._client.exists(self._prefix + key))

    def keys(self, pattern: str) -> list[str]:
        found = self._client.scan_iter(match=_escaped(self._prefix) + pattern, count=500)
        return [key.decode()[len(self._prefix) :] for key in found]

    def hash_set(self, key: str, values: Mapping[str, str]) -> None:
        if values:
            self._client.hset(self._prefix + key, mapping=cast("Any", dict(values)))

    def hash_get(self, key: str) -> dict[str, str]:
        found = cast("dict[bytes, bytes]", self._client.hgetall(self._prefix + key))
        return {name.decode(): value.decode() for name, value in found.items()}

    def hash_field(self, key: str, name: str) -> str | None:
        return _text(self._client.hget(self._prefix + key, name))

    def hash_delete(self, key: str, names: Iterable[str]) -> None:
        wanted = list(names)
        if wanted:
            self._client.hdel(self._prefix + key, *wanted)

    def hash_settle(self, key: str, read: Mapping[str, str]) -> None:
        if read:
            said = [part for field in read.items() for part in field]
            self._client.eval(_SETTLE, 1, self._prefix + key, *said)

    def push(self, key: str, values: Iterable[str], *, left: bool) -> int:
        push = self._client.lpush if left else self._client.rpush
        return int(push(self._prefix + key, *values))

    def pop(self, key: str, *, left: bool) -> str | None:
        return _text((self._client.lpop if left else self._client.rpop)(self._prefix + key))

    def items(self, key: str, start: int, stop: int) -> list[str]:
        found = cast("list[bytes]", self._client.lrange(self._prefix + key, start, stop))
        return [item.decode() for item in found]

    def trim(self, key: str, start: int, stop: int) -> None:
        self._client.ltrim(self._prefix + key, start, stop)

    def add(self, key: str, values: Iterable[str]) -> None:
        self._client.sadd(self._prefix + key, *values)

    def discard(self, key: str, values: Iterable[str]) -> None:
        self._client.srem(self._prefix + key, *values)

    def members(self, key: str) -> set[str]:
        return {item.decode() for item in cast("set[bytes]", self._client.smembers(self._prefix + key))}

    def expire(self, key: str, seconds: int) -> None:
        self._client.expire(self._prefix + key, seconds)


def _slice(length: int, start: int, stop: int) -> slice:
    first = max(0, length + start) if start < 0 else start
    last = length + stop if stop < 0 else stop
    return slice(first, max(first, last + 1))


def _text(value: Any) -> str | None:
    return value.decode() if value is not None else None


def _escaped(prefix: str) -> str:
    return prefix.replace("[", r"\[").replace("*", r"\*").replace("?", r"\?")
