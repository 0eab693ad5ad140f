"""Which passwords are good enough: long enough, hard to guess, not common, without the names of who uses them.

The rules are set in System Settings and hold wherever a password is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from comptoir.access import sessions
from comptoir.access.secrets import MAX_PASSWORD, set_password
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import ValidationError
from comptoir.sentences import Sentence, _, _n, joined
from comptoir.sites.settings import site_settings

LOOKED_AT = 72
"""Characters zxcvbn looks at; it takes long for many."""
SHORTEST_NAME = 4
"""Shorter names occur in too many words to be refused."""
NAMES = ("name", "email", "username", "first_name", "last_name", "full_name")


class WeakPasswordError(ValidationError):
    """The password is too easy to guess."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a password is: ``score`` of 0 to 4, the ``least`` that is asked, what is wrong, what would help."""

    score: int
    least: int
    problems: tuple[Sentence, ...]
    hints: tuple[Sentence, ...]


def strength(ctx: Context, password: str, names: Sequence[str] = ()) -> Strength:
    """How good ``password`` is for somebody with these ``names``."""
    from zxcvbn import zxcvbn

    rules = site_settings(ctx).sign_in
    own = _own_words([*names, ctx.site.settings.app_name or "", ctx.site.name])
    found: dict[str, Any] = zxcvbn(password[:LOOKED_AT] or " ", user_inputs=own)
    score, patterns = int(found["score"]) if password else 0, _patterns(found["sequence"])
    problems = list(_problems(password, own, rules.password_length))
    if score < rules.password_score and not problems:
        problems.append(_("The password is too easy to guess."))
    hints = [HINTS[name] for name in HINTS if name in patterns] if score < 4 else []
    return Strength(score, rules.password_score, tuple(problems), tuple(hints))


def check(ctx: Context, password: str, names: Sequence[str] = (), fieldname: str = "new_password") -> None:
    """Raise ``WeakPasswordError`` where ``password`` is not good enough for somebody with these ``names``."""
    found = strength(ctx, password, names)
    if found.problems:
        message = joined([*found.problems, *found.hints[:2]])
        raise WeakPasswordError.at(fieldname, message)


def names_of(ctx: Context, user: str) -> list[str]:
    """What ``user`` is called: words their password must not hold."""
    table = table_for(ctx.site.registry.get("User"))
    row = ctx.db.execute(sa.select(*(table.c[name] for name in NAMES)).where(table.c.name == user)).first()
    return [str(value) for value in row or () if value]


def change(ctx: Context, user: str, password: str, *, keep: str = "") -> int:
    """Give ``user`` a new password that is good enough, and end their sessions but the one whose id is ``keep``.

    How many ended.
    """
    check(ctx, password, names_of(ctx, user))
    set_password(ctx, user, password)
    return sessions.end_sessions(ctx, user, besides=keep)


HINTS = {
    "passwords": _("Avoid passwords that many people use, also with letters replaced by digits."),
    "user_inputs": _("Leave out your name, your address and the name of the site."),
    "names": _("Avoid names of people."),
    "words": _("Use several words that do not belong together."),
    "spatial": _("Avoid keys that lie side by side."),
    "repeat": _("Avoid repeated words and characters."),
    "sequence": _("Avoid sequences such as abc or 6543."),
    "date": _("Avoid dates and years."),
}
"""What to say about the patterns in a password that make it easy to guess."""
DICTIONARIES = {
    "passwords": "passwords",
    "user_inputs": "user_inputs",
    "surnames": "names",
    "male_names": "names",
    "female_names": "names",
}
PATTERNS = {"spatial": "spatial", "repeat": "repeat", "sequence": "sequence", "date": "date", "regex": "date"}


def _patterns(sequence: Iterable[dict[str, Any]]) -> set[str]:
    """The keys of the hints that a password asks for."""
    found = set()
    for match in sequence:
        if match["pattern"] == "dictionary":
            found.add(DICTIONARIES.get(match["dictionary_name"], "words"))
        elif match["pattern"] in PATTERNS:
            found.add(PATTERNS[match["pattern"]])
    return found


def _problems(password: str, own: Sequence[str], least: int) -> Iterator[Sentence]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    if len(password) < least:
        yield _n(
            "The password needs one character at least.",
            "The password needs {count} characters at least.",
            count=least,
        )
    if len(password) > MAX_PASSWORD:
        yield _("The password may have {most} characters at most.", most=MAX_PASSWORD)
    plain = password.casefold()
    if plain.strip() in FREQUENCY_LISTS["passwords"]:
        yield _("The password is one that many people use.")
    if any(word in plain for word in own):
        yield _("The password must not hold your name, your address or the name of the site.")


def _own_words(names: Iterable[str]) -> list[str]:
    """The words in ``names`` that are long enough to count, in lower case; of an address what is before the @."""
    words: dict[str, None] = {}
    for name in names:
        local = name.casefold().partition("@")[0]
        for word in (local, *re.split(r"[\W_]+", local)):
            if len(word) >= SHORTEST_NAME:
                words[word] = None
    return list(words)
