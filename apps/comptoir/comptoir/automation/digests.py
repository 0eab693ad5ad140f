"""The digest: what waits for somebody, in one e-mail in the morning of their own time zone, if they want it.

A job looks every hour for those whose morning it is. The day is noted with the letter, so each gets one a day however often
the job runs; a day on which nothing waits brings none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from comptoir.automation.addresses import page_of
from comptoir.automation.readers import reader
from comptoir.automation.reports import is_due
from comptoir.companions.markup import plain
from comptoir.context import Context, current, use
from comptoir.desk.workspaces import attention
from comptoir.documents import get_document, get_list
from comptoir.documents.document import set_columns
from comptoir.documents.faults import log_fault
from comptoir.errors import ComptoirError
from comptoir.mail import Letter, put
from comptoir.sentences import Label, Sentence, _

MORNING = 7
MOST = 10
LONGEST = 140


@dataclass(frozen=True, slots=True)
class Part:
    """One list of a digest; ``more`` says that it goes on."""

    title: Sentence
    lines: Sequence[tuple[str, str]]
    """What each says, and the address it leads to."""
    more: bool


def send_due() -> None:
    """Send the digests of everybody whose morning it is."""
    ctx = current()
    fields = ["name", "email", "digest_frequency", "time_zone", "digest_sent_on"]
    wanting = {"enabled": 1, "digest_frequency": ("is", "set")}
    for row in get_list(ctx, "User", fields=fields, filters=wanting, limit=0, ignore_permissions=True):
        moment = moment_of(ctx, row.time_zone)
        if row.digest_sent_on == moment.date() or not is_morning(row.digest_frequency, moment):
            continue
        try:
            with ctx.db.savepoint():
                send(ctx, row.name, row.email)
        except ComptoirError as error:
            log_fault(ctx, f"Digest of {row.name}", str(error), "User", row.name)
        user = get_document(ctx, "User", row.name)
        set_columns(user, {"digest_sent_on": moment.date()}, update_modified=False)
        ctx.db.commit()


def moment_of(ctx: Context, zone: str | None) -> datetime:
    """What the clock of somebody in ``zone`` shows; that of the site where they named none."""
    here = ctx.site.settings.zone
    there = ZoneInfo(zone) if zone and zone in available_timezones() else here
    return ctx.clock.now().replace(tzinfo=here).astimezone(there).replace(tzinfo=None)


def is_morning(frequency: str, moment: datetime) -> bool:
    """Whether a digest of this frequency is due; one that was missed early is sent later on that day."""
    return moment.hour >= MORNING and is_due(frequency, None, moment.date())


def send(ctx: Context, user: str, address: str) -> bool:
    """Put the digest of ``user`` into the outbox; False where nothing waits for them."""
    theirs = reader(ctx, user)
    with use(theirs):
        parts = [part for part in _parts(theirs) if part.lines]
    if not parts:
        return False
    link = f'<p><a href="{escape(ctx.site.url)}/desk/profile#digest">{escape(theirs.say(_("Change when this is sent")))}</a></p>'
    message = "".join(_written(theirs, part) for part in parts) + link
    put(ctx, Letter([address], theirs.say(_("What waits for you")), message))
    return True


def _parts(ctx: Context) -> Iterator[Part]:
    today = ctx.clock.now().date()
    mine = {"allocated_to": ctx.user, "status": "Open"}
    yield _todos(ctx, _("Overdue"), {**mine, "date": ("<", today)})
    yield from _of_apps(ctx)
    yield _todos(ctx, _("Due today"), {**mine, "date": today})
    yield _todos(ctx, _("Assigned to you"), {**mine, "date": ("is", "not set")})
    unread = {"for_user": ctx.user, "read": 0}
    fields = ["subject", "document_type", "document_name"]
    rows = get_list(
        ctx, "Notification Log", fields=fields, filters=unread, order_by="creation desc", limit=MOST + 1
    )
    lines = [(plain(row.subject or ""), page_of(ctx, row.document_type, row.document_name)) for row in rows]
    yield _part(_("Unread notifications"), lines)


def _todos(ctx: Context, title: Sentence, filters: dict[str, Any]) -> Part:
    fields = ["name", "description", "reference_type", "reference_name"]
    rows = get_list(
        ctx, "ToDo", fields=fields, filters=filters, order_by="date asc, creation asc", limit=MOST + 1
    )
    about = ((row.reference_type or "ToDo", row.reference_name or row.name) for row in rows)
    lines = [
        (plain(row.description or ""), page_of(ctx, *place)) for row, place in zip(rows, about, strict=True)
    ]
    return _part(title, lines)


def _of_apps(ctx: Context) -> Iterator[Part]:
    """What apps say needs the user now, as their start page shows it."""
    for entry in attention(ctx):
        title = _("{title}: {doctype}", title=entry["title"], doctype=Label(entry["doctype"]))
        lines = [
            (str(row["title"] or row["name"])[:LONGEST], page_of(ctx, entry["doctype"], row["name"]))
            for row in entry["rows"]
        ]
        yield Part(title, lines, entry["count"] > len(lines))


def _part(title: Sentence, lines: Sequence[tuple[str, str]]) -> Part:
    return Part(title, [(text[:LONGEST], address) for text, address in lines[:MOST]], len(lines) > MOST)


def _written(ctx: Context, part: Part) -> str:
    lines = "".join(
        f'<li><a href="{escape(address)}">{escape(text)}</a></li>' for text, address in part.lines
    )
    more = f"<p>{escape(ctx.say(_('And more.')))}</p>" if part.more else ""
    return f"<h3>{escape(ctx.say(part.title))}</h3><ul>{lines}</ul>{more}"
