"""An address that wants no more letters: of none at all, or about one document."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import _


class EmailUnsubscribe(Document):
    """Whom letters with a link to unsubscribe do not reach."""

    email: Any

    def validate(self) -> None:
        self.email = str(self.email or "").strip().casefold()
        whole = bool(self.global_unsubscribe)
        if whole == bool(self.reference_doctype and self.reference_name):
            raise ValidationError(
                _("Name the document whose e-mails are unwanted, or say that all of them are; not both.")
            )
