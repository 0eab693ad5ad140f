"""What the engine tidies up by itself, named under ``scheduler_events`` in ``comptoir.hooks``."""

from __future__ import annotations

from datetime import timedelta

from comptoir.access import idempotency, session_list, tokens
from comptoir.context import current
from comptoir.jobs import runs, scheduled, site_jobs
from comptoir.traces.pruning import prune_older_than
from comptoir.traces.sealing import seal

LOGS_KEPT = timedelta(days=30)


def forget_answers() -> None:
    """Delete stored answers whose keys have expired."""
    idempotency.forget_expired(current())


def forget_runs() -> None:
    """Delete the notes of jobs that nothing can run again."""
    runs.forget_old(current())
    site_jobs.tidy(current().site)


def forget_logs() -> None:
    """Delete old Scheduled Job Logs."""
    ctx = current()
    scheduled.forget_logs(ctx, ctx.clock.now() - LOGS_KEPT)


def write_down_use_of_keys() -> None:
    """Write to the API keys when they were used last."""
    tokens.write_down_use(current())


def keep_sessions() -> None:
    """Write down when sessions were last used, and delete those that have ended."""
    session_list.keep_last_seen(current())


def seal_trail() -> None:
    """Seal the entries of the audit trail that nobody sealed after their commit."""
    seal(current().site)


def prune_trail() -> None:
    """Take the entries of the audit trail away that are older than System Settings say."""
    ctx = current()
    prune_older_than(ctx, ctx.site.settings.audit_trail_days)
