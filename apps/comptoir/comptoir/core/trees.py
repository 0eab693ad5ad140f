"""Trees: none is closed to a loop, and where limits follow one, what lies below a document is found anew."""

from __future__ import annotations

from typing import Any

from comptoir.access import limits, scopes
from comptoir.documents import Document, count
from comptoir.errors import ValidationError
from comptoir.query.trees import is_tree, parent_field
from comptoir.sentences import _


def check(doc: Document, method: str) -> None:
    """Refuse a parent that is the document itself or lies below it."""
    if not doc.meta.is_tree or doc.is_new() or not is_tree(doc.meta):
        return
    link = parent_field(doc.meta)
    parent = doc.get(link)
    if not parent or not doc.has_value_changed(link):
        return
    below = [["name", "=", parent], ["name", "descendants of (inclusive)", doc.name]]
    if count(doc._ctx, doc.doctype, below, ignore_permissions=True):
        sentence = _(
            "{name} cannot be placed below {parent}, which is {name} itself or lies below it. Choose another place.",
            name=doc.name,
            parent=parent,
        )
        raise ValidationError.at(link, sentence)


def changed(doc: Document, method: str, *_names: Any) -> None:
    """Forget the limits of users where a tree or the doctype of scopes has another shape than before."""
    scope = scopes.scope_doctype(doc._ctx)
    is_scope = scope is not None and scope.name == doc.doctype
    if not is_scope and not doc.meta.is_tree:
        return
    moved = is_tree(doc.meta) and doc.has_value_changed(parent_field(doc.meta))
    if method != "on_update" or moved:
        limits.forget(doc._ctx)
