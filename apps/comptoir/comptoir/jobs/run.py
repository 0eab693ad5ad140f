"""What the worker executes: one dotted function under the context of the user who asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from rq import get_current_job

from comptoir.access import tokens, users
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.hooks import resolve
from comptoir.jobs import retrying, runs
from comptoir.jobs.parking import park
from comptoir.sentences import _
from comptoir.sites.here import here


def run_job(
    site: str,
    user: str,
    method: str,
    kwargs: Mapping[str, Any],
    *,
    key: str = "",
    lang: str = "",
    run: str = "",
) -> None:
    """Call ``method`` with ``kwargs`` on ``site`` as ``user``; what it wrote is kept only if it does not raise.

    On a site that is being maintained it waits until that is over. A narrowing API key, ``key``, narrows the job too; one
    that has ended meanwhile lets nothing through. ``run`` tells this job from others: what it did is not done twice.
    """
    with closing(here()) as bench:
        target = bench.site(site)
        if target.config.maintenance_mode:
            park(
                target,
                {"site": site, "user": user, "method": method, "kwargs": dict(kwargs)}
                | _given(key, lang, run),
            )
            return
        job, function = get_current_job(), None
        if job is not None:
            retrying.begin(job)
        try:
            function = resolve(method)
            with target.context(user, lang or None) as ctx:
                ctx.key = tokens.narrowing_of(ctx, key) if key else None
                _require_enabled(ctx, method)
                _call(ctx, function, kwargs, run)
        except Exception as error:
            if job is not None:
                retrying.settle(job, function, error)
            raise


def _call(ctx: Context, function: Callable[..., Any], kwargs: Mapping[str, Any], run: str) -> None:
    if not run:
        function(**kwargs)
    elif not runs.is_done(ctx, run):
        function(**kwargs)
        runs.note(ctx, run)


def _require_enabled(ctx: Context, method: str) -> None:
    if not users.is_enabled(ctx, ctx.user):
        raise PermissionError(
            _(
                "The job {method} was not run: the user {user} who asked for it is disabled or gone.",
                method=method,
                user=ctx.user,
            )
        )


def _given(key: str, lang: str, run: str) -> dict[str, str]:
    return {name: value for name, value in (("key", key), ("lang", lang), ("run", run)) if value}
