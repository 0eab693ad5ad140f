"""Remembering what a function returned: for a unit of work, in this process, or for every process of the site."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from comptoir.context import current

from frappe._cache import CacheFace, dumps

Function = Callable[..., Any]
_MISSING = object()
_cache = CacheFace()


def _decorator(remember: Callable[[Function], Function], function: Function | None) -> Any:
    return remember(function) if callable(function) else remember


def _name(function: Function) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The arguments as one short text. Raises ``ValidationError`` for arguments that are no plain data."""
    return hashlib.sha256(dumps([list(args), sorted(kwargs.items())]).encode()).hexdigest()[:32]


def request_cache(func: Function | None = None) -> Any:
    """Call the function once per unit of work and arguments; forgotten when the user changes."""

    def remember(function: Function) -> Function:
        name = ("request_cache", _name(function))

        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            known = current().memo.setdefault(name, {})
            key = _key(args, kwargs)
            if key not in known:
                known[key] = function(*args, **kwargs)
            return known[key]

        wrapper.clear_cache = lambda: current().memo.pop(name, None)  # type: ignore[attr-defined]
        return wrapper

    return _decorator(remember, func)


def site_cache(ttl: Any = None, maxsize: int | None = None) -> Any:
    """Call the function once per process, site and arguments, for ``ttl`` seconds at most."""
    seconds = ttl if isinstance(ttl, (int, float)) else None

    def remember(function: Function) -> Function:
        sites: dict[str, OrderedDict[str, tuple[float, Any]]] = {}

        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            known = sites.setdefault(current().site.name, OrderedDict())
            key = _key(args, kwargs)
            made, value = known.get(key, (0.0, _MISSING))
            if value is _MISSING or (seconds and time.monotonic() - made > seconds):
                value = function(*args, **kwargs)
                known[key] = (time.monotonic(), value)
                known.move_to_end(key)
                if maxsize and len(known) > maxsize:
                    known.popitem(last=False)
            return value

        wrapper.clear_cache = lambda: sites.pop(current().site.name, None)  # type: ignore[attr-defined]
        return wrapper

    return _decorator(remember, ttl if callable(ttl) else None)


def redis_cache(ttl: Any = 3600, user: Any = None, shared: bool = False) -> Any:
    """Call the function once per site and arguments (per user where asked), for ``ttl`` seconds; results are JSON."""
    seconds = 3600 if callable(ttl) or ttl is None else int(ttl)

    def remember(function: Function) -> Function:
        name = f"redis_cache:{_name(function)}"

        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            key = f"{name}:{_key(args, kwargs)}"
            kept = _cache.get_value(key, user=user)
            if kept is None:
                kept = {"value": function(*args, **kwargs)}
                _cache.set_value(key, kept, user=user, expires_in_sec=seconds)
            return kept["value"]

        wrapper.clear_cache = lambda: _forget(name, user)  # type: ignore[attr-defined]
        return wrapper

    return _decorator(remember, ttl if callable(ttl) else None)


def _forget(name: str, user: Any) -> None:
    _cache.delete_keys(f"user:*:{name}:*" if user else f"{name}:")
