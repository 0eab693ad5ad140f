"""The processes that do jobs, as documents for System Managers. They serve every site; what one does for another is not told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from comptoir.context import Context, current
from comptoir.documents import Document
from comptoir.errors import DoesNotExistError
from comptoir.jobs import site_jobs
from comptoir.jobs.health import ProcessHealth, health
from comptoir.jobs.queue import QUEUES, connection_of
from comptoir.sentences import _

BUSY, IDLE, DEAD = "busy", "idle", "dead"


class RQWorker(Document):
    """A worker process."""

    def load_from_db(self) -> Self:
        values = next((each for each in _workers(self._ctx) if each["name"] == self.name), None)
        if values is None:
            raise DoesNotExistError(_("There is no worker {name}.", name=self.name))
        self.__dict__.update(values)
        return self

    @staticmethod
    def get_list(start: int = 0, page_length: int = 20) -> list[dict[str, Any]]:
        return _workers(current())[start : start + page_length if page_length else None]

    @staticmethod
    def get_count() -> int:
        return len(_workers(current()))


def _workers(ctx: Context) -> list[dict[str, Any]]:
    running, _counts = site_jobs.jobs_of(ctx.site, [site_jobs.RUNNING], 0, site_jobs.MOST)
    jobs = {job.worker: job.name for job in running}
    return [_shown(ctx, worker, jobs.get(worker.name)) for worker in health(connection_of(ctx.site)).workers]


def _shown(ctx: Context, worker: ProcessHealth, job: str | None) -> dict[str, Any]:
    beat = ctx.clock.now() - timedelta(seconds=min(worker.seconds_since_heartbeat, 10**8))
    born: datetime = worker.born.astimezone(ctx.site.settings.zone).replace(tzinfo=None)
    return {
        "name": worker.name,
        "worker_name": worker.name,
        "pid": str(worker.pid),
        "queue": ", ".join(QUEUES),
        "status": (BUSY if job else IDLE) if worker.alive else DEAD,
        "current_job_id": job,
        "birth_date": born,
        "last_heartbeat": beat,
        "creation": born,
        "modified": beat,
        "docstatus": 0,
        "idx": 0,
    }
