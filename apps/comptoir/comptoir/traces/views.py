"""Views: who opened which document, noted after the answer by a thread of the process, so that reading stays reading.

A read puts a view on a queue in memory, which costs it nothing to speak of; twice a second the thread writes what has
come in, one transaction a site. A process that is killed loses what came in since.
"""

from __future__ import annotations

import logging
import queue
from collections import defaultdict
from contextlib import closing
from typing import Any

from comptoir.context import Context
from comptoir.foreseen import foreseen
from comptoir.sites.site import Site
from comptoir.traces.entries import TraceKey, new_entry
from comptoir.traces.later import each_time, wake
from comptoir.traces.operations import VIEWED
from comptoir.traces.recording import values_of, write_entries
from comptoir.traces.sealing import seal

MOST_WAITING = 50_000
"""More than this is dropped and said: memory is worth more than the views of a process that cannot write any."""
log = logging.getLogger("comptoir.traces")
_waiting: queue.SimpleQueue[tuple[Site, dict[str, Any]]] = queue.SimpleQueue()


def viewed(ctx: Context, doctype: str, name: Any) -> None:
    """Note that the actor of a request was shown a document."""
    if ctx.request is None:
        return
    if _waiting.qsize() >= MOST_WAITING:
        log.error("Views of %s are not noted: %s wait to be written", ctx.site.name, MOST_WAITING)
        return
    values = values_of(ctx, VIEWED, doctype=doctype, name=name)
    _waiting.put((ctx.site, values | {"moment": ctx.clock.now()}))
    wake()


def flush() -> int:
    """Write down what waits, now. How many views that were; one for all a form asks of a document at once."""
    found: defaultdict[Site, dict[Any, dict[str, Any]]] = defaultdict(dict)
    for _ in range(_waiting.qsize()):
        site, values = _waiting.get()
        found[site].setdefault(
            (values["owner"], values["reference_doctype"], values["reference_name"]), values
        )
    for site, opened in found.items():
        views = list(opened.values())
        try:
            key = TraceKey(site)
            with closing(site.database()) as db:
                write_entries(db, [new_entry(key, view.pop("moment"), view) for view in views])
                db.commit()
            seal(site)
        except foreseen():
            log.exception("%s views of %s were not noted", len(views), site.name)
    return sum(map(len, found.values()))


each_time(flush)
