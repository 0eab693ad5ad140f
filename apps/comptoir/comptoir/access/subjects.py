"""The subject of a companion: the document it is about. Who may not read the subject sees no companion of it.

One step is followed: a remark on a task is seen by who may read what the task is about; a remark on a remark on a
task is seen by Administrator alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comptoir.context import Context
from comptoir.meta.companions import Companion
from comptoir.meta.model import DocType
from comptoir.query.compile import compile_query
from comptoir.query.model import (
    NOTHING,
    Column,
    Condition,
    Filter,
    Fixed,
    Nothing,
    Query,
    Select,
    Within,
    all_of,
    any_of,
)

Reading = Callable[[DocType], Filter | None]
"""The filter that leaves the documents of a doctype the acting user may read; None for all of them."""


def is_readable(ctx: Context, doctype: str, name: Any, reading: Reading) -> bool:
    """Whether ``reading`` leaves the document; asks the database only where it leaves some and not others."""
    meta = ctx.site.registry.find(doctype)
    where = reading(meta) if meta is not None else NOTHING
    if meta is None or isinstance(where, Nothing):
        return False
    if where is None or name in (None, ""):
        return where is None
    own = Column(meta.name, "name")
    query = Query(meta.name, (Select(own, "name"),), all_of((Condition(own, "=", str(name)), where)), limit=1)
    statement = compile_query(query, ctx.site.registry.get, ctx.db.dialect)
    return ctx.db.execute(statement).first() is not None


def filter_of(ctx: Context, companion: Companion, reading: Reading) -> Filter:
    """The filter that leaves the companions without a subject and those whose subject ``reading`` leaves."""
    type_column = Column(companion.doctype, companion.type_field)
    name_column = Column(companion.doctype, companion.name_field)
    whole: list[str] = []
    items: list[Filter] = [Condition(type_column, "is", "not set")]
    for meta in ctx.site.registry.all().values():
        where = reading(meta)
        if where is None:
            whole.append(meta.name)
        elif not isinstance(where, Nothing):
            subjects = Query(meta.name, (Select(Column(meta.name, "name"), "name"),), where, limit=None)
            of_type = Condition(type_column, "=", meta.name)
            items.append(all_of((of_type, Within((name_column,), subjects))))
    if whole:
        items.append(Condition(type_column, "in", Fixed(whole)))
    return any_of(items)
