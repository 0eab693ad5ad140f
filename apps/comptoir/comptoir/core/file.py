"""Files: who may write a document attaches files to it, and its history says so."""

from __future__ import annotations

from typing import Any

from comptoir.companions import comments
from comptoir.companions.subject import exists
from comptoir.documents import Document
from comptoir.files import check_address, permit
from comptoir.sentences import _


class File(Document):
    """A file of its own, or attached to a document."""

    file_name: Any
    file_url: Any
    attached_to_doctype: Any
    attached_to_name: Any

    def validate(self) -> None:
        ctx, before = self._ctx, self.get_doc_before_save()
        if self.flags.ignore_permissions or ctx.flags.get("ignore_permissions"):
            return
        is_new_address = before is None or before.file_url != self.file_url
        if self.file_url and is_new_address and not self.flags.is_stored:
            check_address(ctx, str(self.file_url))
        if not self._is_attached():
            return
        if before is None or self._place() != before._place():
            permit(ctx, self.attached_to_doctype, self.attached_to_name)

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        if (
            self._is_attached()
            and (before is None or self._place() != before._place())
            and self._has_subject()
        ):
            comments.log(self._ctx, *self._place(), "Attachment", _("Added {file}"), file=self.file_name)

    def after_delete(self) -> None:
        if self._is_attached() and self._has_subject():
            comments.log(
                self._ctx, *self._place(), "Attachment Removed", _("Removed {file}"), file=self.file_name
            )

    def _has_subject(self) -> bool:
        """Whether the document is stored: a form attaches files to a draft before."""
        return exists(self._ctx, str(self.attached_to_doctype), str(self.attached_to_name))

    def _is_attached(self) -> bool:
        return bool(self.attached_to_doctype and self.attached_to_name)

    def _place(self) -> tuple[Any, Any]:
        return self.attached_to_doctype, self.attached_to_name
