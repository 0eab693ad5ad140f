"""What the search index keeps of a document, and what of a document a typed text means: terms of plain letters and digits.

A term begins with a mark, a letter for what it is and a digit for the permission level of the field it comes from. So a
question names the levels its asker reads, and no term is a stop word or too short for a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from comptoir.db.collation import fold

Role = Literal["name", "title", "other"]

WHOLE, NUMBER, BEGINNING, WORD, PIECE, SLIP = "x", "n", "b", "w", "p", "s"
"""The whole name or title, the number a name ends with, the beginning of one, a word of one, any word or its end, a
word of a title without one of its letters."""
MARKS = frozenset({WHOLE, NUMBER, BEGINNING, WORD, PIECE, SLIP})

HIGHEST_LEVEL = 9
LONGEST = 40
READ = 300
"""Characters of a value that are kept."""
MOST_TERMS = 400
MOST_SPREAD = 8
"""So many words of a value are found by their middle and misspelt; a sentence is not."""
SHORTEST_PIECE = 3
SHORTEST_MISSPELT = 4
FEWEST_DIGITS = 6
"""With fewer a value is no telephone number."""
SLIPS = 8
"""A slip is looked for among so many letters at the beginning of a word."""

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_PHONE = re.compile(r"[\d\s+().\-/]+", re.ASCII)
_LAST_NUMBER = re.compile(r"(\d+)\D*$", re.ASCII)
_ADJECTIVE = re.compile(r"[иы]и\b")
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "yu", "я": "ya", "і": "i", "є": "ye", "ґ": "g", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a document: what it is to the document, and the level of its field."""

    role: Role
    level: int
    text: str


def words_of(text: str) -> list[str]:
    """The words of ``text`` in plain Latin letters where there are such, without case and accents."""
    plain = fold(text)
    if not plain.isascii():
        plain = _ADJECTIVE.sub("y", plain).translate(_LATIN)
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def terms_of(parts: Iterable[Part], marks: frozenset[str] = MARKS) -> list[str]:
    """The terms of a document that have one of ``marks``, each once."""
    found: dict[str, None] = {}
    for part in parts:
        if part.level <= HIGHEST_LEVEL:
            found |= dict.fromkeys(_terms(part, marks))
    return list(found)[:MOST_TERMS]


def _terms(part: Part, marks: frozenset[str]) -> Iterator[str]:
    text, level = _TAG.sub(" ", part.text)[:READ], part.level
    words = words_of(text)
    if part.role == "other":
        digits = phone_digits(text)
        words = words if len(digits) < FEWEST_DIGITS else [digits]
    else:
        whole = "".join(words)[:LONGEST]
        yield from (f"{mark}{level}{whole}" for mark in (WHOLE, BEGINNING) if whole and mark in marks)
        number = _LAST_NUMBER.search(text) if part.role == "name" and NUMBER in marks else None
        if number:
            yield f"{NUMBER}{level}{plain_number(number[1])}"
    for word in words[:MOST_SPREAD]:
        yield from _terms_of_word(word, part.role, level, marks)
    whole_word = PIECE if part.role == "other" else WORD
    if whole_word in marks:
        yield from (f"{whole_word}{level}{word}" for word in words[MOST_SPREAD:])


@lru_cache(maxsize=20_000)
def _terms_of_word(word: str, role: Role, level: int, marks: frozenset[str]) -> tuple[str, ...]:
    """A name is found by its words; a title by pieces and slips of them as well, another value by pieces alone."""
    found = [] if role == "other" else [WORD + word]
    if role != "name":
        found += [PIECE + piece for piece in _pieces(word)[role == "title" :]]
    if role == "title":
        found += [SLIP + slip for slip in slips_of(word)]
    return tuple(f"{term[0]}{level}{term[1:]}" for term in found if term[0] in marks)


def _pieces(word: str) -> tuple[str, ...]:
    """A word and its ends: whatever is typed of its middle begins one of them."""
    return (word, *(word[start:] for start in range(1, len(word) - SHORTEST_PIECE + 1)))


@lru_cache(maxsize=20_000)
def slips_of(word: str) -> tuple[str, ...]:
    """``word`` without one letter: two spellings that differ by a letter, or by two that changed places, have one in common."""
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return ()
    return tuple(dict.fromkeys(word[:gap] + word[gap + 1 :] for gap in range(min(len(word), SLIPS))))


def phone_digits(text: str) -> str:
    """The digits of a text that may be one of a telephone number, without the zeros before it; else nothing."""
    if not _PHONE.fullmatch(text):
        return ""
    return "".join(char for char in text if char.isdigit()).lstrip("0")[:LONGEST]


def plain_number(digits: str) -> str:
    """A number without the zeros that fill it up."""
    return digits.lstrip("0")[:LONGEST] or "0"
