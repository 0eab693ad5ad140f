"""A user's calendar at a secret address, for programs that know nothing but addresses.

The address is a key to reading one calendar and to nothing else. Only the fingerprint of its secret is kept.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from comptoir.access import masking, policy, secrets
from comptoir.access.key_scopes import require_whole
from comptoir.access.principals import digest
from comptoir.context import Context
from comptoir.desk import ical
from comptoir.desk.calendar import between
from comptoir.documents import get_list
from comptoir.hooks import whitelist
from comptoir.meta.calendars import Calendar, calendar_of
from comptoir.meta.model import DocType, Field
from comptoir.text import slug
from comptoir.traces import operations, record

USER, SECRET = "User", "calendar_feed"
PATH = "calendar"
BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)
CANCELLED = "Cancelled"


@whitelist(methods=["GET"])
def calendar_feed(ctx: Context) -> dict[str, bool]:
    """Whether the acting user has such an address; what it is was shown once."""
    return {"exists": secrets.has_secret(ctx, USER, ctx.user, SECRET)}


@whitelist(methods=["POST"])
def make_calendar_feed(ctx: Context) -> dict[str, str]:
    """A new address for the calendar of the acting user, shown this once. The one before it ends."""
    require_whole(ctx)
    secret = random.token_urlsafe(32)
    secrets.set_fingerprint(ctx, USER, ctx.user, SECRET, digest(secret))
    record(ctx, operations.KEY_CREATED, user=ctx.user, doctype=USER, name=ctx.user, detail={"calendar": 1})
    return {"address": f"{ctx.site.url}/{PATH}/{secret}.ics"}


@whitelist(methods=["POST"])
def revoke_calendar_feed(ctx: Context) -> None:
    """End the address of the acting user's calendar."""
    require_whole(ctx)
    if secrets.has_secret(ctx, USER, ctx.user, SECRET):
        secrets.delete_secret(ctx, USER, ctx.user, SECRET)
        record(
            ctx, operations.KEY_REVOKED, user=ctx.user, doctype=USER, name=ctx.user, detail={"calendar": 1}
        )


def owner_of(ctx: Context, secret: str) -> str | None:
    """The user whose calendar has that secret."""
    return secrets.owner_of(ctx, USER, SECRET, digest(secret)) if secret else None


def feed(ctx: Context) -> str:
    """The calendar of the acting user, of what they may read by now."""
    name = ctx.site.settings.app_name or ctx.site.name
    return ical.calendar(name, _events(ctx), ctx.site.settings.zone, ctx.clock.now())


def _events(ctx: Context) -> Iterator[ical.Event]:
    for meta in ctx.site.registry.all().values():
        if meta.calendar_start and policy.decide(ctx, "read", meta).allow:
            hidden = masking.masked_fields(ctx, meta).keys()
            shown = policy.readable_columns(ctx, meta) - hidden
            calendar = calendar_of(meta, lambda field, shown=shown: field.fieldname in shown)  # type: ignore[misc]
            if calendar is not None:
                yield from _of_doctype(ctx, meta, calendar, shown)


def _of_doctype(
    ctx: Context, meta: DocType, calendar: Calendar, shown: frozenset[str]
) -> Iterator[ical.Event]:
    now = ctx.clock.now()
    title = meta.title_field if meta.title_field in shown else None
    status = "status" if meta.has_field("status") and "status" in shown else None
    told = [name for name in (title, status, "modified", "docstatus") if name]
    found = between(
        ctx, meta.name, str((now - BEHIND).date()), str((now + AHEAD).date()), told, _own(ctx, meta, calendar),
        start_field=calendar.start, end_field=calendar.end,
    )  # fmt: skip
    for row in found["rows"]:
        made = _event(ctx, meta, calendar, row, title, status)
        if made is not None:
            yield made


def _own(ctx: Context, meta: DocType, calendar: Calendar) -> list[Any]:
    """Which documents are the actor's: those in their lane, or, where lanes are nobody's, those they made."""
    lane = meta.field(calendar.lane or "")
    mine = _names_of(ctx, lane) if lane is not None else None
    return [["owner", "=", ctx.user]] if mine is None or lane is None else [[lane.fieldname, "in", mine]]


def _names_of(ctx: Context, lane: Field) -> list[str] | None:
    """The documents that are the actor's person; None where lanes are not people."""
    if lane.options == USER:
        return [ctx.user]
    target = ctx.site.registry.find(lane.options or "")
    person = target.field("user") if target is not None else None
    if target is None or person is None or person.options != USER:
        return None
    rows = get_list(ctx, target.name, filters={"user": ctx.user}, limit=0, ignore_permissions=True)
    return [str(row["name"]) for row in rows]


def _event(
    ctx: Context,
    meta: DocType,
    calendar: Calendar,
    row: Mapping[str, Any],
    title: str | None,
    status: str | None,
) -> ical.Event | None:
    when = ical.span(row[calendar.start], row[calendar.end] if calendar.end else None)
    if when is None:
        return None
    gone = row["docstatus"] == 2 or bool(status and row[status] == CANCELLED)
    draft = meta.is_submittable and row["docstatus"] == 0
    path = f"{slug(meta.name)}/{row['name']}"
    return ical.Event(
        uid=f"{path}@{ctx.site.name}",
        summary=str((row[title] if title else None) or row["name"]),
        start=when[0],
        end=when[1],
        modified=row["modified"],
        url=f"{ctx.site.url}/app/{quote(path)}",
        category=ctx.site.translate(meta.name, ctx.lang),
        status="CANCELLED" if gone else "TENTATIVE" if draft else "CONFIRMED",
    )
