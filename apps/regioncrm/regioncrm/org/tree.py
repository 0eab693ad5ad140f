"""Parent-and-child structures kept as one link per record: branches, departments, groups, territories, tasks.

Invariant: following parents from any saved record ends at a record without a parent.
"""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document


def path_to_root(parents: Mapping[str, str | None], start: str | None) -> list[str]:
    """The names from `start` up to the root; stops where a name repeats, so that it always ends."""
    path: list[str] = []
    name = start
    while name and name not in path:
        path.append(name)
        name = parents.get(name)
    return path


def closes_loop(parents: Mapping[str, str | None], name: str, parent: str | None) -> bool:
    """Whether giving `name` the parent `parent` would put `name` above itself."""
    return name in path_to_root(parents, parent)


def with_descendants(parents: Mapping[str, str | None], root: str) -> list[str]:
    """`root` and every name below it, nearest first."""
    found = [root]
    level = {root}
    while level:
        level = {name for name, parent in parents.items() if parent in level and name not in found}
        found.extend(sorted(level))
    return found


def parents_of(doctype: str, parent_field: str) -> dict[str, str | None]:
    """Every record of a tree with its parent, whoever asks: the shape of a tree is no secret."""
    rows = frappe.get_all(doctype, fields=["name", parent_field], limit_page_length=0)
    return {row["name"]: row[parent_field] for row in rows}


def check_parent(doc: Document, parent_field: str) -> None:
    """Refuse a parent that is the record itself or lies below it."""
    parent = doc.get(parent_field)
    if not parent or not doc.name:
        return
    name = doc.name
    while parent:
        if parent == name:
            frappe.throw(
                _("{0} cannot be placed under {1}, because {1} is {0} itself or lies below it.").format(
                    name, doc.get(parent_field)
                )
            )
        parent = frappe.db.get_value(doc.doctype, parent, parent_field)
