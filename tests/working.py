"""Jobs that are run where the test is."""

from __future__ import annotations

from comptoir.jobs.queue import QUEUES, connection_of
from comptoir.sites import Site
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer


def work_off(site: Site) -> None:
    """Run what is queued in the installation of ``site``, in this process, as a worker would."""
    connection = connection_of(site)
    queues = [Queue(name, connection=connection, serializer=JSONSerializer) for name in QUEUES]
    worker = SimpleWorker(queues, connection=connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="CRITICAL")
