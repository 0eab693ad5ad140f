"""Files: who may write a document attaches files to it, and its history says so."""

from __future__ import annotations

from typing import Any

from comptoir.companions import comments
from comptoir.companions.subject import exists
from comptoir.documents import Document, get_document
from comptoir.errors import ValidationError
from comptoir.files import check_address, content_at, made_private, permit
from comptoir.files.opening import ELSEWHERE
from comptoir.sentences import _


class File(Document):
    """A file of its own, or attached to a document."""

    file_name: Any
    file_url: Any
    thumbnail_url: Any
    is_private: Any
    file_size: Any
    content_hash: Any
    attached_to_field: Any
    attached_to_doctype: Any
    attached_to_name: Any

    def validate(self) -> None:
        ctx, before = self._ctx, self.get_doc_before_save()
        if self.flags.ignore_permissions or ctx.flags.get("ignore_permissions"):
            return
        is_new_address = before is None or before.file_url != self.file_url
        if self.file_url and is_new_address and not self.flags.is_stored:
            check_address(ctx, str(self.file_url))
        if not self.flags.is_stored:
            self._measure(before)
        if not self._is_attached():
            return
        if before is None or self._place() != before._place():
            permit(ctx, self.attached_to_doctype, self.attached_to_name)

    def before_save(self) -> None:
        before = self.get_doc_before_save()
        is_local = bool(self.file_url) and not str(self.file_url).startswith(ELSEWHERE)
        if before is None or not is_local or bool(before.is_private) == bool(self.is_private):
            return
        if before.is_private:
            raise ValidationError(
                _(
                    "{file} is private and stays so. To publish it, upload it again as public.",
                    file=self.file_name,
                )
            )
        old, self.file_url = self.file_url, made_private(self._ctx, str(self.file_url))
        if self.thumbnail_url:
            self.thumbnail_url = made_private(self._ctx, str(self.thumbnail_url))
        if self._is_attached() and self.attached_to_field and self._has_subject():
            subject = get_document(self._ctx, *self._place())
            if subject.get(self.attached_to_field) == old:
                subject.db_set(self.attached_to_field, self.file_url)

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

    def _measure(self, before: Document | None) -> None:
        """Take the size from what lies there: limits count it, so that nobody may write it."""
        if before is not None and before.file_url == self.file_url:
            self.file_size, self.content_hash = before.file_size, before.content_hash
            return
        content = content_at(self._ctx, str(self.file_url or ""))
        if content is not None:
            self.file_size = content.size

    def _has_subject(self) -> bool:
        """Whether the document is stored: a form attaches files to a draft before."""
        return exists(self._ctx, str(self.attached_to_doctype), str(self.attached_to_name))

    def _is_attached(self) -> bool:
        return bool(self.attached_to_doctype and self.attached_to_name)

    def _place(self) -> tuple[Any, Any]:
        return self.attached_to_doctype, self.attached_to_name
