"""Conditions that can be turned into a question to a database: the part of the expression language row rules use.

``doc.<field>`` and ``doc.<link>.<field>`` are compared with values: constants, lists, and what is known of the user
(``user.name``, ``user.roles``, ``user.scopes``, other members of ``user``, and names an app adds). What cannot be
asked of a database is refused with its place. This module knows fields and users only by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.expressions.tokens import LONGEST_SOURCE, Token, tokenize
from comptoir.sentences import _

DEEPEST = 20
_CONSTANTS: dict[str, Any] = {
    "true": 1, "false": 0, "null": "", "True": 1, "False": 0, "None": "", "undefined": "",
}  # fmt: skip
_WORDS = {"and": "&&", "or": "||", "not": "!", "===": "==", "!==": "!="}
OPPOSITE = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in",
}  # fmt: skip
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Path:
    """A field of the document: ``("status",)``, or one behind a link: ``("client", "responsible")``."""

    names: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Known:
    """Something known of the user: a member of ``user``, or (with ``variable``) a name of its own."""

    name: str
    variable: bool
    position: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A value; a list as a tuple."""

    value: Any
    position: int


Side = Path | Known | Constant


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``."""

    left: Side
    operator: str
    right: Side


@dataclass(frozen=True, slots=True)
class Filled:
    """``side`` has a value (or, ``negated``, has none)."""

    side: Side
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of ``parts`` hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of ``parts`` holds."""

    parts: tuple[Node, ...]


Node = Comparison | Filled | Every | OneOf


@lru_cache(maxsize=4096)
def parse(source: str) -> Node:
    """The condition that ``source`` writes. Raises ``ExpressionSyntaxError``."""
    if len(source) > LONGEST_SOURCE:
        raise ExpressionSyntaxError(
            "too_large", _("it is longer than {most} characters", most=LONGEST_SOURCE)
        )
    body = source.strip()
    if not body:
        raise ExpressionSyntaxError("empty", _("there is nothing to evaluate"))
    return _Parser(tokenize(body, source.index(body))).parse()


def sides(node: Node) -> Iterator[Side]:
    """Everything a condition looks at."""
    match node:
        case Comparison(left=left, right=right):
            yield from (left, right)
        case Filled(side=side):
            yield side
        case Every(parts=parts) | OneOf(parts=parts):
            for part in parts:
                yield from sides(part)


def check_known(node: Node, members: Collection[str], variables: Collection[str]) -> None:
    """Raise ``ExpressionSyntaxError`` for what nobody knows of a user."""
    for side in sides(node):
        if isinstance(side, Known) and side.name not in (variables if side.variable else members):
            text = side.name if side.variable else f"user.{side.name}"
            reason = _('"{text}" is unknown; write doc.{text} for a field of the document', text=text)
            if not side.variable:
                reason = _('"{text}" is unknown; a user has {members}', text=text, members=tuple(members))
            raise ExpressionSyntaxError("unknown_name", reason, side.position)


class _Parser:
    """Recursive descent; ``!`` is moved inwards as it is read, so that the tree holds no negation."""

    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def parse(self) -> Node:
        node = self.either(negated=False)
        if self.sign() != "":
            raise self.misplaced()
        return node

    def sign(self) -> str:
        """The next token, words as the signs they stand for; empty at the end, and for names and values."""
        token = self.tokens[self.at]
        if token.kind in ("sign", "name") and token.text in _WORDS:
            return _WORDS[token.text]
        return token.text if token.kind == "sign" or (token.text == "in" and token.kind == "name") else ""

    def misplaced(self) -> ExpressionSyntaxError:
        token = self.tokens[self.at]
        reason = _('"{text}" cannot stand here', text=token.text) if token.text else _("a value is missing")
        return ExpressionSyntaxError("syntax", reason, token.position)

    def take(self, sign: str) -> bool:
        if self.sign() != sign or self.tokens[self.at].kind == "end":
            return False
        self.at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            token = self.tokens[self.at]
            found = _('"{text}"', text=token.text) if token.kind != "end" else _("the end")
            reason = _('"{sign}" is missing before {found}', sign=sign, found=found)
            raise ExpressionSyntaxError("syntax", reason, token.position)

    def either(self, *, negated: bool) -> Node:
        parts = [self.both(negated=negated)]
        while self.take("||"):
            parts.append(self.both(negated=negated))
        kind = Every if negated else OneOf
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def both(self, *, negated: bool) -> Node:
        parts = [self.one(negated=negated)]
        while self.take("&&"):
            parts.append(self.one(negated=negated))
        kind = OneOf if negated else Every
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def one(self, *, negated: bool) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            reason = _("it is nested more than {most} deep", most=DEEPEST)
            raise ExpressionSyntaxError("too_large", reason, self.tokens[self.at].position)
        if self.take("!"):
            node = self.one(negated=not negated)
        elif self.take("("):
            node = self.either(negated=negated)
            self.expect(")")
        else:
            node = self.comparison(negated=negated)
        self.depth -= 1
        return node

    def comparison(self, *, negated: bool) -> Node:
        left = self.side()
        operator = self.operator()
        if operator is None:
            return Filled(left, negated)
        right = self.side()
        if not isinstance(left, Path) and isinstance(right, Path) and operator in _MIRRORED:
            left, operator, right = right, _MIRRORED[operator], left
        if isinstance(right, Path):
            reason = _("a field is compared with a value or with something of the user, not with a field")
            raise ExpressionSyntaxError("syntax", reason, right.position)
        return Comparison(left, OPPOSITE[operator] if negated else operator, right)

    def operator(self) -> str | None:
        sign = self.sign()
        if sign == "!" and self.tokens[self.at + 1].text == "in":
            self.at += 2
            return "not in"
        if sign not in OPPOSITE:
            return None
        self.at += 1
        return sign

    def side(self) -> Side:
        token = self.tokens[self.at]
        if token.kind in ("number", "string"):
            self.at += 1
            return Constant(_number(token.text) if token.kind == "number" else token.text, token.position)
        if self.take("-"):
            number = self.side()
            if not isinstance(number, Constant) or not isinstance(number.value, float | int):
                raise self.misplaced()
            return Constant(-number.value, token.position)
        if self.take("["):
            return self.list(token.position)
        if token.kind == "name" and self.sign() == "":
            self.at += 1
            return self.name(token)
        raise self.misplaced()

    def list(self, position: int) -> Constant:
        entries: list[Any] = []
        while not self.take("]"):
            if entries:
                self.expect(",")
            entry = self.side()
            if not isinstance(entry, Constant) or isinstance(entry.value, tuple):
                reason = _("a list holds texts and numbers")
                raise ExpressionSyntaxError("syntax", reason, entry.position)
            entries.append(entry.value)
        return Constant(tuple(entries), position)

    def name(self, token: Token) -> Side:
        if token.text in _CONSTANTS:
            return Constant(_CONSTANTS[token.text], token.position)
        names: list[str] = []
        while self.take("."):
            following = self.tokens[self.at]
            if following.kind != "name":
                raise ExpressionSyntaxError("syntax", _("a name must follow the dot"), following.position)
            names.append(following.text)
            self.at += 1
        most = {"doc": 2, "user": 1}.get(token.text, 0)
        if (not names and most) or len(names) > most or self.sign() in ("(", "["):
            reason = _("a rule asks for a field of the document, or of a document it links to")
            raise ExpressionSyntaxError("syntax", reason, token.position)
        if token.text == "doc":
            return Path(tuple(names), token.position)
        return Known(names[0] if names else token.text, not names, token.position)


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value
