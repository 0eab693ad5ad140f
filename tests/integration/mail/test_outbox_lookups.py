"""The recipients of a letter are found by the letter, not among all that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.mail import outbox
from comptoir.mail.states import ROW

from .postboxes import letter

pytestmark = pytest.mark.only_on("sqlite")


@contextmanager
def asked(ctx: Context) -> Iterator[list[tuple[str, Any]]]:
    """The statements that the driver gets meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _ctx: Any, _many: bool) -> None:
        statements.append((statement, values))

    sa.event.listen(ctx.db.connection.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(ctx.db.connection.engine, "before_cursor_execute", note)


def test_recipients_are_found_by_their_letter(ctx: Context) -> None:
    name = letter(ctx)
    with asked(ctx) as statements:
        assert {None: [name]} == outbox.claim(ctx)
        outbox.conclude(ctx, name)
        outbox.take_back(ctx)
        outbox.give_back(ctx, name, {"unknown": "nobody there"})
    table = table_for(ctx.site.registry.get(ROW)).name
    plans = [
        row[-1]
        for statement, values in statements
        if table in statement
        for row in ctx.db.connection.exec_driver_sql(f"explain query plan {statement}", values)
    ]
    assert any(table in plan for plan in plans)
    assert [] == [
        plan for plan in plans if f"SCAN {table}" in plan or ("status_index" in plan and table in plan)
    ]
