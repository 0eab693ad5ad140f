"""An import: who may make one of what, of which file; and that how it stands is nobody's to write."""

from __future__ import annotations

from typing import Any

from comptoir.data import log
from comptoir.data.imports import PENDING, RUNNING, check_options, import_of, path_of
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError, ValidationError
from comptoir.meta import fieldtypes
from comptoir.sentences import _

SETTINGS = (
    "import_type", "key_field", "import_file", "submit_after_import", "mute_emails", "create_links", "clear_empty",
    "template_options",
)  # fmt: skip


class DataImport(Document):
    """A file whose rows become documents."""

    reference_doctype: Any
    import_type: Any
    import_file: Any
    status: Any

    def validate(self) -> None:
        before = self.get_doc_before_save()
        for field in self.meta.value_fields:
            if field.read_only:
                stored = (
                    fieldtypes.get(field.fieldtype).empty if before is None else before.get(field.fieldname)
                )
                self.set(field.fieldname, stored)
        if before is None:
            self.status = PENDING
        elif before.status != PENDING:
            self._keep_settings(before)
        check_options(self._ctx, import_of(self._ctx, self))
        if self.import_file and (before is None or before.import_file != self.import_file):
            path_of(self._ctx, self.import_file)
            self.payload_count = 0

    def on_trash(self) -> None:
        if self.status == RUNNING:
            raise ValidationError(_("This import is running. Stop it first."))
        log.forget(self._ctx, str(self.name))

    def _keep_settings(self, before: Any) -> None:
        changed = [name for name in SETTINGS if before.get(name) != self.get(name)]
        if changed:
            raise CannotChangeConstantError.at(
                changed[0], _("This import has run, so its settings stay. Make a new one of the same file.")
            )
