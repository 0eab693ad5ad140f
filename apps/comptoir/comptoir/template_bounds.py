"""What keeps a template from filling the memory: how large the texts may be that it has made."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from jinja2.exceptions import SecurityError

LONGEST = 500_000
"""Characters of a text, and entries of a list."""
WIDENING = ("center", "indent", "format", "batch", "slice", "tojson", "replace", "join")
"""Filters that can make much of little."""
_WIDE = re.compile(r"\d{6,}|\*|\{[^{}]*:[^{}]*\{")
"""In a pattern of ``%`` or ``format``: a width of many digits, or one that a value gives."""
_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})


def check_pattern(pattern: str) -> None:
    """Raise ``SecurityError`` for a pattern that could make a very long text of short values."""
    if _WIDE.search(pattern) or len(pattern) > LONGEST:
        raise SecurityError("a pattern that makes very long texts")


def check_text_call(text: str, method: str, args: Sequence[Any]) -> None:
    """Raise ``SecurityError`` where ``text.method(*args)`` would be very long."""
    if method in ("format", "format_map"):
        check_pattern(text)
    elif method in _PADDING and args:
        _check(max(1, text.count("\t") if method == "expandtabs" else 1) * _number(args[0]))
    elif method == "replace" and len(args) >= 2:
        _check(len(text) + (text.count(str(args[0])) if args[0] else len(text) + 1) * len(str(args[1])))
    elif method == "join" and args:
        _check_joined(text, args[0])


def bounded_filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter ``function``, unless what it makes would be very long."""

    def bounded(*args: Any, **kwargs: Any) -> Any:
        given = [value for value in (*args, *kwargs.values()) if isinstance(value, int)]
        _check(max(given, default=0))
        texts = [value for value in (*args, *kwargs.values()) if isinstance(value, str)]
        if name == "format" and texts:
            check_pattern(texts[0])
        elif name == "replace" and len(texts) >= 3:
            check_text_call(texts[0], "replace", texts[1:3])
        elif name == "indent" and texts and given:
            _check(len(texts[0]) + texts[0].count("\n") * max(given))
        return function(*args, **kwargs)

    for kept in ("jinja_pass_arg", "jinja_async_variant"):
        if hasattr(function, kept):
            setattr(bounded, kept, getattr(function, kept))
    return bounded


def printable(value: Any) -> Any:
    """What is printed of ``value``, where that is not very long: of nothing, nothing."""
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        _measure(value, 0)
    return "" if value is None else value


def _measure(value: Any, before: int) -> int:
    size = before + 2
    if isinstance(value, dict):
        value = (part for item in value.items() for part in item)
    elif isinstance(value, str):
        return before + len(value)
    elif not isinstance(value, (list, tuple, set, frozenset)):
        return size
    for item in value:
        size = _measure(item, size)
        _check(size)
    return size


def _check_joined(between: str, parts: Any) -> None:
    if isinstance(parts, (list, tuple)):
        _check(len(between) * len(parts) + sum(len(str(part)) for part in parts))


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _check(length: int) -> None:
    if length > LONGEST:
        raise SecurityError(f"a text or list of more than {LONGEST} elements")
