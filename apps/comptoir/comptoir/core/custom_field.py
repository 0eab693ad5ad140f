"""A field that an administrator adds to a shipped doctype; the declaration itself stays as it was shipped."""

from __future__ import annotations

from typing import Any

from comptoir.core.customising import check_customisation, take_effect
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError
from comptoir.meta.overlay import from_documents
from comptoir.sentences import _
from comptoir.text import scrub


class CustomField(Document):
    """A customisation that adds a field."""

    fieldname: Any

    def before_insert(self) -> None:
        if not self.fieldname:
            self.fieldname = scrub(str(self.label or ""))

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before is not None and (before.dt, before.fieldname) != (self.dt, self.fieldname):
            raise CannotChangeConstantError(
                _("The doctype and the name of a custom field stay. Make another one.")
            )
        if not self.dt:
            return
        values = {key: value for key, value in self.as_dict().items() if value is not None}
        check_customisation(self, str(self.dt), from_documents("site", [values], [])[str(self.dt)])

    def on_update(self) -> None:
        take_effect(self._ctx, str(self.dt))

    def after_delete(self) -> None:
        take_effect(self._ctx, str(self.dt))
