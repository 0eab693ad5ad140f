"""Remarks on documents and events of their history: an author who cannot be forged, and a summary that follows."""

from __future__ import annotations

from typing import Any

from comptoir.companions import comments, mentions
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError
from comptoir.sentences import _

CONSTANT = ("comment_type", "reference_doctype", "reference_name", "comment_email", "comment_by")


class Comment(Document):
    """A comment belongs to its author and stays with its document."""

    comment_type: Any
    reference_doctype: Any
    reference_name: Any

    def before_insert(self) -> None:
        comments.stamp(self)

    def validate(self) -> None:
        comments.check_history(self)
        before = self.get_doc_before_save()
        if before is not None and any(before.get(name) != self.get(name) for name in CONSTANT):
            raise CannotChangeConstantError(
                _("A comment keeps its author and its document. Write a new one.")
            )
        if self.comment_type == comments.REMARK:
            mentions.settle(self)

    def on_update(self) -> None:
        comments.refresh(self)

    def on_trash(self) -> None:
        comments.check_history(self)

    def after_delete(self) -> None:
        comments.refresh(self)
