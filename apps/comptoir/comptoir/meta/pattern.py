"""Regular expressions for the ``pattern`` of a field, matched in linear time.

``comptoir.meta.pattern_syntax`` reads the subset that Python and JavaScript read alike. A match always covers the
whole value. The server runs a set of states over the value, so no pattern can hang it; ``check`` also refuses
patterns on which a backtracking engine, such as the browser's, would run away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comptoir.meta.pattern_syntax import (
    Chars,
    Choice,
    Node,
    PatternSyntaxError,
    Ranges,
    Repeat,
    Sequence,
    is_ambiguous,
    parse,
    repeats,
)
from comptoir.sentences import _

__all__ = ["Pattern", "PatternSyntaxError", "check", "compile"]

MOST_STATES = 5000


def check(source: str) -> None:
    """Raise ``PatternSyntaxError`` unless ``source`` is readable, small, and safe for a backtracking engine too."""
    node = parse(source)
    _Machine.build(node)
    for repeat in repeats(node):
        if repeat.most is None and is_ambiguous(repeat.part):
            raise PatternSyntaxError(
                _(
                    "a repetition inside a repetition can be read in too many ways; "
                    "start the inner part with a character that does not occur in the rest of it"
                )
            )


class _Machine:
    """States with edges on characters and free edges, as Thompson builds them."""

    def __init__(self) -> None:
        self.free: list[list[int]] = []
        self.edge: list[tuple[Ranges, int] | None] = []

    @classmethod
    def build(cls, node: Node) -> Pattern:
        machine = cls()
        start = machine.state()
        end = machine.add(node, start)
        return Pattern(tuple(map(tuple, machine.free)), tuple(machine.edge), start, end)

    def state(self) -> int:
        if len(self.free) >= MOST_STATES:
            raise PatternSyntaxError(_("it is too large; use fewer or smaller repetitions"))
        self.free.append([])
        self.edge.append(None)
        return len(self.free) - 1

    def add(self, node: Node, start: int) -> int:
        """Add ``node`` behind ``start``; answers the state in which it ends."""
        match node:
            case Chars():
                end = self.state()
                middle = self.state()
                self.free[start].append(middle)
                self.edge[middle] = (node.ranges, end)
                return end
            case Sequence():
                for part in node.parts:
                    start = self.add(part, start)
                return start
            case Choice():
                end = self.state()
                for branch in node.branches:
                    self.free[self.add(branch, self.after(start))].append(end)
                return end
            case Repeat():
                return self.repeat(node, start)

    def after(self, start: int) -> int:
        following = self.state()
        self.free[start].append(following)
        return following

    def repeat(self, node: Repeat, start: int) -> int:
        for _time in range(node.least):
            start = self.add(node.part, start)
        if node.most is None:
            loop = self.after(start)
            self.free[self.add(node.part, loop)].append(loop)
            return self.after(loop)
        end = self.state()
        for _time in range(node.most - node.least):
            self.free[start].append(end)
            start = self.add(node.part, start)
        self.free[start].append(end)
        return end


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    free: tuple[tuple[int, ...], ...]
    edge: tuple[tuple[Ranges, int] | None, ...]
    start: int
    end: int

    def matches(self, value: str) -> bool:
        """Whether the whole ``value`` matches; takes time in proportion to its length."""
        states = self._closure([self.start])
        for char in value:
            code = ord(char)
            steps = (self.edge[state] for state in states)
            states = self._closure(
                [step[1] for step in steps if step and any(low <= code <= high for low, high in step[0])]
            )
            if not states:
                return False
        return self.end in states

    def _closure(self, states: list[int]) -> set[int]:
        seen = set(states)
        waiting = list(states)
        while waiting:
            for following in self.free[waiting.pop()]:
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        return seen


@lru_cache(maxsize=1024)
def compile(source: str) -> Pattern:
    """The pattern of ``source``; raises ``PatternSyntaxError``."""
    return _Machine.build(parse(source))
