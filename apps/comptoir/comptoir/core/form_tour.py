"""A tour of a form: its fields, one after another, with a few words about each."""

from __future__ import annotations

from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _


class FormTour(Document):
    """Every step names a field of its document type, or a part beside the fields."""

    def validate(self) -> None:
        meta = self._ctx.site.registry.get(self.reference_doctype)
        for row in self.steps:
            if not (meta.has_field(row.fieldname) if row.fieldname else row.element_selector):
                message = _(
                    "Step {number} of “{tour}” names no field of {doctype}. Enter a fieldname, or a part beside the fields.",
                    number=row.idx,
                    tour=self.title,
                    doctype=Label(meta.name),
                )
                raise ValidationError(message)

    def on_update(self) -> None:
        self._tell()

    def after_delete(self) -> None:
        self._tell()

    def _tell(self) -> None:
        """Every process remembers which tours there are: it reads them anew after the commit."""
        self._ctx.db.on_commit(self._ctx.site.registry.bump)
