"""What saving a draft would make of its values, without saving it: nothing is written, locked or named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comptoir.access.masking import keep_masked
from comptoir.context import Context
from comptoir.documents.actions.save import permit, place_children, reset_unwritable
from comptoir.documents.lifecycle import run
from comptoir.documents.links import check_links
from comptoir.documents.loading import check_stored, get_document
from comptoir.documents.titles import fill_title
from comptoir.documents.unseen import note_unseen
from comptoir.documents.values import apply_defaults, read_values
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document

METHODS = ("before_validate", "validate", "before_save")


def calculate(ctx: Context, doc: Document) -> Document:
    """Give ``doc``, which is new or a stored draft with changes, the values that saving it would store.

    Fields that are mandatory may still be empty. Whatever else a save refuses is refused; the unit of work can write
    nothing any more, so a controller that writes while it validates is refused as well.
    """
    check_stored(doc.meta)
    ctx.db.forbid_writing(
        ValidationError(
            _(
                "{doctype} writes while it is validated, so it is calculated by saving it.",
                doctype=Label(doc.doctype),
            )
        )
    )
    said = len(ctx.messages)
    before = None if doc.is_new() else get_document(ctx, doc.doctype, doc.name)
    permit(ctx, "create" if before is None else "write", doc, before)
    if doc.docstatus or (before is not None and before.docstatus):
        raise ValidationError(_("{doctype} {name} is no draft.", doctype=Label(doc.doctype), name=doc.name))
    doc.__dict__["_before"], doc.__dict__["_action"] = before, "save"
    reset_unwritable(ctx, doc, before)
    keep_masked(doc, before)
    if before is None:
        apply_defaults(doc)
    read_values(doc)
    place_children(doc)
    note_unseen(doc, before)
    check_links(doc)
    for method in METHODS if before is not None else ("before_insert", *METHODS):
        run(doc, method)
    fill_title(doc)
    place_children(doc)
    read_values(doc)
    check_links(doc)
    del ctx.messages[said:]
    return doc
