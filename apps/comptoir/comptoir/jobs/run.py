"""What the worker executes: one dotted function under the context of the user who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

from comptoir.hooks import resolve
from comptoir.jobs.parking import park
from comptoir.sites.here import here


def run_job(site: str, user: str, method: str, kwargs: Mapping[str, Any]) -> None:
    """Call ``method`` with ``kwargs`` on ``site`` as ``user``; what it wrote is kept only if it does not raise.

    On a site that is being maintained it waits until that is over.
    """
    function = resolve(method)
    with closing(here()) as bench:
        target = bench.site(site)
        if target.config.maintenance_mode:
            park(target, {"site": site, "user": user, "method": method, "kwargs": dict(kwargs)})
            return
        with target.context(user):
            function(**kwargs)
