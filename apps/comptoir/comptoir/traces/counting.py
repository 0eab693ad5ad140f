"""How much everybody reads, exports and fails to sign in: counted in memory, compared with the alert rules afterwards.

A read adds to a number under a lock and is done. The sums go to those who judge them twice a second.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping

from comptoir.context import Context
from comptoir.foreseen import foreseen
from comptoir.hooks import resolve
from comptoir.sites.site import Site
from comptoir.traces.later import each_time, wake

ROWS_LISTED = "Rows listed"
DOCUMENTS_OPENED = "Documents opened"
ROWS_EXPORTED = "Rows exported"
FAILED_LOGINS = "Failed logins"
ACTIVITIES = (ROWS_LISTED, DOCUMENTS_OPENED, ROWS_EXPORTED, FAILED_LOGINS)
JUDGE = "comptoir.core.alerting.judge"
"""Called as ``judge(site, {(user, activity): number})``; it lies in a layer that can write documents."""
Counts = Mapping[tuple[str, str], int]
log = logging.getLogger("comptoir.traces")
_lock = threading.Lock()
_counts: defaultdict[Site, Counter[tuple[str, str]]] = defaultdict(Counter)


def counted(ctx: Context, activity: str, number: int, user: str | None = None) -> None:
    """A request of the actor, or of who claims to be ``user``, did ``activity`` so many times."""
    if ctx.request is None or not number:
        return
    with _lock:
        _counts[ctx.site][(ctx.user if user is None else user)[:140], activity] += number
    wake()


def flush() -> None:
    """Have what was counted judged, now."""
    with _lock:
        found = dict(_counts)
        _counts.clear()
    for site, counts in found.items():
        try:
            resolve(JUDGE)(site, counts)
        except foreseen():
            log.exception("What was counted on %s was not judged", site.name)


each_time(flush)
