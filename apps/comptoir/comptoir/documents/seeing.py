"""Which columns a list may show, and which rows of other documents it may look at through links and tables."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.access import policy
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.meta.model import DocType
from comptoir.query import Aggregate, And, Column, Condition, Filter, Query, Select, Within, all_of
from comptoir.query.model import Fixed
from comptoir.sentences import Label, _


class ReadableColumns:
    """The columns the actor may read in a list of ``meta``, whose rows follow the rights of ``owner``.

    Columns behind a link are those of the linked document; of documents the actor may not see they are empty.
    """

    def __init__(self, ctx: Context, meta: DocType, owner: DocType):
        self._ctx = ctx
        self._meta = meta
        self._owner = owner
        self._known: dict[str, frozenset[str]] = {}

    def __contains__(self, column: Column) -> bool:
        if column.via not in self._known:
            self._known[column.via] = self._readable(column)
        return column.name in self._known[column.via]

    def may_show(self, select: Select) -> bool:
        """Whether the answer may hold ``select``."""
        column = column_of(select)
        return column is None or column in self

    def behind(self, query: Query) -> tuple[tuple[str, Query], ...]:
        """For the links that ``query`` looks through, the documents the actor may see, where these are not all."""
        names: dict[str, set[str]] = {}
        for column in (*selected(query), *query.filter_columns()):
            if column.via and not self._meta.by_name[column.via].is_table:
                names.setdefault(column.via, set()).add(column.name)
        return tuple(found for via, asked in names.items() for found in self._seen(via, asked))

    def _seen(self, via: str, asked: set[str]) -> Iterator[tuple[str, Query]]:
        target = self._ctx.site.registry.get(self._meta.by_name[via].options or "")
        if asked <= {"name"}:
            return
        right = "select" if asked <= policy.selectable_columns(target) else "read"
        where = policy.predicate(self._ctx, right, target)
        if where is not None:
            yield via, names_where(target, where)

    def _readable(self, column: Column) -> frozenset[str]:
        ctx = self._ctx
        if not column.via:
            return _of_rows(ctx, self._meta, self._owner)
        field = self._meta.by_name[column.via]
        target = ctx.site.registry.get(column.doctype)
        if field.is_table:
            may = (field.permlevel or 0) in policy.readable_levels(ctx, self._meta)
            return _of_rows(ctx, target, self._meta) if may else frozenset()
        allowed = policy.decide(ctx, "select", target).allow
        return policy.readable_columns(ctx, target) if allowed else frozenset({"name"})


def rows_of_parents(ctx: Context, meta: DocType, owner: DocType, right: str) -> Filter:
    """The rows of the child doctype ``meta`` in documents of ``owner`` that the actor has ``right`` to."""
    levels = policy.readable_levels(ctx, owner)
    tables = Fixed(f.fieldname for f in owner.table_fields if f.options == meta.name and f.permlevel in levels)
    conditions: list[Filter] = [
        Condition(Column(meta.name, "parenttype"), "=", owner.name),
        Condition(Column(meta.name, "parentfield"), "in", tables),
    ]
    where = policy.predicate(ctx, right, owner)
    if where is not None:
        if owner.issingle or owner.is_virtual:
            raise PermissionError(
                _(
                    "You may read only some of the {doctype} documents; read them one by one.",
                    doctype=Label(owner.name),
                )
            )
        conditions.append(Within((Column(meta.name, "parent"),), names_where(owner, where)))
    return all_of(conditions)


def names_where(meta: DocType, where: Filter | None) -> Query:
    """The query of the names of the documents that ``where`` leaves."""
    name = Column(meta.name, "name")
    return Query(meta.name, (Select(name, "name"),), And() if where is None else where, limit=None)


def selected(query: Query) -> Iterator[Column]:
    """The columns that the answer to ``query`` is made of."""
    for select in query.fields:
        column = column_of(select)
        if column is not None:
            yield column


def column_of(select: Select) -> Column | None:
    """The column that ``select`` shows or counts."""
    expression = select.expression
    return expression.column if isinstance(expression, Aggregate) else expression


def _of_rows(ctx: Context, meta: DocType, owner: DocType) -> frozenset[str]:
    """Fields of a child row follow the levels of the document that holds it."""
    if not meta.istable or ctx.is_administrator:
        return policy.readable_columns(ctx, meta)
    levels = policy.readable_levels(ctx, owner)
    return frozenset(
        meta.valid_columns - {field.fieldname for field in meta.fields if field.permlevel not in levels}
    )
