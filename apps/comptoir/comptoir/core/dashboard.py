"""Numbers and charts that are looked at together."""

from __future__ import annotations

from typing import Any

from comptoir.core.publishing import Published, own_or_public


class Dashboard(Published):
    """Some cards and charts; each shows its reader the numbers they may see."""


def shown_to(user: str) -> Any:
    """The dashboards for everybody, and those of ``user``."""
    return own_or_public("Dashboard", user)
