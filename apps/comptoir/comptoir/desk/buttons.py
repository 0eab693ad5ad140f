"""Which buttons of a form lead somewhere for the actor: what a button makes must be allowed to be made, and what it opens to be read.

This is for the eye alone. What a button runs looks after its rights itself.
"""

from __future__ import annotations

from comptoir.access import policy
from comptoir.context import Context
from comptoir.meta.actions import ROUTE, Action


def is_offered(ctx: Context, action: Action) -> bool:
    """Whether the actor is shown the button."""
    if action.hidden:
        return False
    if action.action_type == ROUTE:
        target = _target(action.action)
        return not target or _may(ctx, "read", target)
    if not action.open_doctype:
        return True
    return _may(ctx, "read" if action.no_reload else "create", action.open_doctype)


def _may(ctx: Context, right: str, doctype: str) -> bool:
    meta = ctx.site.registry.find(doctype)
    return meta is not None and policy.decide(ctx, right, meta).allow


def _target(route: str) -> str:
    """The doctype whose list or form a Route opens, if it names one."""
    kind, _, rest = route.partition("?")[0].partition("/")
    doctype = rest.partition("/")[0]
    return doctype if kind.lower() in ("list", "form") and "{" not in doctype else ""
