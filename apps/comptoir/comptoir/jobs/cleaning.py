"""What the engine tidies up by itself, named under ``scheduler_events`` in ``comptoir.hooks``."""

from __future__ import annotations

from comptoir.access import idempotency
from comptoir.context import current


def forget_answers() -> None:
    """Delete stored answers whose keys have expired."""
    idempotency.forget_expired(current())
