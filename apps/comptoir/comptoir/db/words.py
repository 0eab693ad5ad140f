"""The word index: which words begin in which documents, for finding one among very many while somebody types.

One table on both databases, ``__word``: the words of a document's search columns without case and accents, and the
beginning of each column behind ``START``, which is part of no word. A question is a range of the primary key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from comptoir.db.collation import fold

START = "^"
LONGEST = 60
MOST_WORDS = 40
READ = 400
"""Characters of a value whose words are kept."""

_WORD = re.compile(r"[^\W_]+")
_LAST = "\U0010ffff"

word_table = sa.Table(
    "__word",
    sa.MetaData(),
    sa.Column("doctype", sa.String(140), primary_key=True),
    sa.Column("word", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(140), primary_key=True),
)


def words_of(values: Iterable[Any]) -> list[str]:
    """What the index keeps of a document whose search columns hold ``values``."""
    found: dict[str, None] = {}
    for value in values:
        text = fold(str(value)[:READ]).strip() if value not in (None, "") else ""
        if text:
            found[_start(text)] = None
            found |= dict.fromkeys(_words(text))
    return list(found)[:MOST_WORDS]


def start_of(text: str) -> str:
    """What the index holds for a column that begins with ``text``, or the beginning of that."""
    return _start(fold(text))


def typed_words(text: str) -> tuple[str, ...]:
    """The words of what somebody has typed, the longest first."""
    return tuple(sorted(dict.fromkeys(_words(fold(text))), key=len, reverse=True))[:MOST_WORDS]


def bounds_of(prefix: str) -> tuple[str, str]:
    """What begins with ``prefix`` is not less than the first and less than the second."""
    return prefix, prefix + _LAST


def _start(folded: str) -> str:
    return START + folded[:LONGEST]


def _words(folded: str) -> Iterator[str]:
    return (word[:LONGEST] for word in _WORD.findall(folded))
