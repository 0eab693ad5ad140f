"""What the pages ask for on which people sign in and choose passwords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from comptoir.access import passwords, rates, social_login
from comptoir.context import GUEST, Context
from comptoir.hooks import whitelist

QUESTIONS = 60
"""How many passwords may be judged in a minute: judging takes a moment."""
LONGEST_INPUTS = 10


@whitelist(allow_guest=True, methods=["GET"])
def providers(ctx: Context) -> list[dict[str, str]]:
    """The providers of identities people can sign in with, and where that begins."""
    return [
        {"name": name, "label": label, "url": f"/oidc/start/{quote(name, safe='')}"}
        for name, label in social_login.providers(ctx)
    ]


@whitelist(allow_guest=True, methods=["POST"])
def password_strength(
    ctx: Context, password: str, user_inputs: Sequence[str] | None = None
) -> dict[str, Any]:
    """How good ``password`` is: its score, the least that is asked, what is wrong with it, and what would help."""
    rates.spend(ctx, "password_strength", QUESTIONS, rates.MINUTE)
    names = [str(value) for value in (user_inputs or ())][:LONGEST_INPUTS]
    if ctx.user != GUEST:
        names += passwords.names_of(ctx, ctx.user)
    found = passwords.strength(ctx, password, names)
    return {
        "score": found.score,
        "least": found.least,
        "problems": [ctx.say(problem) for problem in found.problems],
        "hints": [ctx.say(hint) for hint in found.hints],
    }
