"""Hashes, lists and sets of the cache: what they do, and how in the memory of this process."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from typing import Any, Protocol


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


def _slice(length: int, start: int, stop: int) -> slice:
    first = max(0, length + start) if start < 0 else start
    last = length + stop if stop < 0 else stop
    return slice(first, max(first, last + 1))
