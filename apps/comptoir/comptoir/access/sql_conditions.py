"""The part of SQL that query conditions of Frappe apps are written in, read into a filter.

Comparisons of a column with values, IN with values or a plain sub-select, BETWEEN, LIKE, IS NULL, IFNULL around a
column, AND, OR, NOT. Everything else raises ``UnsupportedError``: what is not understood is never let through.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from comptoir.errors import UnsupportedError
from comptoir.meta.model import DocType
from comptoir.query.model import And, Column, Filter, Not, Nothing, Query, Select, Within, all_of, any_of
from comptoir.query.values import make_condition
from comptoir.sentences import _

Lookup = Callable[[str], DocType]
LONGEST = 20_000


def filter_of_sql(text: str, doctype: DocType, lookup: Lookup, now: datetime) -> Filter:
    """The documents of ``doctype`` that ``text``, the inside of a WHERE clause, leaves."""
    # sqlglot takes long to load and few apps need it.
    import sqlglot
    from sqlglot.errors import SqlglotError

    if len(text) > LONGEST:
        raise UnsupportedError(_("This condition is longer than {most} characters.", most=LONGEST))
    try:
        tree = sqlglot.parse_one(text, dialect="mysql", into=sqlglot.exp.Condition)
    except SqlglotError as error:
        raise _unread(text) from error
    return _Reader(doctype, lookup, now).read(tree)


def _unread(what: object) -> UnsupportedError:
    return UnsupportedError(
        _("A condition in SQL may compare columns with values, and not say {what}.", what=str(what)[:140])
    )


class _Reader:
    def __init__(self, doctype: DocType, lookup: Lookup, now: datetime):
        self.doctype = doctype
        self.lookup = lookup
        self.now = now

    def read(self, node: Any) -> Filter:
        kind = type(node).__name__
        match kind:
            case "Paren":
                return self.read(node.this)
            case "And":
                return all_of((self.read(node.left), self.read(node.right)))
            case "Or":
                return any_of((self.read(node.left), self.read(node.right)))
            case "Not":
                return Not(self.read(node.this))
            case "Boolean":
                return And() if node.this else Nothing()
            case "In":
                return self.among(node)
            case "Between":
                bounds = [self.value(node.args["low"]), self.value(node.args["high"])]
                return self.condition(node.this, "between", bounds)
            case "Is" if type(node.expression).__name__ == "Null":
                return self.condition(node.this, "is", "not set")
            case "EQ" | "NEQ" | "GT" | "GTE" | "LT" | "LTE" | "Like":
                return self.comparison(kind, node.left, node.right)
            case _:
                raise _unread(node)

    def comparison(self, kind: str, left: Any, right: Any) -> Filter:
        if self.is_value(left) and self.is_value(right):
            holds = self.value(left) == self.value(right)
            if kind not in ("EQ", "NEQ"):
                raise _unread(kind)
            return And() if holds is (kind == "EQ") else Nothing()
        if self.is_value(left):
            mirrored = {"GT": "LT", "LT": "GT", "GTE": "LTE", "LTE": "GTE", "EQ": "EQ", "NEQ": "NEQ"}
            if kind not in mirrored:
                raise _unread(kind)
            left, right, kind = right, left, mirrored[kind]
        value = self.value(right)
        if kind == "NEQ":  # in SQL, an empty column is not unequal to anything
            return Not(self.condition(left, "=", value))
        operators = {"EQ": "=", "GT": ">", "GTE": ">=", "LT": "<", "LTE": "<=", "Like": "like"}
        return self.condition(left, operators[kind], value)

    def among(self, node: Any) -> Filter:
        query = node.args.get("query")
        if query is None:
            return self.condition(node.this, "in", [self.value(entry) for entry in node.expressions])
        select = query.this if type(query).__name__ == "Subquery" else query
        used = {name for name, value in select.args.items() if value}
        source = select.args.get("from_") or select.args.get("from")
        if (
            used - {"expressions", "from", "from_", "where", "kind"}
            or source is None
            or len(select.expressions) != 1
        ):
            raise _unread(query)
        target = self.lookup(_doctype(source.this.name))
        inner = _Reader(target, self.lookup, self.now)
        column = inner.column(select.expressions[0])
        where = select.args.get("where")
        found = Query(
            target.name,
            (Select(column, column.name),),
            inner.read(where.this) if where is not None else And(),
            limit=None,
        )
        return Within((self.column(node.this),), found)

    def condition(self, node: Any, operator: str, value: Any) -> Filter:
        """A condition on a column; IFNULL(column, '') is asked of the column itself, whose '' is empty too."""
        if type(node).__name__ == "Coalesce":
            if len(node.expressions) != 1 or self.value(node.expressions[0]) != "":
                raise _unread(node)
            node = node.this
            if operator not in ("=", "in"):
                raise _unread(node)
        return make_condition(self.column(node), operator, value, self.lookup, self.now)

    def column(self, node: Any) -> Column:
        if type(node).__name__ != "Column" or node.args.get("db"):
            raise _unread(node)
        table = node.table
        if (table and _doctype(table) != self.doctype.name) or node.name not in self.doctype.valid_columns:
            raise _unread(node)
        return Column(self.doctype.name, node.name)

    def is_value(self, node: Any) -> bool:
        return type(node).__name__ in ("Literal", "Neg", "Null", "Boolean")

    def value(self, node: Any) -> Any:
        match type(node).__name__:
            case "Literal":
                return node.this if node.is_string else _number(node.this)
            case "Boolean":
                return int(node.this)
            case "Neg" if type(node.this).__name__ == "Literal" and not node.this.is_string:
                return -_number(node.this.this)
            case _:
                raise _unread(node)


def _doctype(table: str) -> str:
    if not table.startswith("tab"):
        raise _unread(table)
    return table.removeprefix("tab")


def _number(text: str) -> float | int:
    return int(text) if text.isdigit() else float(text)
