"""Discard: a draft that will never be submitted is closed without having counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents.columns import write_columns
from comptoir.documents.lifecycle import run
from comptoir.documents.loading import get_document
from comptoir.errors import DocstatusTransitionError
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document


def discard(ctx: Context, doc: Document) -> Document:
    """Cancel a draft without submitting it first. Only its status changes; no check of its values is made."""
    stored = get_document(ctx, doc.doctype, doc.name, for_update=True)
    if not stored.meta.is_submittable or int(stored.docstatus or 0) != 0:
        raise DocstatusTransitionError(
            _(
                "{doctype} {name} is no draft, so it cannot be discarded.",
                doctype=Label(doc.doctype),
                name=doc.name,
            )
        )
    if not doc.flags.ignore_permissions and not ctx.flags.get("ignore_permissions"):
        policy.require(ctx, "write", stored.meta, stored)
    run(doc, "before_discard")
    written = write_columns(ctx, doc.meta, [doc.name], {"docstatus": 2})
    doc.__dict__.update(written)
    for row in doc.all_children():
        write_columns(ctx, row.meta, [row.name], {"docstatus": 2}, update_modified=False)
        row.__dict__["docstatus"] = 2
    run(doc, "on_discard")
    return doc
