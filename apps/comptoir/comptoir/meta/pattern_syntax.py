"""The grammar of the ``pattern`` of a field: a regular expression read into a tree.

The subset is the one that Python and JavaScript read alike: literals, ``.``, classes, ``\\d \\w \\s`` (ASCII) and
their opposites, groups, ``|``, and the quantifiers ``? * + {n} {n,} {n,m}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.sentences import _

LONGEST_PATTERN = 500
LARGEST_REPEAT = 1000
DEEPEST_GROUP = 20
_LAST_CHAR = 0x10FFFF
_DIGITS = ((0x30, 0x39),)
_WORD = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE = ((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
          (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF))  # fmt: skip
_LINE_ENDS = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
_CONTROL = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}
_PUNCTUATION = set("^$\\.*+?()[]{}|/-")

Ranges = tuple[tuple[int, int], ...]


class PatternSyntaxError(ValueError):
    """The pattern cannot be read, or lies outside the subset."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of ``ranges``."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several alternatives."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part ``least`` to ``most`` times; ``most`` None means without end."""

    part: Node
    least: int
    most: int | None


Node = Chars | Sequence | Choice | Repeat


def merged(ranges: Ranges) -> Ranges:
    """The same characters as sorted ranges that do not touch."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return tuple(result)


def inverted(ranges: Ranges) -> Ranges:
    """Every character that is not in ``ranges``."""
    result: list[tuple[int, int]] = []
    start = 0
    for low, high in merged(ranges):
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= _LAST_CHAR:
        result.append((start, _LAST_CHAR))
    return tuple(result)


_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}


class _Parser:
    def __init__(self, source: str):
        self.source = source
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternSyntaxError(_("it ends too early"))
        self.at += 1
        return char

    def parse(self) -> Node:
        body = self.choice()
        if self.peek():
            raise PatternSyntaxError(
                _('"{char}" at position {at} closes nothing', char=self.peek(), at=self.at + 1)
            )
        return body

    def choice(self) -> Node:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.peek() not in ("", "|", ")"):
            char = self.peek()
            if (char == "^" and self.at == 0) or (char == "$" and self.at == len(self.source) - 1):
                self.at += 1
                continue
            parts.append(self.quantified())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self) -> Node:
        part = self.atom()
        bounds = self.quantifier()
        if bounds is None:
            return part
        if self.peek() in ("?", "*", "+", "{"):
            raise PatternSyntaxError(_("a quantifier follows a quantifier"))
        return Repeat(part, *bounds)

    def quantifier(self) -> tuple[int, int | None] | None:
        char = self.peek()
        simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if char in simple:
            self.at += 1
            return simple[char]
        if char != "{":
            return None
        end = self.source.find("}", self.at)
        least, comma, most = self.source[self.at + 1 : end].partition(",") if end > 0 else ("", "", "")
        if not _is_number(least) or (most and not _is_number(most)):
            raise PatternSyntaxError(
                _('"{" must start a repetition such as {2}, {2,} or {2,4}; write \\{ for a brace')
            )
        self.at = end + 1
        low = int(least)
        high = (int(most) if most else None) if comma else low
        if max(low, high or 0) > LARGEST_REPEAT or (high is not None and high < low):
            raise PatternSyntaxError(
                _("a repetition goes from a smaller to a larger number, at most {most}", most=LARGEST_REPEAT)
            )
        return low, high

    def atom(self) -> Node:
        char = self.take()
        if char == "(":
            return self.group()
        if char == "[":
            return self.char_class()
        if char == ".":
            return Chars(inverted(_LINE_ENDS))
        if char == "\\":
            return Chars(self.escape())
        if char in "^$":
            raise PatternSyntaxError(
                _('"{char}" may only stand at the very start or end; the whole value is matched', char=char)
            )
        if char in "*+?{}]":
            raise PatternSyntaxError(
                _('"{char}" at position {at} has nothing to refer to; write \\{char}', char=char, at=self.at)
            )
        return Chars(((ord(char), ord(char)),))

    def group(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST_GROUP:
            raise PatternSyntaxError(_("groups lie more than {most} deep", most=DEEPEST_GROUP))
        if self.peek() == "?":
            if self.source[self.at : self.at + 2] != "?:":
                raise PatternSyntaxError(_("look-around, named groups and flags are not supported"))
            self.at += 2
        body = self.choice()
        if self.peek() != ")":
            raise PatternSyntaxError(_("a group is not closed"))
        self.at += 1
        self.depth -= 1
        return body

    def escape(self) -> Ranges:
        char = self.take()
        if char.lower() in _CLASSES:
            ranges = _CLASSES[char.lower()]
            return inverted(ranges) if char.isupper() else ranges
        if char in _CONTROL:
            return ((_CONTROL[char], _CONTROL[char]),)
        if char in _PUNCTUATION:
            return ((ord(char), ord(char)),)
        raise PatternSyntaxError(_('"\\{char}" is not supported', char=char))

    def char_class(self) -> Node:
        negated = self.peek() == "^"
        if negated:
            self.at += 1
        ranges: list[tuple[int, int]] = []
        while self.peek() != "]":
            low = self.class_item()
            if self.peek() == "-" and self.source[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.class_item()
                if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] < low[0][0]:
                    raise PatternSyntaxError(
                        _("a range in a class goes from a smaller to a larger character")
                    )
                ranges.append((low[0][0], high[0][0]))
            else:
                ranges += low
        self.at += 1
        if not ranges:
            raise PatternSyntaxError(_("a class is empty"))
        return Chars(inverted(tuple(ranges)) if negated else merged(tuple(ranges)))

    def class_item(self) -> Ranges:
        char = self.take()
        if char == "\\":
            return self.escape()
        if char == "[":
            raise PatternSyntaxError(_("write \\[ for a bracket inside a class"))
        return ((ord(char), ord(char)),)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def parse(source: str) -> Node:
    """The tree of ``source``; raises ``PatternSyntaxError`` with a reason."""
    if len(source) > LONGEST_PATTERN:
        raise PatternSyntaxError(_("a pattern has at most {most} characters", most=LONGEST_PATTERN))
    return _Parser(source).parse()


def repeats(node: Node) -> Iterator[Repeat]:
    match node:
        case Repeat():
            yield node
            yield from repeats(node.part)
        case Sequence():
            for part in node.parts:
                yield from repeats(part)
        case Choice():
            for branch in node.branches:
                yield from repeats(branch)
        case Chars():
            return


def _characters(node: Node) -> Ranges:
    match node:
        case Chars():
            return node.ranges
        case Repeat():
            return _characters(node.part)
        case Sequence():
            return tuple(r for part in node.parts for r in _characters(part))
        case Choice():
            return tuple(r for branch in node.branches for r in _characters(branch))


def _disjoint(one: Ranges, other: Ranges) -> bool:
    return all(high < low2 or high2 < low for low, high in one for low2, high2 in other)


def is_ambiguous(body: Node) -> bool:
    """Whether repeating ``body`` can split one text in several ways (a safe over-estimate)."""
    if isinstance(body, Chars):
        return False
    fixed = not any(repeat.least != repeat.most for repeat in repeats(body))
    if isinstance(body, Choice):
        single = all(isinstance(branch, Chars) for branch in body.branches)
        branches = [_characters(branch) for branch in body.branches]
        apart = all(_disjoint(a, b) for i, a in enumerate(branches) for b in branches[i + 1 :])
        return not (single and apart)
    if fixed and not _has_choice(body):
        return False
    if isinstance(body, Sequence) and isinstance(body.parts[0] if body.parts else None, Chars):
        first, rest = body.parts[0], Sequence(body.parts[1:])
        return not _disjoint(_characters(first), _characters(rest)) or _has_choice(rest)
    return True


def _has_choice(node: Node) -> bool:
    match node:
        case Choice():
            return True
        case Repeat():
            return _has_choice(node.part)
        case Sequence():
            return any(_has_choice(part) for part in node.parts)
        case Chars():
            return False
