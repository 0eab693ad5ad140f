"""``frappe.cache``: values shared by the processes of a site, under its own namespace.

Values are JSON, never pickles, so what lies in Redis can be read and runs nothing; dates, times, decimals and sets keep
their type. Losing the cache loses no data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.documents.data import DocumentData
from comptoir.errors import ValidationError
from comptoir.sentences import _
from comptoir.sites.cache import Cache

from frappe._unsupported import refuse

PREFIX = "app:"
Generator = Callable[..., Any]
_TAG = "__kind__"
_WRITERS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (datetime, "datetime", lambda value: value.isoformat()),
    (date, "date", lambda value: value.isoformat()),
    (time, "time", lambda value: value.isoformat()),
    (timedelta, "timedelta", lambda value: value.total_seconds()),
    (Decimal, "decimal", str),
    (set, "set", lambda value: sorted(value, key=repr)),
    (frozenset, "set", lambda value: sorted(value, key=repr)),
)
_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "decimal": Decimal,
    "set": set,
}


def dumps(value: Any) -> str:
    """``value`` as it lies in the cache. Raises ``ValidationError`` for what is no plain data."""
    try:
        return json.dumps(value, default=_write, ensure_ascii=False)
    except TypeError as error:
        raise ValidationError(_("The cache holds plain values, not {kind}.", kind=str(error))) from error


def loads(text: str | None) -> Any:
    """The value of a text of the cache; None for none."""
    return None if text is None else json.loads(text, object_hook=_read)


def _write(value: Any) -> Any:
    if isinstance(value, DocumentData):
        raise TypeError(f"documents; keep {value.doctype}'s name or as_dict()")
    for kind, name, write in _WRITERS:
        if isinstance(value, kind):
            return {_TAG: name, "value": write(value)}
    raise TypeError(f"a {type(value).__name__}")


def _read(found: dict[str, Any]) -> Any:
    read = _READERS.get(str(found.get(_TAG)))
    return read(found["value"]) if read is not None else AttrDict(found)


class CacheFace:
    """The cache of the active site; ``frappe.cache`` and ``frappe.cache()`` are the same."""

    def __call__(self) -> CacheFace:
        return self

    def make_key(self, key: str, user: Any = None, shared: bool = False) -> str:
        """The key inside the site's namespace; with ``user`` it is that user's own."""
        name = current().user if user is True else user
        return f"{PREFIX}user:{name}:{key}" if name else f"{PREFIX}{key}"

    def get_value(
        self,
        key: str,
        generator: Generator | None = None,
        user: Any = None,
        expires: bool = False,
        **options: Any,
    ) -> Any:
        """The value of ``key``; where there is none, what ``generator`` returns is kept and returned."""
        full = self.make_key(key, user)
        text = _cache().get_many([full])[0]
        if text is None and generator is not None:
            value = generator()
            _cache().set(full, dumps(value), options.get("expires_in_sec"))
            return value
        return loads(text)

    def set_value(
        self, key: str, val: Any, user: Any = None, expires_in_sec: float | None = None, shared: bool = False
    ) -> None:
        """Keep a value, for ``expires_in_sec`` seconds or for good."""
        _cache().set(self.make_key(key, user), dumps(val), _seconds(expires_in_sec))

    def delete_value(self, keys: str | Iterable[str], user: Any = None, **_ignored: Any) -> None:
        """Forget values, hashes, lists and sets by key."""
        names = [keys] if isinstance(keys, str) else list(keys)
        _cache().delete(*(self.make_key(name, user) for name in names))

    delete_key = delete_value
    delete = delete_value

    def get_keys(self, key: str) -> list[str]:
        """The keys that begin with ``key``, or fit it where it has a ``*``."""
        pattern = key if "*" in key else f"{key}*"
        return [found[len(PREFIX) :] for found in _cache().keys(PREFIX + pattern)]

    def get_all(self, key: str) -> dict[str, Any]:
        """The values of the keys that begin with ``key``."""
        names = self.get_keys(key)
        texts = _cache().get_many([PREFIX + name for name in names]) if names else []
        return {name: loads(text) for name, text in zip(names, texts, strict=True) if text is not None}

    def delete_keys(self, key: str) -> None:
        """Forget the keys that begin with ``key``."""
        _cache().delete(*(PREFIX + name for name in self.get_keys(key)))

    def exists(self, *keys: str, user: Any = None, shared: bool = False) -> int:
        """How many of ``keys`` hold anything."""
        return sum(_cache().exists(self.make_key(key, user)) for key in keys)

    def incrby(self, key: str, amount: int = 1) -> int:
        """Add to a number and return the sum; not to be mixed with ``set_value`` of other kinds."""
        total = 0
        for _step in range(amount):
            total = _cache().increment(self.make_key(key))
        return total

    def expire_key(self, key: str, time: float, user: Any = None) -> None:
        """Forget a key after ``time`` seconds."""
        _cache().expire(self.make_key(key, user), _seconds(time) or 1)

    def hset(self, name: str, key: str, value: Any, shared: bool = False, **_ignored: Any) -> None:
        """Keep a value in a hash."""
        _cache().hash_set(self.make_key(name), {str(key): dumps(value)})

    def hget(self, name: str, key: str, generator: Generator | None = None, shared: bool = False) -> Any:
        """A value of a hash; where there is none, what ``generator(key)`` returns is kept and returned."""
        text = _cache().hash_field(self.make_key(name), str(key))
        if text is None and generator is not None:
            value = generator(key)
            self.hset(name, key, value)
            return value
        return loads(text)

    def hgetall(self, name: str) -> dict[str, Any]:
        """Every value of a hash."""
        return {key: loads(text) for key, text in _cache().hash_get(self.make_key(name)).items()}

    def hkeys(self, name: str) -> list[str]:
        """The keys of a hash."""
        return list(_cache().hash_get(self.make_key(name)))

    def hexists(self, name: str, key: str, shared: bool = False) -> bool:
        """Whether a hash has this key."""
        return _cache().hash_field(self.make_key(name), str(key)) is not None

    def hdel(self, name: str, keys: str | Iterable[str], shared: bool = False, **_ignored: Any) -> None:
        """Forget values of a hash."""
        names = [keys] if isinstance(keys, str) else [str(key) for key in keys]
        _cache().hash_delete(self.make_key(name), names)

    def hdel_names(self, names: Iterable[str], key: str) -> None:
        """Forget one key of several hashes."""
        for name in names:
            self.hdel(name, key)

    def lpush(self, key: str, *values: Any) -> int:
        """Add to the front of a list."""
        return _cache().push(self.make_key(key), [dumps(value) for value in values], left=True)

    def rpush(self, key: str, *values: Any) -> int:
        """Add to the end of a list."""
        return _cache().push(self.make_key(key), [dumps(value) for value in values], left=False)

    def lpop(self, key: str) -> Any:
        """Take the first of a list."""
        return loads(_cache().pop(self.make_key(key), left=True))

    def rpop(self, key: str) -> Any:
        """Take the last of a list."""
        return loads(_cache().pop(self.make_key(key), left=False))

    def llen(self, key: str) -> int:
        """The length of a list."""
        return len(self.lrange(key, 0, -1))

    def lrange(self, key: str, start: int, stop: int) -> list[Any]:
        """Items of a list from ``start`` to ``stop``, both included."""
        return [loads(text) for text in _cache().items(self.make_key(key), start, stop)]

    def ltrim(self, key: str, start: int, stop: int) -> None:
        """Keep only these items of a list."""
        _cache().trim(self.make_key(key), start, stop)

    def sadd(self, name: str, *values: Any) -> None:
        """Add members to a set."""
        _cache().add(self.make_key(name), [dumps(value) for value in values])

    def srem(self, name: str, *values: Any) -> None:
        """Take members out of a set."""
        _cache().discard(self.make_key(name), [dumps(value) for value in values])

    def smembers(self, name: str) -> set[Any]:
        """The members of a set."""
        return {loads(text) for text in _cache().members(self.make_key(name))}

    def sismember(self, name: str, value: Any) -> bool:
        """Whether a set has this member."""
        return dumps(value) in _cache().members(self.make_key(name))

    def __getattr__(self, name: str) -> Any:
        raise refuse("frappe.cache", name, {})


def _cache() -> Cache:
    return current().site.cache


def _seconds(value: float | timedelta | None) -> int | None:
    if isinstance(value, timedelta):
        value = value.total_seconds()
    return max(1, int(value)) if value else None
