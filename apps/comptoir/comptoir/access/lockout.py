"""Guessing takes ever longer: attempts are counted for what is guessed at and for the address they come from.

The first few may fail freely. After them one attempt is let through per wait, and every wait is twice the one before.
Names nobody has are counted like any other, so that an answer tells nothing about who exists. Where somebody has
signed in from an address before, only failures from that address make them wait there: strangers who guess at a
password do not lock its owner out.
"""

from __future__ import annotations

from dataclasses import dataclass

from comptoir.access.principals import digest
from comptoir.context import Context
from comptoir.errors import TooManyRequestsError
from comptoir.sentences import Sentence, _n

PASSWORD = "password"  # noqa: S105  what is guessed at
CODE = "code"
ADDRESS = "address"
ADDRESS_SHARE = 10
"""An address may fail as often as this many users: an office is one address."""
MEMORY = 24 * 3600
"""Seconds a failure is remembered."""
KNOWN_ADDRESS = 30 * 24 * 3600
"""Seconds an address counts as the user's own after they signed in from it."""
LONGEST_WAIT = 3600
LONGEST_DOUBLING = 12


class TooManyAttemptsError(TooManyRequestsError):
    """Too many attempts failed. Wait and try again."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, counted as failed until it ``succeeded``."""

    ctx: Context
    subject: str
    address: str

    def succeeded(self) -> None:
        """The attempt was right: what was counted against its subject is forgotten, for its address just this one."""
        cache = self.ctx.site.cache
        cache.delete(*(f"lockout:{part}:{self.subject}" for part in ("count", "waits", "wait")))
        if self.address:
            cache.increment(f"lockout:count:{self.address}", MEMORY, by=-1)


def attempt(ctx: Context, kind: str, name: str, address: str) -> Attempt:
    """Count an attempt at the ``kind`` of secret of ``name``. Raises ``TooManyAttemptsError`` for one too early."""
    free = ctx.site.settings.sign_in.attempts
    by_address = f"{ADDRESS}:{digest(address)}" if address else ""
    if by_address:
        _count(ctx, by_address, free * ADDRESS_SHARE)
    subject = f"{kind}:{digest(name.lower())}"
    if kind == PASSWORD and address and ctx.site.cache.exists(_known(name, address)):
        subject += f":{digest(address)}"
    _count(ctx, subject, free)
    return Attempt(ctx, subject, by_address)


def know_address(ctx: Context, user: str, address: str) -> None:
    """Remember that ``user`` signed in from ``address``."""
    if address:
        ctx.site.cache.set(_known(user, address), "1", KNOWN_ADDRESS)


def _count(ctx: Context, subject: str, free: int) -> None:
    cache = ctx.site.cache
    if cache.increment(f"lockout:count:{subject}", MEMORY) <= free:
        return
    gate = f"lockout:wait:{subject}"
    if cache.increment(gate, LONGEST_WAIT) > 1:
        seconds = cache.seconds_left(gate)
        error = TooManyAttemptsError(_told(seconds))
        error.retry_after = seconds
        raise error
    waits = cache.increment(f"lockout:waits:{subject}", MEMORY)
    wait = ctx.site.settings.sign_in.wait * 2 ** min(waits - 1, LONGEST_DOUBLING)
    cache.expire(gate, min(wait, LONGEST_WAIT))


def _told(seconds: int) -> Sentence:
    if seconds <= 90:
        return _n(
            "Too many attempts to sign in. Try again in a second.",
            "Too many attempts to sign in. Try again in {count} seconds.",
            count=seconds,
        )
    return _n(
        "Too many attempts to sign in. Try again in a minute.",
        "Too many attempts to sign in. Try again in {count} minutes.",
        count=-(-seconds // 60),
    )


def _known(user: str, address: str) -> str:
    return f"lockout:known:{digest(user.lower())}:{digest(address)}"
