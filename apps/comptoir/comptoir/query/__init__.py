"""Questions as values: one immutable ``Query``, parsed from Frappe's list arguments and compiled to one SELECT.

An identifier reaches SQL only as a column that metadata knows; a value only as a bound parameter. There is no
second way to read. The layer knows no users: ``access`` adds its own filter before compiling.
"""

from comptoir.query.compile import compile_count, compile_query
from comptoir.query.model import (
    NOTHING,
    Aggregate,
    And,
    Column,
    Condition,
    Filter,
    Nothing,
    Or,
    Order,
    Query,
    Select,
    all_of,
    any_of,
)
from comptoir.query.parse import ListArgs, Parser

__all__ = [
    "NOTHING",
    "Aggregate",
    "And",
    "Column",
    "Condition",
    "Filter",
    "ListArgs",
    "Nothing",
    "Or",
    "Order",
    "Parser",
    "Query",
    "Select",
    "all_of",
    "any_of",
    "compile_count",
    "compile_query",
]
