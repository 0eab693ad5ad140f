"""Work done later, by another process: RQ on Redis.

A job is a dotted name, JSON arguments, a site, a user and a language; it runs under that user's context. Nothing here
knows what jobs do. Jobs asked for inside a transaction are sent after its commit, never for one that was rolled back. A
job that is taken over from a dead worker, or tried again, changes the database once.
"""

from comptoir.documents.later import set_queue
from comptoir.jobs.health import Health, ProcessHealth, health
from comptoir.jobs.progress import report
from comptoir.jobs.queue import QUEUES, enqueue, is_waiting
from comptoir.jobs.retrying import retried
from comptoir.jobs.run import run_job

__all__ = [
    "QUEUES", "Health", "ProcessHealth", "enqueue", "health", "is_waiting", "report", "retried", "run_job",
]  # fmt: skip

set_queue(enqueue)
