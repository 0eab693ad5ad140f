"""What the engine tidies up by itself, named under ``scheduler_events`` in ``comptoir.hooks``."""

from __future__ import annotations

from comptoir.access import idempotency, session_list, tokens
from comptoir.context import current


def forget_answers() -> None:
    """Delete stored answers whose keys have expired."""
    idempotency.forget_expired(current())


def write_down_use_of_keys() -> None:
    """Write to the API keys when they were used last."""
    tokens.write_down_use(current())


def keep_sessions() -> None:
    """Write down when sessions were last used, and delete those that have ended."""
    session_list.keep_last_seen(current())
