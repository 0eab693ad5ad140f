"""What keeps a template from filling the memory or the time: how large its texts may be, and how often its loops turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError

LONGEST = 500_000
"""Characters of a text, and entries of a list."""
MOST_WRITTEN = 10 * LONGEST
"""Characters that one rendering may write, those counted twice that a macro or a block hands on."""
MOST_TURNS = 200_000
"""Turns of all loops of one rendering."""
WIDENING = ("center", "indent", "format", "batch", "slice", "tojson", "replace", "join")
"""Filters that can make much of little."""
_WIDE = re.compile(r"\d{6,}|\*|\{[^{}]*:[^{}]*\{")
"""In a pattern of ``%`` or ``format``: a width of many digits, or one that a value gives."""
_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})


class Budget:
    """What one rendering may still do."""

    def __init__(self) -> None:
        self._turns = MOST_TURNS
        self._characters = MOST_WRITTEN

    def turn(self, characters: int) -> None:
        """Count a turn of a loop that writes ``characters`` of its own. Raises ``SecurityError``."""
        self._turns -= 1
        self._characters -= characters
        if self._turns < 0:
            raise SecurityError(f"more than {MOST_TURNS} turns of loops")
        self._check()

    def write(self, value: Any) -> Any:
        """What is printed of ``value``. Raises ``SecurityError`` where it is too much."""
        shown = printable(value)
        if isinstance(shown, str):
            self._characters -= len(shown)
            self._check()
        return shown

    def _check(self) -> None:
        if self._characters < 0:
            raise SecurityError(f"more than {MOST_WRITTEN} characters")


def count_turns(tree: nodes.Template, attribute: str) -> nodes.Template:
    """Let every loop of ``tree`` call ``attribute`` of its environment at each turn, with what it writes of its own."""
    for loop in tree.find_all(nodes.For):
        own = sum(_literals(loop))
        count = nodes.Call(nodes.EnvironmentAttribute(attribute), [nodes.Const(own)], [], None, None)
        loop.body.insert(0, nodes.ExprStmt(count).set_lineno(loop.lineno))
    return tree


def _literals(node: nodes.Node) -> Iterator[int]:
    """How long the texts are that stand in ``node``, those of loops in it aside, which count for themselves."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield len(child.data)
        elif isinstance(child, nodes.Const):
            # What is printed of it is written when the template is compiled, not at each turn.
            yield len(child.value) if isinstance(child.value, str) else 0
        elif not isinstance(child, nodes.For):
            yield from _literals(child)


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
