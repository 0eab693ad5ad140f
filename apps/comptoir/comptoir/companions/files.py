"""Files of a document: who may write the document may take any of them off."""

from __future__ import annotations

from comptoir.companions.subject import exists, subject
from comptoir.context import Context
from comptoir.documents import delete, get_document


def detach(ctx: Context, name: str) -> None:
    """Delete a file: one's own, or one of a document one may write."""
    file = get_document(ctx, "File", name)
    attached = exists(ctx, file.attached_to_doctype, file.attached_to_name)
    if attached:
        subject(ctx, file.attached_to_doctype, file.attached_to_name, "write")
    delete(ctx, "File", file.name, ignore_permissions=attached)
