"""The words of an expression: names, numbers, strings and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.sentences import _

LONGEST_SOURCE = 4000

Kind = Literal["name", "number", "string", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word; ``text`` is the decoded text of a string, ``position`` its 1-based place in the source."""

    kind: Kind
    text: str
    position: int


_WORD = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
    |(?P<number>(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)
    |(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    |(?P<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\?\.(?![0-9])|[-+*/%<>!?:.,()\[\]])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"', "/": "/"}


def tokenize(source: str, offset: int = 0) -> list[Token]:
    """The words of ``source`` and an end mark; ``offset`` is added to positions."""
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _WORD.match(source, at)
        position = at + offset + 1
        if match is None:
            raise ExpressionSyntaxError("syntax", _('"{text}" cannot stand here', text=source[at]), position)
        kind, text = match.lastgroup, match[0]
        following = source[match.end() : match.end() + 1]
        if kind == "number" and (following.isalnum() or following in ("_", "$", ".")):
            raise ExpressionSyntaxError(
                "syntax", _('"{text}{following}" is no number', text=text, following=following), position
            )
        if kind == "string":
            tokens.append(Token("string", _decoded(text[1:-1], position), position))
        elif kind == "number":
            tokens.append(Token("number", text, position))
        elif kind == "name":
            tokens.append(Token("name", text, position))
        elif kind == "sign":
            tokens.append(Token("sign", "." if text == "?." else text, position))
        at = match.end()
    tokens.append(Token("end", "", len(source) + offset + 1))
    return tokens


def _decoded(text: str, position: int) -> str:
    def decode(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if digits:
            return chr(int(digits, 16))
        if match[3] not in _ESCAPED:
            raise ExpressionSyntaxError("syntax", _('"\\{char}" is no escape', char=match[3]), position)
        return _ESCAPED[match[3]]

    return _joined_surrogates(_ESCAPE.sub(decode, text))


def _joined_surrogates(text: str) -> str:
    """Two ``\\u`` escapes that make one character become that character; half of one is replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
