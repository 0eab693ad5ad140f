"""``frappe.utils.nestedset``: controllers of trees, and what lies above and below a document.

The engine follows the parent links themselves. ``lft`` and ``rgt`` are neither kept nor asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comptoir.documents import Document
from comptoir.query.trees import parent_field
from comptoir.sentences import Label, _

import frappe
from frappe.exceptions import ValidationError


class NestedSetRecursionError(ValidationError):
    """A document would lie below itself; the engine refuses that with a ``ValidationError``."""


class NestedSetMultipleRootsError(ValidationError):
    """There is a root already."""


class NestedSetChildExistsError(ValidationError):
    """Others lie below the document."""


class NestedSetInvalidMergeError(ValidationError):
    """A group and a leaf cannot become one."""


class NestedSet(Document):
    """What controllers of a tree subclass: nothing goes or becomes a leaf while others lie below it."""

    @property
    def nsm_parent_field(self) -> str:
        """The Link to the document above."""
        return parent_field(self.meta)

    def on_update(self) -> None:
        """Refuse a leaf with others below it; that nothing lies below itself, the engine sees to."""
        self.validate_ledger()

    def on_trash(self, allow_root_deletion: bool = False) -> None:
        """Refuse to leave others behind; a root only where the class forbids it with ``allow_root_deletion``."""
        if not self.get(self.nsm_parent_field) and not getattr(self, "allow_root_deletion", True):
            raise ValidationError(
                _(
                    "{doctype} {name} is the top of a tree and cannot be deleted.",
                    doctype=Label(self.doctype),
                    name=self.name,
                )
            )
        self.validate_if_child_exists()

    def before_rename(
        self, olddn: str, newdn: str, merge: bool = False, group_fname: str = "is_group"
    ) -> None:
        """Refuse to merge a group with a leaf."""
        if not (merge and self.meta.has_field(group_fname)):
            return
        if bool(self.get(group_fname)) != bool(frappe.db.get_value(self.doctype, newdn, group_fname)):
            raise NestedSetInvalidMergeError(
                _(
                    "{old} and {new} cannot become one: one of them is a group, the other is not.",
                    old=olddn,
                    new=newdn,
                )
            )

    def after_rename(self, olddn: str, newdn: str, merge: bool = False) -> None:
        """Nothing is left to do: the links to the document follow it."""

    def validate_if_child_exists(self) -> None:
        """Raise ``NestedSetChildExistsError`` where others lie below."""
        if _is_above(self):
            raise NestedSetChildExistsError(
                _(
                    "{doctype} {name} cannot be deleted while others lie below it.",
                    doctype=Label(self.doctype),
                    name=self.name,
                )
            )

    def validate_ledger(self, group_identifier: str = "is_group") -> None:
        """Raise ``ValidationError`` where a document that is no group has others below it."""
        if self.meta.has_field(group_identifier) and not self.get(group_identifier) and _is_above(self):
            raise ValidationError(
                _(
                    "{doctype} {name} stays a group while others lie below it.",
                    doctype=Label(self.doctype),
                    name=self.name,
                )
            )

    def validate_one_root(self) -> None:
        """Raise ``NestedSetMultipleRootsError`` for a second document without one above."""
        if not self.get(self.nsm_parent_field) and self.get_root_node_count() > 1:
            raise NestedSetMultipleRootsError(
                _("There is a top of the tree of {doctype} already.", doctype=Label(self.doctype))
            )

    def get_root_node_count(self) -> int:
        """How many documents have none above."""
        return int(frappe.db.count(self.doctype, {self.nsm_parent_field: ["is", "not set"]}))

    def get_parent(self) -> Any:
        """The document above, or None."""
        above = self.get(self.nsm_parent_field)
        return frappe.get_doc(self.doctype, above) if above else None

    def get_children(self) -> Iterator[Any]:
        """The documents directly below that the user may read."""
        for name in frappe.get_list(
            self.doctype, {self.nsm_parent_field: self.name}, pluck="name", limit_page_length=0
        ):
            yield frappe.get_doc(self.doctype, name)

    def get_ancestors(self) -> list[str]:
        """The names above, the nearest first."""
        return get_ancestors_of(self.doctype, self.name)


def get_ancestors_of(
    doctype: str, name: str, order_by: str = "lft desc", limit: int | None = None
) -> list[str]:
    """The names above, the nearest first; the farthest first with ``lft asc``."""
    link = parent_field(frappe.get_meta(doctype))
    found: list[str] = []
    above = frappe.db.get_value(doctype, name, link)
    while above and above not in found:
        found.append(above)
        above = frappe.db.get_value(doctype, above, link)
    if order_by.strip().lower() in ("lft", "lft asc"):
        found.reverse()
    return found[:limit] if limit else found


def get_descendants_of(
    doctype: str,
    name: str,
    order_by: str = "lft desc",
    limit: int | None = None,
    ignore_permissions: bool = False,
) -> list[str]:
    """The names below that the user may read, however deep."""
    read = frappe.get_all if ignore_permissions else frappe.get_list
    return list(
        read(
            doctype,
            {"name": ["descendants of", name]},
            pluck="name",
            order_by=None if order_by.split()[0] in ("lft", "rgt") else order_by,
            limit_page_length=limit or 0,
        )
    )


def get_root_of(doctype: str) -> str | None:
    """The oldest document that has none above."""
    link = parent_field(frappe.get_meta(doctype))
    found = frappe.get_all(
        doctype, {link: ["is", "not set"]}, pluck="name", order_by="creation", limit_page_length=1
    )
    return found[0] if found else None


def update_nsm(doc: Any) -> None:
    """Nothing is to be done."""


def rebuild_tree(doctype: str, parent_field: str | None = None) -> None:
    """Nothing is to be done."""


def _is_above(doc: Any) -> bool:
    return bool(frappe.db.exists(doc.doctype, {parent_field(doc.meta): doc.name}))
