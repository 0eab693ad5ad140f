"""A telephone call: who called whom, when, and what was noted of it."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.access.users import administers
from comptoir.context import current
from comptoir.documents import Document, get_document
from comptoir.errors import CannotChangeConstantError
from comptoir.sentences import _

MUTABLE = ("summary", "reference_doctype", "reference_name")


class CallLog(Document):
    """A call stays as the provider told it; its user notes something, and says what it was about."""

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before is None or self.flags.ignore_permissions:
            return
        told = [field.fieldname for field in self.meta.value_fields if field.fieldname not in MUTABLE]
        if any(before.get(name) != self.get(name) for name in told):
            raise CannotChangeConstantError(_("A call stays as it was. Note what is to be said of it."))
        if self.has_value_changed("reference_name") and self.reference_name:
            about = get_document(self._ctx, self.reference_doctype, self.reference_name)
            policy.require(self._ctx, "read", about.meta, about)


def own(user: str) -> Any:
    """The calls of ``user``; administrators see those of everybody."""
    return None if administers(current()) else [["received_by", "=", user]]
