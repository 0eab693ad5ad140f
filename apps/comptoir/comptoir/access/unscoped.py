"""Documents of no scope, which are seen by whoever made them: a process remembers who has none.

Hardly anybody has any, and every list of staff held to their scopes would ask. A document that is written without a
scope is announced, and what was remembered no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from comptoir.access import scopes
from comptoir.access.hearing import UNSCOPED_TOPIC, announce_later, heard
from comptoir.bounded import Bounded
from comptoir.context import Context
from comptoir.meta.model import DocType
from comptoir.sites.settings import site_settings

MOST = 20_000
"""A process remembers so many answers."""
_KEY = "has unscoped"


def may_exist(ctx: Context, doctype: DocType, ask: Callable[[], bool]) -> bool:
    """Whether the acting user made documents of ``doctype`` that belong to no scope. ``ask`` asks the database."""
    answers: dict[DocType, bool] = ctx.memo.setdefault(_KEY, {})
    if doctype not in answers:
        answers[doctype] = ask() if ctx.db.in_transaction else _found(ctx, doctype, ask)
    return answers[doctype]


def _found(ctx: Context, doctype: DocType, ask: Callable[[], bool]) -> bool:
    none: Bounded[tuple[str, DocType], int]
    none = ctx.site.registry.remember("users without unscoped", lambda: Bounded(MOST))
    said = heard(ctx, UNSCOPED_TOPIC)
    if none.get((ctx.user, doctype)) == said:
        return False
    if ask():
        return True
    none[ctx.user, doctype] = said
    return False


def written(ctx: Context, doctype: DocType, rows: Iterable[Mapping[str, Any]], *, new: bool) -> None:
    """Columns of ``rows`` of ``doctype`` were written: where one may belong to no scope now, say so after the commit."""
    known: dict[DocType, tuple[str, ...]] = ctx.site.registry.remember("columns of scope", dict)
    if doctype not in known:
        known[doctype] = _columns(ctx, doctype)
    columns = known[doctype]
    if not columns or not site_settings(ctx).limit_to_scope:
        return
    if any(_may_be_unscoped(values, columns, new=new) for values in rows):
        ctx.memo.pop(_KEY, None)
        announce_later(ctx, UNSCOPED_TOPIC)


def _may_be_unscoped(values: Mapping[str, Any], columns: Iterable[str], *, new: bool) -> bool:
    emptied = any((new or column in values) and not values.get(column) for column in columns)
    return emptied or (not new and "owner" in values)


def _columns(ctx: Context, doctype: DocType) -> tuple[str, ...]:
    """The columns of ``doctype`` that may stay empty where they lead a document to its scope, its own or another."""
    scope = scopes.scope_doctype(ctx)
    if scope is None or doctype.istable:
        return ()
    own = scopes.scope_path(ctx, doctype)[:1]
    return tuple(
        field.fieldname
        for field in doctype.link_fields
        if field.has_column and not field.reqd and (field.options == scope.name or field.fieldname in own)
    )
