"""``frappe.utils.background_jobs``."""

from __future__ import annotations

from comptoir import jobs
from comptoir.context import current

from frappe._background import enqueue, enqueue_doc

__all__ = ["enqueue", "enqueue_doc", "get_queue_list", "is_job_enqueued"]


def is_job_enqueued(job_id: str) -> bool:
    """Whether the job of this name waits or runs on the site."""
    return jobs.is_waiting(current().site, job_id)


def get_queue_list() -> list[str]:
    """The names of the queues."""
    return list(jobs.QUEUES)
