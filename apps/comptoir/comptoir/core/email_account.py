"""A mailbox of the site: one of them is the usual one to send from, one the usual one to be answered at."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document, get_list
from comptoir.documents.document import set_columns
from comptoir.documents.loading import get_document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _

DEFAULTS = {"default_outgoing": "enable_outgoing", "default_incoming": "enable_incoming"}


class EmailAccount(Document):
    """Where e-mails leave from and come to."""

    append_to: Any
    append_to_fields: Any

    def validate(self) -> None:
        for default, enabled in DEFAULTS.items():
            if self.get(default) and not self.get(enabled):
                self.set(default, 0)
        self._check_mapping()

    def on_update(self) -> None:
        for default in DEFAULTS:
            if self.get(default):
                self._be_the_only(default)

    def _be_the_only(self, default: str) -> None:
        filters = [["name", "!=", self.name], [default, "=", 1]]
        for row in get_list(self._ctx, self.doctype, filters=filters, limit=0, ignore_permissions=True):
            set_columns(get_document(self._ctx, self.doctype, row["name"]), {default: 0})

    def _check_mapping(self) -> None:
        meta = self._ctx.site.registry.find(self.append_to) if self.append_to else None
        for row in self.append_to_fields if meta is not None else ():
            field = meta.field(row.fieldname) if meta is not None else None
            if field is None or field.is_layout or field.is_table:
                raise ValidationError(
                    _("{doctype} has no field {name}.", doctype=Label(self.append_to), name=row.fieldname)
                )
