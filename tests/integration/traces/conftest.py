"""Helpers around the audit trail of a site."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.sites import Site
from comptoir.traces.anchor import FILE
from comptoir.traces.entries import trace_table


class Trail:
    """Looks at the trail of a site, and does to it what nobody should."""

    def __init__(self, site: Site):
        self.site = site
        self._known: set[str] = set()

    def forget(self) -> None:
        """Look at what comes from here on only."""
        self._known = {row["name"] for row in self.rows()}

    def fresh(self) -> list[dict[str, Any]]:
        """What came since."""
        return [row for row in self.rows() if row["name"] not in self._known]

    def rows(self) -> list[dict[str, Any]]:
        statement = sa.select(trace_table).order_by(trace_table.c.seq, trace_table.c.creation)
        with self.site.engine.connect() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def clear(self) -> None:
        """Begin anew, without what making the site has recorded."""
        self.tamper("DELETE FROM __trace")
        self.tamper("DELETE FROM __trace_chain")
        (self.site.path / FILE).unlink(missing_ok=True)

    def operations(self) -> list[str]:
        return [row["operation"] for row in self.rows()]

    def tamper(self, sql: str, **values: Any) -> None:
        with self.site.engine.connect() as connection:
            connection.execute(sa.text(sql), values)


@pytest.fixture
def trail(site: Site) -> Trail:
    return Trail(site)
