"""What SQLite's catalogue tells only in the text of ``CREATE TABLE``: collations and AUTOINCREMENT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PIECE = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      |(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
      |(?P<literal>'(?:[^']|'')*')
      |(?P<word>[^\s"'`\[\](),;]+)
      |(?P<mark>[(),;])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What the definition of one column says besides type, default and NOT NULL."""

    collation: str = "BINARY"
    autoincrement: bool = False


def column_texts(create_table: str) -> dict[str, ColumnText]:
    """By folded column name, what ``create_table`` says about each column."""
    texts: dict[str, ColumnText] = {}
    for definition in _definitions(create_table):
        words = [word.upper() for word in definition[1:]]
        collation = "BINARY"
        if "COLLATE" in words:
            collation = _unquote(definition[words.index("COLLATE") + 2]).upper()
        texts[_unquote(definition[0]).casefold()] = ColumnText(collation, "AUTOINCREMENT" in words)
    return texts


def _definitions(create_table: str) -> Iterator[list[str]]:
    """The comma-separated parts between the outer parentheses, as words; nested parentheses are left out."""
    depth = 0
    words: list[str] = []
    for match in _PIECE.finditer(create_table):
        piece = match.group()
        if match.lastgroup == "space":
            continue
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth -= 1
            if depth == 0:
                break
        elif depth == 1 and piece == ",":
            yield words
            words = []
        elif depth == 1:
            words.append(piece)
    if words:
        yield words


def _unquote(name: str) -> str:
    if name[:1] in ('"', "`"):
        return name[1:-1].replace(name[0] * 2, name[0])
    return name[1:-1] if name[:1] == "[" else name
