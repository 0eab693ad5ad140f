"""Work done later, by another process: RQ on Redis.

A job is a dotted name, JSON arguments, a site and a user; it runs under that user's context. Nothing here knows
what jobs do. Jobs asked for inside a transaction are sent after its commit, never for one that was rolled back.
"""

from comptoir.documents.later import set_queue
from comptoir.jobs.health import Health, ProcessHealth, health
from comptoir.jobs.queue import QUEUES, enqueue, is_waiting
from comptoir.jobs.run import run_job

__all__ = ["QUEUES", "Health", "ProcessHealth", "enqueue", "health", "is_waiting", "run_job"]

set_queue(enqueue)
