"""How a user has set up the screens of a doctype: its columns, say, by the part of the screen they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.db.prepared import Prepared, prepare
from comptoir.errors import DataError, PermissionError
from comptoir.sentences import _

LONGEST = 64 * 1024

settings_table = sa.Table(
    "__UserSettings",
    sa.MetaData(),
    sa.Column("user", sa.String(140), primary_key=True),
    sa.Column("doctype", sa.String(140), primary_key=True),
    sa.Column("data", sa.Text),
)
_columns = settings_table.c


def of(ctx: Context, doctype: str) -> dict[str, Any]:
    """What the actor has set for ``doctype``, or under another key; nothing where they never did."""
    rows = ctx.db.rows(_stored(ctx.db.compiler).bound({"user": ctx.user, "doctype": doctype}))
    settings = orjson.loads(rows[0][0]) if rows and rows[0][0] else {}
    return settings if isinstance(settings, dict) else {}


def keep(ctx: Context, doctype: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set ``changes`` beside what is set already; None takes a part away. All that is set now."""
    policy.require(ctx, "select", ctx.site.registry.get(doctype))
    return keep_under(ctx, doctype, changes)


def keep_under(ctx: Context, key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What ``keep`` does, for what belongs to no doctype: ``key`` is a word that none is called by."""
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to set up your screens."))
    ctx.db.begin()
    settings = {key: value for key, value in {**of(ctx, key), **changes}.items() if value is not None}
    data = orjson.dumps(settings).decode()
    if len(data) > LONGEST:
        raise DataError(
            _(
                "These are more settings than are kept for one screen: {most} characters at most.",
                most=LONGEST,
            )
        )
    ctx.db.execute(sa.delete(settings_table).where(*_is(ctx, key)))
    if settings:
        ctx.db.execute(sa.insert(settings_table).values(user=ctx.user, doctype=key, data=data))
    return settings


@lru_cache(maxsize=16)
def _stored(dialect: sa.Dialect) -> Prepared:
    asked = (_columns.user == sa.bindparam("user", None), _columns.doctype == sa.bindparam("doctype", None))
    return prepare(sa.select(_columns.data).where(*asked), dialect)


def _is(ctx: Context, doctype: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _columns.user == ctx.user, _columns.doctype == doctype
