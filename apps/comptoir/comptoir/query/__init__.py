"""Questions as values: one immutable ``Query``, parsed from Frappe's list arguments and compiled to one SELECT.

An identifier reaches SQL only as a column that metadata knows; a value only as a bound parameter. There is no
second way to read. The layer knows no users: ``access`` adds its own filter before compiling.
"""

from comptoir.query.asking import Asker
from comptoir.query.compile import compile_count, compile_query, compile_test
from comptoir.query.cursor import after, cursor_of, keyed, without_keys
from comptoir.query.model import (
    NOTHING,
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
    Nothing,
    Or,
    Order,
    Period,
    Query,
    Select,
    Within,
    all_of,
    any_of,
)
from comptoir.query.parse import ListArgs, Parser
from comptoir.query.pruning import pruned, stated_by
from comptoir.query.shape import PreparedQueries

__all__ = [
    "NOTHING",
    "After",
    "Aggregate",
    "And",
    "Asker",
    "Begins",
    "Column",
    "Condition",
    "Filter",
    "GroupKey",
    "ListArgs",
    "Matching",
    "Names",
    "Nothing",
    "Or",
    "Order",
    "Parser",
    "Period",
    "PreparedQueries",
    "Query",
    "Select",
    "Within",
    "after",
    "all_of",
    "any_of",
    "compile_count",
    "compile_query",
    "compile_test",
    "cursor_of",
    "keyed",
    "pruned",
    "stated_by",
    "without_keys",
]
