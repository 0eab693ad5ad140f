"""``/calendar/<secret>.ics``: the calendar of whoever the secret belongs to, with their rights of that moment."""

from __future__ import annotations

from starlette.responses import Response

from comptoir.access import rates, users
from comptoir.access.principals import Principal, principal_of
from comptoir.access.restrictions import refusal
from comptoir.context import Context, use
from comptoir.desk import feed
from comptoir.errors import AuthenticationError, MethodNotAllowedError, PageDoesNotExistError
from comptoir.sentences import _
from comptoir.web.envelope import NO_STORE
from comptoir.web.requests import Call

GUESSES = 20
"""Addresses that are none, from one place in a minute."""
VISITS = 20
"""Visits to one calendar in a minute."""


def at(ctx: Context, call: Call, principal: Principal) -> Response:
    """The calendar. Who asks does not matter: the secret says whose it is."""
    if call.method not in ("GET", "HEAD"):
        raise MethodNotAllowedError(_("This address does not answer to {method}.", method=call.method))
    owner = _owner(ctx, call)
    rates.count(ctx.site, feed.PATH, owner.user, VISITS)
    reason = refusal(owner.restrictions, call.address, ctx.clock.now())
    if reason is not None:
        raise AuthenticationError(reason)
    acting = ctx.acting_as(owner.user)
    acting.lang, acting.key = owner.lang or ctx.lang, None
    users.remember_roles(acting, frozenset(owner.roles))
    with use(acting):
        content = feed.feed(acting)
    headers = {"Cache-Control": NO_STORE, "X-Robots-Tag": "noindex"}
    return Response(content, 200, headers, "text/calendar; charset=utf-8")


def _owner(ctx: Context, call: Call) -> Principal:
    """Whose calendar is asked for. Whoever guesses cannot tell an end from what never was."""
    secret, dot, kind = (call.segments[1] if len(call.segments) == 2 else "").rpartition(".")
    user = feed.owner_of(ctx, secret) if dot and kind == "ics" else None
    owner = principal_of(ctx, user, "") if user else None
    if owner is None:
        rates.count(ctx.site, f"{feed.PATH} guesses", call.address, GUESSES)
        raise PageDoesNotExistError()
    return owner
