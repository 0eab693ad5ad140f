"""What hinders background work on a site, in sentences: for the Desk, for ``./bench doctor``, and once a day by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from comptoir.access.granting import users_with
from comptoir.access.users import SYSTEM_MANAGER
from comptoir.context import Context, current
from comptoir.documents import count, get_list
from comptoir.errors import ServiceUnavailableError
from comptoir.jobs import mailing
from comptoir.jobs.health import Health, health
from comptoir.jobs.queue import connection_of
from comptoir.jobs.site_jobs import FAILED, counts_of
from comptoir.mail import Letter, put, states
from comptoir.sentences import Sentence, _

LATE_SECONDS = 180
STUCK_SECONDS = 900
MAIL_STUCK = timedelta(hours=2)
DAY = timedelta(days=1)


def problems(ctx: Context) -> list[Sentence]:
    """What hinders background work on the site now, the gravest first."""
    try:
        found = health(connection_of(ctx.site))
    except ServiceUnavailableError:
        found = health(None)
    if found.problem:
        return [_("The job queue does not answer, so nothing is done in the background.")]
    return [*of_installation(found), *_of_site(ctx)]


def of_installation(found: Health) -> Iterator[Sentence]:
    """What hinders every site alike."""
    if not found.has_worker:
        yield _("No worker runs, so nothing is done in the background. Start one with ./bench worker.")
    if not found.has_scheduler:
        yield _("No scheduler runs, so nothing that recurs is done. Start one with ./bench scheduler.")
    elif found.late > LATE_SECONDS:
        yield _("The scheduler is late by {minutes} minutes.", minutes=int(found.late // 60))
    for queue, seconds in found.oldest.items():
        if found.has_worker and seconds > STUCK_SECONDS:
            yield _(
                "Jobs in the queue {queue} have waited for {minutes} minutes. Start more workers.",
                queue=queue,
                minutes=int(seconds // 60),
            )


def tell_managers() -> None:
    """Write to the System Managers what hinders background work, and what failed in the last day."""
    ctx = current()
    found = problems(ctx)
    people = addresses(ctx)
    if not found or not people or not mailing.is_possible(ctx):
        return
    lines = "".join(f"<li>{ctx.say(sentence)}</li>" for sentence in found)
    link = f'<p><a href="{ctx.site.url}/desk/jobs">{ctx.say(_("Background jobs"))}</a></p>'
    subject = ctx.say(_("{site}: background work needs a look", site=ctx.site.name))
    put(ctx, Letter(recipients=people, subject=subject, message=f"<ul>{lines}</ul>{link}"))


def addresses(ctx: Context) -> list[str]:
    """The e-mail addresses of the enabled System Managers."""
    filters = {"name": ["in", users_with(ctx, SYSTEM_MANAGER)]}
    rows = get_list(ctx, "User", fields=["email"], filters=filters, limit=0, ignore_permissions=True)
    return sorted({row.email for row in rows if row.email})


def _of_site(ctx: Context) -> Iterator[Sentence]:
    failed = counts_of(ctx.site, since=DAY)[FAILED]
    if failed:
        yield _("Jobs that failed within a day: {count}.", count=failed)
    moment = ctx.clock.now() - MAIL_STUCK
    stuck = {"status": "Not Sent", "creation": ["<", moment], "retry": 0}
    letters = count(ctx, states.DOCTYPE, stuck, ignore_permissions=True)
    if letters and mailing.is_possible(ctx):
        yield _("E-mails that wait to be sent for more than two hours: {count}.", count=letters)
    refused = {"status": "Error", "modified": [">", ctx.clock.now() - DAY]}
    lost = count(ctx, states.DOCTYPE, refused, ignore_permissions=True)
    if lost:
        yield _("E-mails that could not be sent within a day: {count}.", count=lost)
