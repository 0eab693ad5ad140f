"""E-mails sent and received: who may read the document they are about may read them."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import administers
from comptoir.context import current
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError
from comptoir.realtime import info_changed
from comptoir.sentences import _

MUTABLE = ("status", "seen", "reference_doctype", "reference_name")


class Communication(Document):
    """What was written stays as it was; it can be put to another document."""

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before is None or self.flags.ignore_permissions:
            return
        written = [field.fieldname for field in self.meta.value_fields if field.fieldname not in MUTABLE]
        if any(before.get(name) != self.get(name) for name in written):
            raise CannotChangeConstantError(_("An e-mail stays as it was written. Write a new one."))

    def after_insert(self) -> None:
        if self.reference_doctype and self.reference_name:
            info_changed(self._ctx, self.reference_doctype, self.reference_name)


def readable(user: str) -> Any:
    """Of e-mails about no document only administrators know."""
    ctx = current()
    return None if administers(ctx) else [["reference_doctype", "is", "set"]]
