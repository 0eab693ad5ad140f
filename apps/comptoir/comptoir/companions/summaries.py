"""The summary columns of a document, made from its companions while the document is locked.

Every verb locks the document first and writes its companions after that, so that the companions read here are those
of everybody who acted before. ``modified`` stays as it is: nobody's open form grows stale by a remark.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.companions.markup import shortened
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents.storage import load_row, update_row
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType
from comptoir.realtime import info_changed

MOST_COMMENTS = 100
READ_OF_A_COMMENT = 2000
LONGEST = 60_000
"""Bytes of a summary; MariaDB keeps 65 535 in the column."""


def lock(ctx: Context, doctype: str | None, name: Any) -> bool:
    """Lock the document until the transaction ends; whether there is one to lock."""
    meta = _carrier(ctx, doctype)
    if meta is None or name in (None, ""):
        return False
    ctx.db.begin()
    return load_row(ctx, meta, name, for_update=True) is not None


def refresh(ctx: Context, doctype: str | None, name: Any, *columns: str) -> None:
    """Make ``columns`` of the document anew; it must be locked."""
    meta = _carrier(ctx, doctype)
    if meta is not None and name not in (None, ""):
        update_row(
            ctx, meta, name, {column: SUMMARIES[column](ctx, meta.name, str(name)) for column in columns}
        )
        info_changed(ctx, meta.name, name)


def _carrier(ctx: Context, doctype: str | None) -> DocType | None:
    """The doctype if its documents are rows with summary columns."""
    meta = ctx.site.registry.find(doctype) if doctype else None
    return None if meta is None or meta.istable or not meta.has_table else meta


def _comments(ctx: Context, doctype: str, name: str) -> str:
    table, about = _table(ctx, "Comment", doctype, name)
    content = sa.func.substr(table.c.content, 1, READ_OF_A_COMMENT).label("content")
    rows = ctx.db.execute(
        sa.select(table.c.name, table.c.owner, table.c.comment_email, content)
        .where(about, table.c.comment_type == "Comment")
        .order_by(table.c.creation.desc(), table.c.name.desc())
        .limit(MOST_COMMENTS)
    ).all()
    return _json(
        [
            {"comment": shortened(row.content), "by": row.comment_email or row.owner, "name": row.name}
            for row in reversed(rows)
        ]
    )


def _liked_by(ctx: Context, doctype: str, name: str) -> str:
    table, about = _table(ctx, "Comment", doctype, name)
    return _json(_distinct(ctx, table.c.owner, about, table.c.comment_type == "Like"))


def _assign(ctx: Context, doctype: str, name: str) -> str:
    table, about = _table(ctx, "ToDo", doctype, name)
    is_open = table.c.status.not_in(("Closed", "Cancelled"))
    return _json(_distinct(ctx, table.c.allocated_to, about, is_open))


def _user_tags(ctx: Context, doctype: str, name: str) -> str:
    table, about = _table(ctx, "Tag Link", doctype, name)
    return ",".join(_distinct(ctx, table.c.tag, about))


SUMMARIES: Mapping[str, Callable[[Context, str, str], str]] = {
    "_comments": _comments,
    "_assign": _assign,
    "_user_tags": _user_tags,
    "_liked_by": _liked_by,
}


def _table(ctx: Context, companion: str, doctype: str, name: str) -> tuple[sa.Table, sa.ColumnElement[bool]]:
    table, fields = table_for(ctx.site.registry.get(companion)), COMPANIONS[companion]
    return table, sa.and_(table.c[fields.type_field] == doctype, table.c[fields.name_field] == name)


def _distinct(ctx: Context, column: sa.Column[Any], *where: sa.ColumnElement[bool]) -> list[str]:
    """The filled values of ``column`` in the order in which they were given."""
    table = column.table
    rows = ctx.db.execute(sa.select(column).where(*where).order_by(table.c.creation, table.c.name)).scalars()
    return list(dict.fromkeys(str(value) for value in rows if value))


def _json(values: list[Any]) -> str:
    """JSON as Frappe spaces it, of the newest values that fit the column; nothing at all where there is nothing."""
    text = json.dumps(values, ensure_ascii=False)
    while len(text.encode()) > LONGEST:
        values = values[len(values) // 10 + 1 :]
        text = json.dumps(values, ensure_ascii=False)
    return text if values else ""
