"""A property of a shipped field or doctype that an administrator changes; the declaration stays as it was shipped."""

from __future__ import annotations

from comptoir.core.customising import check_customisation, take_effect
from comptoir.documents import Document
from comptoir.meta.overlay import from_documents


class PropertySetter(Document):
    """A customisation that changes a property."""

    def validate(self) -> None:
        if not (self.doc_type and self.property):
            return
        values = {key: value for key, value in self.as_dict().items() if value is not None}
        check_customisation(
            self, str(self.doc_type), from_documents("site", [], [values])[str(self.doc_type)]
        )

    def on_update(self) -> None:
        take_effect(self._ctx, str(self.doc_type))

    def after_delete(self) -> None:
        take_effect(self._ctx, str(self.doc_type))
