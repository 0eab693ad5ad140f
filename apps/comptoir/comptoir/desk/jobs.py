"""Background work of the site, for those who look after it: jobs, workers, what recurs, and what hinders it.

Every function is for System Managers, and knows the jobs of their own site alone. What a job was called with is not
shown: it may be what its user alone may see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from comptoir.access.users import administers
from comptoir.context import Context
from comptoir.documents import get_document, get_list, update
from comptoir.errors import PermissionError
from comptoir.hooks import whitelist
from comptoir.jobs import health, scheduled, site_jobs, watching
from comptoir.jobs.queue import connection_of
from comptoir.jobs.site_jobs import SiteJob
from comptoir.sentences import _

PAGE = 50
LAST_LINES = 400
_ERROR = re.compile(r"^[\w.]+: (?=.)")


@whitelist(methods=["GET"])
def problems(ctx: Context) -> list[str]:
    """What hinders background work now, in sentences; empty where nothing does."""
    _need(ctx)
    return [ctx.say(sentence) for sentence in watching.problems(ctx)]


@whitelist(methods=["GET"])
def jobs(ctx: Context, states: Sequence[str] | None = None, start: int = 0) -> dict[str, Any]:
    """The newest jobs of the site in one of ``states``, how many there are in each, and the processes that work."""
    _need(ctx)
    found, counts = site_jobs.jobs_of(ctx.site, states or (), max(start, 0), PAGE)
    state = health(connection_of(ctx.site))
    return {
        "jobs": [_shown(ctx, job) for job in found],
        "counts": counts,
        "workers": [_process(worker.alive, worker.seconds_since_heartbeat) for worker in state.workers],
        "schedulers": [_process(found.alive, found.seconds_since_heartbeat) for found in state.schedulers],
    }


@whitelist(methods=["GET"])
def job(ctx: Context, name: str) -> dict[str, Any]:
    """One job, with what went wrong at its last attempt."""
    _need(ctx)
    found = site_jobs.job_of(ctx.site, name)
    return _shown(ctx, found) | {"traceback": "\n".join(found.error.splitlines()[-LAST_LINES:])}


@whitelist(methods=["POST"])
def cancel_job(ctx: Context, name: str) -> None:
    """Take a job off its queue, or stop it where it runs."""
    _need(ctx)
    ctx.db.require_writing()
    site_jobs.cancel(ctx.site, name)


@whitelist(methods=["POST"])
def run_job_again(ctx: Context, name: str) -> None:
    """Queue a job that failed or was cancelled once more."""
    _need(ctx)
    ctx.db.require_writing()
    site_jobs.run_again(ctx.site, name)


@whitelist(methods=["POST"])
def discard_job(ctx: Context, name: str) -> None:
    """Forget a job that has ended."""
    _need(ctx)
    ctx.db.require_writing()
    site_jobs.discard(ctx.site, name)


@whitelist(methods=["GET"])
def schedules(ctx: Context) -> list[dict[str, Any]]:
    """What recurs on the site: when it ran last and how that ended, and when it is due."""
    _need(ctx)
    fields = ["name", "method", "frequency", "cron_format", "stopped", "last_execution"]
    rows = get_list(ctx, scheduled.TYPE, fields=fields, order_by="method asc", limit=0)
    ended = _last_failures(ctx)
    return [
        dict(row)
        | {
            "label": ctx.say(row.frequency),
            "next_execution": scheduled.next_execution(ctx, row),
            "failed": row.name in ended
            and row.last_execution is not None
            and ended[row.name] >= row.last_execution,
        }
        for row in rows
    ]


@whitelist(methods=["POST"])
def run_schedule(ctx: Context, name: str) -> None:
    """Queue what recurs at once, stopped or not."""
    _need(ctx)
    ctx.db.begin()
    scheduled.run_now(ctx, name)


@whitelist(methods=["POST"])
def stop_schedule(ctx: Context, name: str, stopped: bool) -> None:
    """Stop what recurs, or let it go on."""
    _need(ctx)
    kind = get_document(ctx, scheduled.TYPE, name)
    kind.stopped = int(stopped)
    update(ctx, kind)


def _need(ctx: Context) -> None:
    if not administers(ctx):
        raise PermissionError(_("Background work is shown to System Managers alone."))


def _shown(ctx: Context, job: SiteJob) -> dict[str, Any]:
    return {
        "name": job.name,
        "state": job.state,
        "method": _called(job),
        "user": job.user,
        "queue": job.queue,
        "attempts": job.attempts,
        "queued": _in_zone(ctx, job.queued),
        "started": _in_zone(ctx, job.started),
        "ended": _in_zone(ctx, job.ended),
        "progress": job.progress,
        "error": _sentence(job.error),
    }


def _sentence(traceback: str) -> str:
    """The last line of a traceback, without the name of its error where there is more."""
    lines = traceback.strip().splitlines()
    return _ERROR.sub("", lines[-1]) if lines else ""


def _called(job: SiteJob) -> str:
    """What a job is about: the name of what recurs, the method of a document, or the function."""
    if job.method == scheduled.RUN:
        return str(job.arguments.get("name", ""))
    return str(job.arguments.get("doc_method") or job.method)


def _process(alive: bool, seconds: float) -> dict[str, Any]:
    return {"alive": alive, "seconds": int(min(seconds, 10**6))}


def _last_failures(ctx: Context) -> dict[str, datetime]:
    """When each scheduled job failed last."""
    rows = get_list(
        ctx, scheduled.LOG, fields=["scheduled_job_type", "max(creation) as last"], filters={"status": scheduled.FAILED},
        group_by="scheduled_job_type", limit=0,
    )  # fmt: skip
    return {row.scheduled_job_type: row.last for row in rows}


def _in_zone(ctx: Context, moment: datetime | None) -> datetime | None:
    """``moment`` as the site's clock shows it."""
    if moment is None:
        return None
    return moment.astimezone(ctx.site.settings.zone).replace(tzinfo=None, microsecond=0)
