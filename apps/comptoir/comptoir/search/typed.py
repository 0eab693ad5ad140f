"""What somebody typed into a search, as questions to the index: from what is surely meant to what may be misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comptoir.search.terms import (
    BEGINNING,
    LONGEST,
    NUMBER,
    PIECE,
    SHORTEST_MISSPELT,
    SHORTEST_PIECE,
    SLIP,
    WHOLE,
    WORD,
    phone_digits,
    plain_number,
    slips_of,
    words_of,
)

MOST_WORDS = 8
LONGEST_TEXT = 200
FEWEST_TYPED = 3
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """A document answers if it has a term of each group; one that ends with a star stands for all that begin so."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def marks(self) -> frozenset[str]:
        """The marks of the terms that are asked for."""
        return frozenset(term[0] for group in self.groups for term in group)

    def fits(self, terms: Sequence[str]) -> bool:
        """Whether a document with these ``terms`` answers."""
        return all(any(_has(terms, wanted) for wanted in group) for group in self.groups)

    def touches(self, terms: Sequence[str]) -> bool:
        """Whether ``terms`` have something to do with the answer."""
        return any(_has(terms, wanted) for group in self.groups for wanted in group)


@dataclass(frozen=True, slots=True)
class Typed:
    """The words of a typed text."""

    words: tuple[str, ...]
    digits: str = ""
    """Those of a telephone number, as far as it was typed."""

    @classmethod
    def of(cls, text: str) -> Typed:
        """Read ``text``; whatever is beyond its first words is not looked for."""
        text = text.strip()[:LONGEST_TEXT]
        words = tuple(dict.fromkeys(words_of(text)))[:MOST_WORDS]
        return cls(words, phone_digits(text))

    def names(self, name: object) -> bool:
        """Whether this is the whole name of a document, of more than one word, and so no beginning of another."""
        return len(self.words) > 1 and words_of(str(name)) == list(self.words)

    def questions(self, levels: Iterable[int]) -> list[Question]:
        """What to ask, the surest first, of fields of these permission levels."""
        wanted = sorted(levels)
        if not self.words or not wanted:
            return []
        return [_question(step, wanted) for step in (self._whole(), self._beginning(), *self._each_word())]

    def guesses(self, levels: Iterable[int]) -> list[Question]:
        """What to ask where nothing answers: words a letter longer or shorter, then words in which a letter differs."""
        wanted = sorted(levels)
        if not wanted or not any(slips_of(word) for word in self.words):
            return []
        return [
            _question([[WORD + word + _ANY, *slips(word), _piece(word)] for word in self.words], wanted)
            for slips in (_letter_more_or_less, _other_letter)
        ]

    def _whole(self) -> list[list[str]]:
        found = [WHOLE + "".join(self.words)[:LONGEST]]
        if len(self.words) == 1:
            found += _number(self.words[0])
        return [found]

    def _beginning(self) -> list[list[str]]:
        return [[BEGINNING + "".join(self.words)[:LONGEST] + _ANY]]

    def _each_word(self) -> Iterator[list[list[str]]]:
        yield [[WORD + word + _ANY, *_number(word)] for word in self.words]
        if len(self.digits) >= FEWEST_TYPED:
            yield [[PIECE + self.digits + _ANY]]
        yield [[WORD + word + _ANY, *_number(word), _piece(word)] for word in self.words]


def _number(word: str) -> list[str]:
    return [NUMBER + plain_number(word)] if word.isdigit() else []


def _piece(word: str) -> str:
    return PIECE + word + (_ANY if len(word) >= SHORTEST_PIECE else "")


def _letter_more_or_less(word: str) -> list[str]:
    slips = slips_of(word)
    return [SLIP + word, *(WORD + slip for slip in slips if len(slip) >= SHORTEST_MISSPELT)] if slips else []


def _other_letter(word: str) -> list[str]:
    """Two letters that changed places are a case of it."""
    return [SLIP + slip for slip in slips_of(word)]


def _question(groups: Iterable[Iterable[str]], levels: Sequence[int]) -> Question:
    return Question(
        tuple(tuple(f"{term[0]}{level}{term[1:]}" for term in group for level in levels) for group in groups)
    )


def _has(terms: Sequence[str], wanted: str) -> bool:
    if wanted.endswith(_ANY):
        beginning = wanted[:-1]
        return any(term.startswith(beginning) for term in terms)
    return wanted in terms
