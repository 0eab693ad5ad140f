"""Which columns a list may show, and which rows of other documents it may look at through links and tables."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.access import policy
from comptoir.access.link_filters import narrowing_columns
from comptoir.access.masking import NOT_MASKED, Sight, sight_of
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.meta.model import DocType, Field
from comptoir.query import And, Column, Condition, Filter, Query, Select, Within, all_of
from comptoir.query.model import Fixed
from comptoir.sentences import Label, _

BLIND = Sight(frozenset(), NOT_MASKED)
ONLY_NAME = Sight(frozenset({"name"}), NOT_MASKED)


class ReadableColumns:
    """The columns the actor may read in a list of ``meta``, whose rows follow the rights of ``owner``.

    Columns behind a link are those of the linked document; of documents the actor may not see they are empty.
    """

    def __init__(self, ctx: Context, meta: DocType, owner: DocType):
        self._ctx = ctx
        self._meta = meta
        self._owner = owner
        self._known: dict[str, Sight] = {}

    def __contains__(self, column: Column) -> bool:
        if column.name in self._sight(column).clear:
            return True
        return not column.via and column.name in narrowing_columns(self._ctx, self._meta)

    def may_show(self, select: Select, query: Query) -> bool:
        """Whether the answer to ``query`` may hold ``select``. Raises where it would tell what is shown masked."""
        column = column_of(select)
        if column is None:
            return True
        sight = self._sight(column)
        if column.name in sight.masked and (query.distinct or not isinstance(select.expression, Column)):
            raise PermissionError(
                _(
                    "You see {fieldname} masked, and are not permitted to count or compare by it.",
                    fieldname=column.name,
                )
            )
        return sight.shows(column.name)

    def masks(self, query: Query) -> dict[str, Field]:
        """The fields whose masks stand in the answer to ``query``, by their label there."""
        return {
            select.label: field
            for select in query.fields
            if isinstance(column := select.expression, Column)
            and (field := self._sight(column).masked.get(column.name)) is not None
        }

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

    def _sight(self, column: Column) -> Sight:
        if column.via not in self._known:
            self._known[column.via] = self._found(column)
        return self._known[column.via]

    def _found(self, column: Column) -> Sight:
        ctx = self._ctx
        if not column.via:
            return sight_of(ctx, self._meta, self._owner)
        field = self._meta.by_name[column.via]
        target = ctx.site.registry.get(column.doctype)
        if field.is_table:
            may = (field.permlevel or 0) in policy.readable_levels(ctx, self._meta)
            return sight_of(ctx, target, self._meta) if may else BLIND
        return sight_of(ctx, target) if policy.decide(ctx, "select", target).allow else ONLY_NAME


def rows_of_parents(ctx: Context, meta: DocType, owner: DocType, right: str) -> Filter:
    """The rows of the child doctype ``meta`` in documents of ``owner`` that the actor has ``right`` to."""
    levels = policy.readable_levels(ctx, owner)
    tables = Fixed(
        f.fieldname for f in owner.table_fields if f.options == meta.name and f.permlevel in levels
    )
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
    return expression if isinstance(expression, Column) else expression.column
