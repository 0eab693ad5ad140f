"""Tag Links: one for each tag of a document."""

from __future__ import annotations

from typing import Any

from comptoir.companions import summaries, tags
from comptoir.documents import Document


class TagLink(Document):
    """Deleting a Tag Link takes the tag off its document."""

    document_type: Any
    document_name: Any

    def after_delete(self) -> None:
        if summaries.lock(self._ctx, self.document_type, self.document_name):
            summaries.refresh(self._ctx, self.document_type, self.document_name, tags.COLUMN)
