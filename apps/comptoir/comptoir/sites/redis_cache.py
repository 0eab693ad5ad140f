"""The cache of a running installation, in Redis. Loaded with the first site of an installation that has a server."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import redis

from comptoir.sites.announcements import Listener

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


class RedisCache(RedisStructures):
    """The cache of a running installation."""

    def __init__(self, client: redis.Redis, namespace: str, listener: Listener):
        self._client = client
        self._prefix = f"{namespace}:"
        self._listener = listener

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        values = cast("list[bytes | None]", self._client.mget([self._prefix + key for key in keys]))
        return [value.decode() if value is not None else None for value in values]

    def set(self, key: str, value: str, ttl: int | None = None) -> None:
        self._client.set(self._prefix + key, value, ex=ttl)

    def delete(self, *keys: str) -> None:
        if keys:
            self._client.delete(*(self._prefix + key for key in keys))

    def increment(self, key: str, ttl: int | None = None, by: int = 1) -> int:
        with self._client.pipeline(transaction=True) as together:
            if ttl:
                together.set(self._prefix + key, 0, ex=ttl, nx=True)
            together.incrby(self._prefix + key, by)
            return int(together.execute()[-1])

    def seconds_left(self, key: str) -> int:
        left = int(self._client.pttl(self._prefix + key))
        return max(1, math.ceil(left / 1000)) if left >= 0 else 0

    def clear(self) -> None:
        for key in self._client.scan_iter(match=self._prefix + "*", count=500):
            self._client.delete(key)

    def announce(self, topic: str) -> None:
        self._listener.announce(self._prefix + topic)

    def heard(self, *topics: str) -> tuple[int, ...]:
        return self._listener.heard(*(self._prefix + topic for topic in topics))

    def publish(self, channel: str, text: str) -> None:
        self._client.publish(self._prefix + channel, text)


def _text(value: Any) -> str | None:
    return value.decode() if value is not None else None


def _escaped(prefix: str) -> str:
    return prefix.replace("[", r"\[").replace("*", r"\*").replace("?", r"\?")
