"""Trees inside SQL: ancestors and descendants by recursive CTE over the parent link of a tree doctype."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from comptoir.db.tables import table_for
from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _
from comptoir.text import scrub


def parent_field(tree: DocType) -> str:
    """The Link field that makes ``tree`` a tree. Raises ``DataError`` where it is none."""
    for name in (tree.nsm_parent_field, f"parent_{scrub(tree.name)}"):
        if name and tree.has_field(name):
            return name
    raise DataError(_("{doctype} is not a tree.", doctype=Label(tree.name)))


def is_tree(doctype: DocType) -> bool:
    """Whether documents of ``doctype`` lie below each other."""
    names = (doctype.nsm_parent_field, f"parent_{scrub(doctype.name)}")
    links = (doctype.field(name) for name in names if name)
    return any(link is not None and link.options == doctype.name for link in links)


def tree_nodes(
    column: sa.ColumnElement[Any], operator: str, value: tuple[str, str], lookup: Callable[[str], DocType]
) -> sa.ColumnElement[bool]:
    """``column`` lies above or below a node of the tree ``value`` = (doctype, node)."""
    tree_name, node = value
    tree = lookup(tree_name)
    parent = parent_field(tree)
    table = table_for(tree)
    downwards = "descendants" in operator
    start = table.alias("tree_start")
    nodes = (
        sa.select(start.c.name, start.c[parent].label("up"))
        .where(start.c.name == node)
        .cte("nodes", recursive=True)
    )
    step = table.alias("tree_step")
    link = step.c[parent] == nodes.c.name if downwards else step.c.name == nodes.c.up
    nodes = nodes.union(sa.select(step.c.name, step.c[parent]).where(link))
    inside = sa.select(nodes.c.name)
    if "inclusive" not in operator:
        inside = inside.where(nodes.c.name != node)
    return column.not_in(inside) if operator.startswith("not") else column.in_(inside)
