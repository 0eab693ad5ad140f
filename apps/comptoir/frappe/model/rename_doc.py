"""``from frappe.model.rename_doc import rename_doc``, and what the title of a form calls."""

from __future__ import annotations

from comptoir import documents
from comptoir.context import current
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _

import frappe
from frappe._document_verbs import rename_doc

__all__ = ["rename", "rename_doc", "update_document_title"]


@frappe.whitelist(methods=["POST", "PUT"])
def rename(
    doctype: str, old: str, new: str, force: bool = False, merge: bool = False, show_alert: bool = True,
    rebuild_search: bool = True,
) -> str:  # fmt: skip
    """What programs call as ``frappe.rename_doc``: with the rights of who calls."""
    return documents.rename(current(), doctype, old, new, merge=merge)


@frappe.whitelist(methods=["POST", "PUT"])
def update_document_title(
    *, doctype: str, docname: str, title: str | None = None, name: str | None = None, merge: bool = False,
    enqueue: bool = False,
) -> str:  # fmt: skip
    """Give a document another name, another title, or both, in this request; returns its name."""
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    if not title and not name:
        raise ValidationError(
            _("Say which name or which title the {doctype} is to have.", doctype=Label(doctype))
        )
    found = documents.read_document(ctx, doctype, docname)
    if name and name != found.name:
        docname = documents.rename(ctx, doctype, docname, name, merge=merge)
    own = meta.title_field
    if title and own and own != "name" and not merge:
        doc = documents.get_document(ctx, doctype, docname, for_update=True)
        if doc.get(own) != title:
            doc.set(own, title)
            documents.update(ctx, doc)
    return str(docname)
