"""What System Settings say about signing in: passwords, attempts and how long a session lasts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

_HOURS = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)
SHORTEST_IDLE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """The rules of a site, as its administrators chose them."""

    idle: timedelta = timedelta(hours=170)
    """A session ends after this time without a request."""
    days: int = 7
    """A session ends after this time whatever happens."""
    sessions: int = 10
    """Sessions a user may have at one time; the oldest ends where one is opened too many. 0: any number."""
    password_length: int = 10
    password_score: int = 3
    """The least score of zxcvbn, 0 to 4."""
    attempts: int = 5
    """Attempts that may fail before each further one has to wait."""
    wait: int = 30
    """Seconds of the first wait; every further one is twice as long."""

    @property
    def longest(self) -> timedelta:
        """The absolute end of a session after it was opened."""
        return timedelta(days=self.days)


def sign_in_settings(values: Mapping[str, Any], session_days: int) -> SignInSettings:
    """The rules in the stored ``values`` of System Settings; ``session_days`` holds where they say nothing."""
    usual = SignInSettings()
    return SignInSettings(
        idle=_idle(values.get("session_expiry"), usual.idle),
        days=number(values.get("session_days"), 0) or session_days,
        sessions=number(values.get("simultaneous_sessions"), usual.sessions),
        password_length=number(values.get("minimum_password_length"), usual.password_length),
        password_score=number(values.get("minimum_password_score"), usual.password_score),
        attempts=max(1, number(values.get("allow_consecutive_login_attempts"), usual.attempts)),
        wait=max(1, number(values.get("allow_login_after_fail"), usual.wait)),
    )


def _idle(value: Any, usual: timedelta) -> timedelta:
    found = _HOURS.fullmatch(str(value or ""))
    if found is None:
        return usual
    return max(SHORTEST_IDLE, timedelta(hours=int(found.group(1)), minutes=int(found.group(2))))


def number(value: Any, usual: int) -> int:
    """A stored whole number that is not negative, or the ``usual`` one where none is stored."""
    text = str(value).strip() if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() else usual
