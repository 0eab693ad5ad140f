"""Every request for a file looks its address up: the database finds it by an index, however many Files there are."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.files import NewFile, attach, may_open

URL = "/private/files/0123456789abcdef0123456789abcdef.webp"


def plan(ctx: Context, statement: sa.Select[Any]) -> str:
    """How the database would find what ``statement`` asks for."""
    dialect = ctx.db.connection.dialect
    sql = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(tuple(row)) for row in ctx.db.connection.exec_driver_sql(f"{explain} {sql}"))


def test_addresses_are_found_by_their_indexes(ctx: Context) -> None:
    for number in range(300):
        attach(ctx, NewFile(f"{number}.txt", str(number).encode()))
    ctx.db.commit()
    table = table_for(ctx.site.registry.get("File"))
    either = sa.or_(table.c.file_url == URL, table.c.thumbnail_url == URL)
    found = plan(ctx, sa.select(table.c.name).where(table.c.is_private == 1, either))
    assert "file_url_index" in found
    assert "thumbnail_url_index" in found
    assert "SCAN" not in found.upper().replace("INDEX", "")
    assert "'ALL'" not in found


def test_addresses_that_begin_alike_are_told_apart(ctx: Context) -> None:
    """An index of MariaDB holds the beginning alone."""
    file = attach(ctx, NewFile("a.txt", b"hello"))
    assert may_open(ctx, file.file_url)
    assert not may_open(ctx, f"{file.file_url}{'x' * 200}")
