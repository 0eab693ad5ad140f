"""Numbers of documents in a picture."""

from __future__ import annotations

from typing import Any

from comptoir.core.publishing import Published, own_or_public
from comptoir.desk import dashboards


class DashboardChart(Published):
    """A report of fixed rows and numbers; whoever looks at it sees what they may report on."""

    def validate(self) -> None:
        super().validate()
        dashboards.check(self._ctx, dashboards.chart_asked(self))


def shown_to(user: str) -> Any:
    """The charts for everybody, and those of ``user``."""
    return own_or_public("Dashboard Chart", user)
