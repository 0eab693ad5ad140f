"""The jobs of the site as documents, for System Managers. With what a job was called is not shown: its user alone may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from comptoir.context import Context, current
from comptoir.documents import Document
from comptoir.errors import UnsupportedError
from comptoir.jobs import site_jobs
from comptoir.jobs.site_jobs import SiteJob
from comptoir.sentences import _

STATES = {
    "queued": site_jobs.QUEUED,
    "scheduled": site_jobs.RETRYING,
    "started": site_jobs.RUNNING,
    "failed": site_jobs.FAILED,
    "canceled": site_jobs.CANCELLED,
    "finished": site_jobs.FINISHED,
}
"""Frappe's words, and ours."""
_WORDS = {ours: theirs for theirs, ours in STATES.items()}


class RQJob(Document):
    """A job: it is read here; cancelling and running it again are on the page of background jobs."""

    def load_from_db(self) -> Self:
        values = _shown(self._ctx, site_jobs.job_of(self._ctx.site, str(self.name)))
        self.__dict__.update(values)
        return self

    @staticmethod
    def get_list(filters: list[Any], start: int = 0, page_length: int = 20) -> list[dict[str, Any]]:
        ctx = current()
        found, _counts = site_jobs.jobs_of(ctx.site, _states(filters), start, page_length or site_jobs.MOST)
        return [_shown(ctx, job) for job in found]

    @staticmethod
    def get_count(filters: list[Any]) -> int:
        states = _states(filters)
        _found, counts = site_jobs.jobs_of(current().site, states, 0, 0)
        return sum(number for state, number in counts.items() if not states or state in states)


def _states(filters: list[Any]) -> list[str]:
    """The states that filters leave. Raises ``UnsupportedError`` for any other filter."""
    left = list(STATES)
    for _doctype, field, operator, value in filters:
        named = value if isinstance(value, (list, tuple)) else [value]
        if field != "status" or operator not in ("=", "in", "!=", "not in"):
            raise UnsupportedError(_("Jobs are filtered by their status alone, with =, !=, in or not in."))
        left = [state for state in left if (state in named) == (operator in ("=", "in"))]
    return [STATES[state] for state in left] if filters else []


def _shown(ctx: Context, job: SiteJob) -> dict[str, Any]:
    queued, started, ended = (_in_zone(ctx, moment) for moment in (job.queued, job.started, job.ended))
    return {
        "name": job.name,
        "job_id": job.name,
        "job_name": job.method,
        "queue": job.queue,
        "status": _WORDS[job.state],
        "timeout": job.timeout,
        "started_at": started,
        "ended_at": ended,
        "time_taken": (ended - started).total_seconds() if started and ended else None,
        "exc_info": job.error,
        "owner": job.user,
        "modified_by": job.user,
        "creation": queued,
        "modified": ended or started or queued,
        "docstatus": 0,
        "idx": 0,
    }


def _in_zone(ctx: Context, moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(ctx.site.settings.zone).replace(tzinfo=None)
