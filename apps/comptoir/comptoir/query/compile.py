"""From a ``Query`` to one SQLAlchemy SELECT for SQLite or MariaDB."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.db.collation import fold, needs_folding
from comptoir.db.tables import table_for
from comptoir.db.words import word_table
from comptoir.meta.model import DocType, column_field
from comptoir.query.cursor import LONGEST_KEY
from comptoir.query.first_days import first_day
from comptoir.query.model import (
    After,
    Aggregate,
    And,
    Begins,
    Column,
    Condition,
    Filter,
    GroupKey,
    Matching,
    Names,
    Not,
    Nothing,
    Or,
    Order,
    Query,
    Within,
)
from comptoir.query.shape import Slot
from comptoir.query.trees import tree_nodes
from comptoir.search.index import names_matching

Lookup = Callable[[str], DocType]
AMOUNT_PLACES = 9
"""The decimal places of MariaDB's columns for numbers."""
TEXT_KINDS = (sa.String,)
NEVER_EMPTY = frozenset({"name", "creation", "modified"})
"""Columns that every stored document has a value in."""


def compile_query(query: Query, lookup: Lookup, dialect: str) -> sa.Select[Any]:
    """The SELECT that answers ``query``."""
    compiler = _Compiler(query, lookup, dialect)
    statement = sa.select(*(compiler.expression(s.expression).label(s.label) for s in query.fields))
    statement = compiler.joined(statement, base=True).where(*compiler.where(query.where))
    if query.group_by:
        statement = statement.group_by(*(compiler.expression(key) for key in query.group_by))
    for order in query.order_by:
        expression = compiler.sort_key(order.expression)
        statement = statement.order_by(expression.desc() if order.descending else expression.asc())
    if query.distinct:
        statement = statement.distinct()
    if query.limit is not None:
        statement = statement.limit(query.limit)
    if query.offset:
        statement = statement.offset(query.offset)
        if query.limit is None:
            statement = statement.limit(2**62)
    return statement


def compile_count(query: Query, lookup: Lookup, dialect: str, limit: int | None = None) -> sa.Select[Any]:
    """How many rows ``query`` has; counting stops at ``limit`` rows where given."""
    compiler = _Compiler(query, lookup, dialect)
    conditions = compiler.where(query.where)
    if compiler.multiplies:
        statement = compiler.joined(sa.select(compiler.own.c.name)).where(*conditions).distinct()
    elif limit is None:
        return compiler.joined(sa.select(sa.func.count()), base=True).where(*conditions)
    else:
        # Without a column of its own, an index that holds the conditions is enough.
        one: sa.Label[int] = sa.literal_column("1", sa.Integer).label("one")
        statement = compiler.joined(sa.select(one), base=True).where(*conditions)
    if limit is not None:
        statement = statement.limit(limit)
    return sa.select(sa.func.count()).select_from(statement.subquery("counted"))


def compile_test(
    where: Filter, doctype: str, values: Mapping[str, Any], lookup: Lookup, dialect: str
) -> sa.Select[Any]:
    """A SELECT that has a row if a document with these ``values`` fulfils ``where``, be it stored or not."""
    query = Query(doctype, (), where, limit=None)
    table = table_for(lookup(doctype))
    columns = [_typed(table.c[name], value, dialect).label(name) for name, value in values.items()]
    compiler = _Compiler(query, lookup, dialect, sa.select(*columns).subquery("judged"))
    statement = compiler.joined(sa.select(sa.literal_column("1")), base=True)
    return statement.where(*compiler.where(where)).limit(1)


def _typed(column: sa.Column[Any], value: Any, dialect: str) -> sa.ColumnElement[Any]:
    """``value`` as if it stood in ``column``, so that it is compared as the column is."""
    if value is None:
        return sa.type_coerce(sa.null(), column.type)
    bound = _bound(value, column)
    if not isinstance(column.type, TEXT_KINDS):
        return bound
    if dialect == "sqlite":
        return bound.collate("NOCASE")
    return sa.type_coerce(sa.cast(bound, sa.CHAR()).collate("utf8mb4_unicode_ci"), column.type)


