"""What the worker executes: one dotted function under the context of the user who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

from comptoir.access import tokens
from comptoir.hooks import resolve
from comptoir.jobs.parking import park
from comptoir.sites.here import here


def run_job(site: str, user: str, method: str, kwargs: Mapping[str, Any], key: str = "") -> None:
    """Call ``method`` with ``kwargs`` on ``site`` as ``user``; what it wrote is kept only if it does not raise.

    On a site that is being maintained it waits until that is over. A narrowing API key, ``key``, narrows the job too; one
    that has ended meanwhile lets nothing through.
    """
    function = resolve(method)
    with closing(here()) as bench:
        target = bench.site(site)
        if target.config.maintenance_mode:
            payload = {"site": site, "user": user, "method": method, "kwargs": dict(kwargs)}
            park(target, payload | ({"key": key} if key else {}))
            return
        with target.context(user) as ctx:
            ctx.key = tokens.narrowing_of(ctx, key) if key else None
            function(**kwargs)
