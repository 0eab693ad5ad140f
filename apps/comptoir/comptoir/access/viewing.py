"""Viewing as somebody else: an administrator's session sees what another user sees, and changes nothing.

The session notes whom it views as; it keeps its own sign-in, limits and end. The unit of work of such a request refuses
to write, whatever asks it to (``Database.forbid_writing``). Nobody views as somebody who may do more than themselves;
that is asked again whenever a process learns of the session, so a right that is taken ends the viewing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from comptoir.access import policy
from comptoir.access.grants import Grant, grant_of, shared_filter
from comptoir.access.principals import Principal, principal_of
from comptoir.access.users import administers, remember_roles
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.errors import PermissionError
from comptoir.meta.model import RIGHTS, DocType
from comptoir.sentences import Label, Sentence, _
from comptoir.traces.recording import VIEWER

VIEWING_AS = "viewing_as"
"""What a session's data call the user it views as."""


def seen(ctx: Context, principal: Principal, data: Mapping[str, Any]) -> Principal:
    """``principal`` as its session shows the site: itself, or the user it views as and still may."""
    user = data.get(VIEWING_AS)
    if not user:
        return principal
    other = principal_of(ctx, user, principal.csrf_token)
    viewer = ctx.acting_as(principal.user)
    remember_roles(viewer, frozenset(principal.roles))
    if other is None or refusal(viewer, str(user)) is not None:
        return principal
    return replace(
        principal, user=other.user, roles=other.roles, full_name=other.full_name, viewer=principal.user
    )


def begin(ctx: Context, principal: Principal) -> None:
    """Let the unit of work change nothing where ``principal`` views as somebody."""
    if not principal.viewer:
        return
    ctx.flags[VIEWER] = principal.viewer
    ctx.db.forbid_writing(
        PermissionError(
            _(
                "You are viewing as {user} and can change nothing. Stop viewing, then make your change.",
                user=principal.full_name or principal.user,
            )
        )
    )


def lift(ctx: Context) -> str | None:
    """Let a viewing unit of work write after all, to end the viewing or the session; who views, if anybody."""
    ctx.db.permit_writing()
    viewer: str | None = ctx.flags.get(VIEWER)
    return viewer


def refusal(ctx: Context, user: str) -> Sentence | None:
    """Why the acting user may not view as ``user``; None where they may."""
    if not administers(ctx):
        return _("Only administrators may view as somebody else.")
    if user in (ADMINISTRATOR, GUEST):
        return _("Nobody views as {user}.", user=user)
    if user == ctx.user:
        return _("You see with your own eyes already. Choose somebody else.")
    if ctx.is_administrator:
        return None
    other = ctx.acting_as(user)
    for meta in ctx.site.registry.all().values():
        if not meta.istable and _reaches_further(ctx, other, meta):
            return _(
                "{user} may do more than you, so you cannot view as them: see what they may do to {doctype}.",
                user=user,
                doctype=Label(meta.name),
            )
    return None


def _reaches_further(ctx: Context, other: Context, meta: DocType) -> bool:
    for right in RIGHTS:
        mine = grant_of(ctx, right, meta)
        if _is_whole(mine):
            continue
        theirs = grant_of(other, right, meta)
        if theirs.reaches and not (mine.reaches and mine.where == theirs.where):
            return True
        if shared_filter(other, right, meta) is not None:
            return True
    readable, writable = policy.readable_levels, policy.writable_levels
    return not (readable(other, meta) <= readable(ctx, meta) and writable(other, meta) <= writable(ctx, meta))


def _is_whole(grant: Grant) -> bool:
    return grant.reaches and grant.where is None
