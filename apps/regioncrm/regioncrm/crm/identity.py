"""How a client is recognised: keys for comparing phones and names, and the arithmetic of tax ids.

Pure functions, no database. Two values denote the same client when their keys are equal; names may also
be similar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_FORMS = (
    "ag bv co company corp corporation eurl gmbh inc jsc kg limited llc llp ltd oao ooo ou oy plc pao sa "
    "sarl sas sasu sca sci scop snc spa srl zao ао зао ип нко оао ооо пао"
)
LEGAL_FORMS = frozenset(_FORMS.split())
SIMILAR_FROM = 0.86
KEY_LENGTH = 20
_WORD = re.compile(r"[^\W_]+")


def phone_key(phone: str | None) -> str:
    """The digits that identify a line: the last nine, so that +7 and 8 or +33 and 0 do not matter."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-9:] if len(digits) >= 9 else digits


def name_words(name: str | None) -> list[str]:
    """The words of a name that tell clients apart: lower case, no accents, no legal form."""
    text = unicodedata.normalize("NFKD", name or "").casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = _WORD.findall(text)
    return [word for word in words if word not in LEGAL_FORMS] or words


def match_key(name: str | None) -> str:
    """What similar names share whatever the order of their words: how the longest begins, and the initials of others.

    Words of one or two letters do not count: people leave them out.
    """
    words = sorted(name_words(name), key=lambda word: (-len(word), word))
    initials = sorted(word[0] for word in words[1:] if len(word) > 2)
    return " ".join((words[0][:5], *initials))[:KEY_LENGTH] if words else ""


@lru_cache(maxsize=4096)
def name_key(name: str | None) -> str:
    """One string for a name, whatever the order of its words."""
    return " ".join(sorted(name_words(name)))


def similarity(first: str | None, second: str | None) -> float:
    """How alike two names are, from 0 to 1."""
    left, right = name_key(first), name_key(second)
    if not left or not right:
        return 0.0
    return SequenceMatcher(None, left, right).ratio()


def similar_among(name: str | None, others: Iterable[str]) -> list[bool]:
    """Which of many names are alike enough to one to be shown to a person. Most differ by length or letters alone."""
    key = name_key(name)
    matcher = SequenceMatcher(None, "", key)
    answers = []
    for other in others:
        matcher.set_seq1(name_key(other))
        answers.append(
            bool(key and matcher.a)
            and matcher.real_quick_ratio() >= SIMILAR_FROM
            and matcher.quick_ratio() >= SIMILAR_FROM
            and matcher.ratio() >= SIMILAR_FROM
        )
    return answers


def is_similar(first: str | None, second: str | None) -> bool:
    """Whether two names are alike enough to be shown to a person."""
    return similar_among(first, [second or ""])[0]


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def is_inn(value: str) -> bool:
    """Whether the check digits of a Russian INN (10 digits of a company, 12 of a person) are right."""
    if not value.isdigit():
        return False
    if len(value) == 10:
        return _weighted(value, (2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(value[9])
    if len(value) == 12:
        eleventh = _weighted(value, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
        twelfth = _weighted(value, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
        return eleventh == int(value[10]) and twelfth == int(value[11])
    return False


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def is_french_tax_id(value: str) -> bool:
    """Whether a value is a correct SIREN (9 digits), SIRET (14) or French VAT number (FR, key, SIREN)."""
    if re.fullmatch(r"\d{9}|\d{14}", value):
        return _luhn(value)
    match = re.fullmatch(r"FR(\d{2})(\d{9})", value)
    if not match:
        return False
    key, siren = match.groups()
    return _luhn(siren) and (12 + 3 * (int(siren) % 97)) % 97 == int(key)


CHECKS_BY_COUNTRY: dict[str, Callable[[str], bool]] = {"ru": is_inn, "fr": is_french_tax_id}


def tax_id_is_plausible(value: str, country_code: str | None) -> bool:
    """False only where the country's own arithmetic says no such tax id exists; others are believed."""
    check = CHECKS_BY_COUNTRY.get((country_code or "").lower())
    return check is None or check(value)
