"""Trees that limits follow: when one changes, what lies below a document is found anew."""

from __future__ import annotations

from typing import Any

from comptoir.access import limits, scopes
from comptoir.documents import Document
from comptoir.query.trees import is_tree, parent_field


def changed(doc: Document, method: str, *_names: Any) -> None:
    """Forget the limits of users where a tree or the doctype of scopes has another shape than before."""
    scope = scopes.scope_doctype(doc._ctx)
    is_scope = scope is not None and scope.name == doc.doctype
    if not is_scope and not doc.meta.is_tree:
        return
    moved = is_tree(doc.meta) and doc.has_value_changed(parent_field(doc.meta))
    if method != "on_update" or moved:
        limits.forget(doc._ctx)
