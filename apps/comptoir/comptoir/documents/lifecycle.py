"""Calling the code of apps: the controller's method first, then the handlers of ``doc_events`` in declared order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comptoir.hooks import resolve, resolve_imported

if TYPE_CHECKING:
    from comptoir.documents.document import Document

METHODS = (
    "before_insert", "before_naming", "autoname", "before_validate", "validate", "before_save", "after_insert",
    "on_update", "before_submit", "on_submit", "before_cancel", "on_cancel", "before_update_after_submit",
    "on_update_after_submit", "before_discard", "on_discard", "on_trash", "after_delete", "before_rename", "after_rename", "on_change",
)  # fmt: skip
"""The life cycle of a document, in Frappe's words."""


def run(doc: Document, method: str, *args: Any, **kwargs: Any) -> Any:
    """Run ``method`` of the controller and its ``doc_events``; the controller's result is returned."""
    function = getattr(type(doc), method, None)
    result = function(doc, *args, **kwargs) if function is not None else None
    for manifest in doc._ctx.site.manifests:
        for dotted in manifest.handlers(doc.doctype, method):
            handler = resolve_imported(dotted) if manifest.imported else resolve(dotted)
            if handler is not None:
                handler(doc, method, *args)
    return result