class _Compiler:
    def __init__(self, query: Query, lookup: Lookup, dialect: str, own: sa.FromClause | None = None):
        self.lookup = lookup
        self.dialect = dialect
        self.doctype = lookup(query.doctype)
        self.own: sa.FromClause = table_for(self.doctype) if own is None else own
        self.behind = dict(query.behind)
        self.multiplies = False
        self._joins: dict[str, sa.FromClause] = {}
        for column in (*_selected(query), *query.filter_columns()):
            if column.via:
                self._join(column)

    def joined(self, statement: sa.Select[Any], *, base: bool = False) -> sa.Select[Any]:
        """``statement`` with the FROM clause of links and child tables."""
        source: sa.FromClause = self.own
        for via, alias in self._joins.items():
            field = self.doctype.by_name[via]
            if field.is_table:
                on = sa.and_(
                    alias.c.parent == self.own.c.name,
                    alias.c.parenttype == self.doctype.name,
                    alias.c.parentfield == via,
                )
            else:
                on = alias.c.name == self.own.c[via]
                if via in self.behind:
                    seen = compile_query(self.behind[via], self.lookup, self.dialect).correlate(None)
                    on = sa.and_(on, alias.c.name.in_(seen))
            source = source.outerjoin(alias, on)
        return statement.select_from(source) if self._joins or base else statement

    def column(self, column: Column) -> sa.ColumnElement[Any]:
        """The SQL column."""
        source = self._joins[column.via] if column.via else self.own
        return source.c[column.name]

    def expression(self, expression: Column | Aggregate | GroupKey) -> sa.ColumnElement[Any]:
        """A column, an aggregate of one, or what rows are grouped by."""
        if isinstance(expression, Column):
            return self.column(expression)
        if isinstance(expression, GroupKey):
            return self._group_key(expression)
        if expression.column is None:
            return sa.func.count()
        argument = self.column(expression.column)
        inner = argument.distinct() if expression.distinct else argument
        match expression.function:
            case "count":
                return sa.func.count(inner)
            case "sum":
                return self._amount(sa.func.sum(inner, type_=_number(argument)))
            case "avg":
                return self._amount(sa.func.avg(inner, type_=_number(argument)))
            case "min":
                return sa.func.min(inner, type_=argument.type)
            case _:
                return sa.func.max(inner, type_=argument.type)

    def _group_key(self, key: GroupKey) -> sa.ColumnElement[Any]:
        column = self.column(key.column)
        if key.period is not None:
            return first_day(self.dialect, key.period, column)
        if not isinstance(column.type, TEXT_KINDS):
            return column
        filled = sa.func.nullif(column, sa.literal_column("''"), type_=sa.String())
        return filled.collate("NOCASE") if self.dialect == "sqlite" else filled

    def _amount(self, total: sa.Function[Any]) -> sa.ColumnElement[Any]:
        """A total as MariaDB's decimals give it: SQLite adds binary fractions, and 0.1 three times is not 0.3."""
        if self.dialect == "sqlite" and not isinstance(total.type, sa.Integer):
            return sa.func.round(total, AMOUNT_PLACES, type_=total.type)
        return total

    def sort_key(self, expression: Column | Aggregate | GroupKey) -> sa.ColumnElement[Any]:
        """What rows are sorted by: of long texts the beginning, as MariaDB looks no further than some bytes."""
        key = self.expression(expression)
        if not isinstance(key.type, sa.Text):
            return key
        beginning = sa.func.substr(key, 1, LONGEST_KEY, type_=sa.String())
        return beginning.collate("NOCASE") if self.dialect == "sqlite" else beginning

    def where(self, where: Filter) -> list[sa.ColumnElement[bool]]:
        """The conditions of a WHERE clause, to be joined by AND."""
        if isinstance(where, And):
            return [self._filter(item) for item in where.items]
        return [self._filter(where)]

    def _filter(self, where: Filter) -> sa.ColumnElement[bool]:
        match where:
            case Condition():
                return self._condition(where)
            case And(items=items):
                return sa.and_(sa.true(), *(self._filter(item) for item in items))
            case Or(items=items):
                return sa.or_(*(self._filter(item) for item in items))
            case Not(item=item):
                return sa.not_(self._filter(item))
            case After():
                return self._after(where)
            case Begins():
                return self._begins(where)
            case Matching(wanted=wanted):
                return self._matching(wanted)
            case Nothing():
                return sa.false()
            case Within():
                return self._within(where)

    def _within(self, where: Within) -> sa.ColumnElement[bool]:
        inner = compile_query(where.query, self.lookup, self.dialect).correlate(None)
        columns = [self.column(column) for column in where.columns]
        return columns[0].in_(inner) if len(columns) == 1 else sa.tuple_(*columns).in_(inner)

    def _begins(self, where: Begins) -> sa.ColumnElement[bool]:
        """Few documents are found by the index; among many the index is asked about one after the other."""
        index, name = word_table.c, self.own.c.name
        low, high = (_bound(bound, index.word) for bound in where.bounds)
        within = sa.and_(index.doctype == self.doctype.name, index.word >= low, index.word < high)
        if where.few:
            return name.in_(sa.select(index.name).where(within))
        one: sa.Select[Any] = (
            sa.select(sa.literal_column("1"))
            .select_from(word_table)
            .where(index.name == name, within)
            .limit(1)
        )
        return one.correlate(self.own).scalar_subquery().is_not(None)

    def _matching(self, wanted: Any) -> sa.ColumnElement[bool]:
        bound = _bound(wanted, sa.column("wanted", sa.String()))
        return self.own.c.name.in_(names_matching(self.dialect, self.doctype.name, bound))

    def _after(self, after: After) -> sa.ColumnElement[bool]:
        later: list[sa.ColumnElement[bool]] = []
        same: list[sa.ColumnElement[bool]] = []
        for order, value in zip(after.orders, after.values, strict=True):
            key = self.sort_key(order.expression)
            bound = _bound(value, key)
            if not order.descending:
                later.append(sa.and_(*same, key.is_not(None) if value is None else key > bound))
            elif value is not None:
                behind = key < bound if _is_never_empty(order) else sa.or_(key < bound, key.is_(None))
                later.append(sa.and_(*same, behind))
            same.append(key.is_(None) if value is None else key == bound)
        return sa.and_(self._from_first_key(after), sa.or_(sa.false(), *later))

    def _from_first_key(self, after: After) -> sa.ColumnElement[bool]:
        """What follows from the rest, said so that an index on the first key can begin there."""
        order, value = after.orders[0], after.values[0]
        key = self.sort_key(order.expression)
        bound = _bound(value, key)
        if value is None or (order.descending and not _is_never_empty(order)):
            return sa.true()
        return key <= bound if order.descending else key >= bound

    def _condition(self, condition: Condition) -> sa.ColumnElement[bool]:
        column, value = self.column(condition.column), condition.value
        match condition.operator:
            case "=":
                if value == "":
                    return self._empty(condition.column, column)
                return self._equal(column, value)
            case "!=":
                if value == "":
                    return sa.not_(self._empty(condition.column, column))
                return sa.or_(column.is_(None), sa.not_(self._equal(column, value)))
            case "in":
                return self._in(condition.column, column, value)
            case "not in":
                inside = self._in(condition.column, column, tuple(v for v in value if v != ""))
                outside = sa.or_(column.is_(None), sa.not_(inside))
                return (
                    sa.and_(outside, sa.not_(self._empty(condition.column, column)))
                    if "" in value
                    else outside
                )
            case "like":
                return self._like(column, value)
            case "not like":
                return sa.or_(column.is_(None), sa.not_(self._like(column, value)))
            case "is":
                empty = self._empty(condition.column, column)
                return empty if value == "not set" else sa.not_(empty)
            case "between":
                low, high = (_bound(bound, column) for bound in value)
                between: sa.ColumnElement[bool] = sa.between(column, low, high)
                return between
            case ">" | "<" | ">=" | "<=" as operator:
                clause: sa.ColumnElement[bool] = column.bool_op(operator)(_bound(value, column))
                return clause
            case operator:
                return tree_nodes(column, operator, value, self.lookup)

    def _equal(self, column: sa.ColumnElement[Any], value: Any) -> sa.ColumnElement[bool]:
        equal: sa.ColumnElement[bool] = column == _bound(value, column)
        if self.dialect == "sqlite" and _folds(value):
            return sa.or_(equal, sa.func.fold(column) == _folded(value))
        return equal

    def _in(
        self, reference: Column, column: sa.ColumnElement[Any], values: tuple[Any, ...]
    ) -> sa.ColumnElement[bool]:
        if not values:
            return sa.false()
        plain = [v for v in values if v != ""]
        clauses: list[sa.ColumnElement[bool]] = []
        if plain:
            clauses.append(column.in_([_bound(value, column) for value in plain]))
        if "" in values:
            clauses.append(self._empty(reference, column))
        if self.dialect == "sqlite" and not isinstance(values, Names) and any(_folds(v) for v in plain):
            clauses.append(sa.func.fold(column).in_([_folded(v) for v in plain]))
        return sa.or_(*clauses)

    def _like(self, column: sa.ColumnElement[Any], pattern: str | Slot) -> sa.ColumnElement[bool]:
        text = column if isinstance(column.type, TEXT_KINDS) else sa.cast(column, sa.String(255))
        if self.dialect == "sqlite":
            if _folds(pattern):
                return sa.func.fold(text, type_=sa.String()).like(_folded(pattern), escape="\\")
            return text.like(_bound(pattern, text), escape="\\")
        return text.like(_bound(pattern, text))

    def _empty(self, reference: Column, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        field = column_field(self.lookup(reference.doctype), reference.name)
        if isinstance(column.type, TEXT_KINDS):
            return sa.or_(column.is_(None), column == "")
        if field is not None and field.fieldtype in (
            "Int",
            "Check",
            "Float",
            "Currency",
            "Percent",
            "Rating",
        ):
            return sa.or_(column.is_(None), column == 0)
        return column.is_(None)

    def _join(self, column: Column) -> None:
        if column.via in self._joins:
            return
        target = table_for(self.lookup(column.doctype))
        self._joins[column.via] = target.alias(f"via_{column.via}")
        if self.doctype.by_name[column.via].is_table:
            self.multiplies = True


def _is_never_empty(order: Order) -> bool:
    column = order.expression
    return isinstance(column, Column) and not column.via and column.name in NEVER_EMPTY


def _bound(value: Any, column: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
    """``value`` as a parameter of the column's type, or the named place of one."""
    if isinstance(value, Slot):
        return sa.bindparam(value.name, None, type_=column.type)
    return sa.bindparam(None, value, type_=column.type)


def _folds(value: Any) -> bool:
    return value.folds if isinstance(value, Slot) else needs_folding(value)


def _folded(value: Any) -> sa.BindParameter[Any]:
    if isinstance(value, Slot):
        return sa.bindparam(value.folded, None, type_=sa.String())
    return sa.bindparam(None, fold(value), type_=sa.String())


def _selected(query: Query) -> list[Column]:
    expressions = (select.expression for select in query.fields)
    columns = (each if isinstance(each, Column) else each.column for each in expressions)
    return [column for column in columns if column is not None]


def _number(column: sa.ColumnElement[Any]) -> sa.types.TypeEngine[Any]:
    return column.type if isinstance(column.type, (sa.Integer, sa.Float, sa.Numeric)) else sa.Float()
