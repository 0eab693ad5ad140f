"""How often something may be asked for: counted per user, address and endpoint in the cache."""

from __future__ import annotations

import time

from comptoir.access.principals import digest
from comptoir.context import GUEST, Context
from comptoir.errors import RateLimitExceededError
from comptoir.sites.site import Site

MINUTE = 60


def now() -> int:
    """Seconds since 1970, by which the windows of all limits are cut."""
    return int(time.time())


def count(site: Site, endpoint: str, identity: str, most: int, seconds: int = MINUTE) -> None:
    """Count one request of ``identity`` for ``endpoint``. Raises ``RateLimitExceededError`` for one too many.

    The time begins with the first request and is over for all of them at once.
    """
    moment = now()
    key = f"rate:{endpoint[:140]}:{digest(identity)}:{moment // seconds}"
    if site.cache.increment(key, seconds) > most:
        error = RateLimitExceededError()
        error.retry_after = seconds - moment % seconds
        raise error


def spend(ctx: Context, endpoint: str, most: int, seconds: int) -> None:
    """Count one request of the acting user, or of the address of a guest, for ``endpoint``."""
    address = ctx.request.address if ctx.request is not None else ""
    count(ctx.site, endpoint, address if ctx.user == GUEST else ctx.user, most, seconds)


def count_address(site: Site, address: str) -> None:
    """Count a request against what ``rate_limits`` allow an address, whoever asks: guesses at keys are requests too."""
    most = site.config.rate_limits.address
    if most and address:
        count(site, "address", address, most)


def count_call(site: Site, user: str, address: str, endpoint: str) -> None:
    """Count a request against what ``rate_limits`` allow a user, and of one endpoint."""
    limits = site.config.rate_limits
    if limits.user and user != GUEST:
        count(site, "user", user, limits.user)
    most = limits.methods.get(endpoint)
    if most:
        count(site, f"method:{endpoint}", address if user == GUEST else user, most)
