"""How long work tells what it does."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str, int, int], None]
"""Called with a label, the count done, and the total (0 where it is not known)."""


def quiet(label: str, done: int, total: int) -> None:
    """Say nothing."""
