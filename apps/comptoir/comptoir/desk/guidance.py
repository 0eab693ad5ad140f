"""What newcomers were offered and have done: the tour, finding something, the list of first steps. Kept for each user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir import documents
from comptoir.access.users import administers
from comptoir.context import Context, current
from comptoir.desk import user_settings
from comptoir.errors import BadRequestError
from comptoir.hooks import whitelist
from comptoir.sentences import _

KEY = "__Guidance"
TOUR, SEARCH, FIRST_STEPS = "tour", "search", "first_steps"
FINISHED, DECLINED, USED, PUT_AWAY = "finished", "declined", "used", "put away"
KNOWN: Mapping[str, tuple[str, ...]] = {
    TOUR: (FINISHED, DECLINED),
    SEARCH: (USED,),
    FIRST_STEPS: (PUT_AWAY,),
}
"""What is remembered, and what can be said of it."""


def told(ctx: Context) -> dict[str, str]:
    """What is remembered of the actor."""
    return user_settings.of(ctx, KEY)


@whitelist(methods=["POST"])
def remember(ctx: Context, what: str, how: str) -> dict[str, str]:
    """Remember something of the acting user; a tour once finished stays so. All that is remembered of them."""
    if how not in KNOWN.get(what, ()):
        raise BadRequestError(
            _("Nothing of that kind is remembered of you: {what}, {how}.", what=what, how=how)
        )
    known = told(ctx)
    if known.get(what) in (FINISHED, how):
        return known
    return user_settings.keep_under(ctx, KEY, {what: how})


def first_steps(user: str) -> list[dict[str, Any]]:
    """What everybody does on their first day; whoever sets up the site has enough to do without it."""
    ctx = current()
    if administers(ctx):
        return []
    known = told(ctx)
    filters = {"name": user, "language": ["is", "set"], "user_image": ["is", "set"]}
    complete = documents.get_list(ctx, "User", filters=filters, limit=1, ignore_permissions=True)
    return [
        _step(_("Have a look around"), known.get(TOUR) == FINISHED, "tour"),
        _step(_("Choose your language and picture"), bool(complete), "profile"),
        _step(_("Find something with Ctrl+K"), known.get(SEARCH) == USED, "search"),
    ]


def _step(title: str, done: bool, action: str) -> dict[str, Any]:
    return {"title": title, "done": done, "doctype": "", "action": action}
