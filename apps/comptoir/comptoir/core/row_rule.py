"""Row rules as documents: a condition that cannot be asked of the database is refused when it is saved."""

from __future__ import annotations

from typing import Any

from comptoir.access import rules
from comptoir.documents import Document
from comptoir.errors import ExpressionError, ValidationError
from comptoir.meta.model import RIGHTS
from comptoir.sentences import Label, _


class RowRule(Document):
    """What documents a role reaches."""

    document_type: Any
    expression: Any

    def validate(self) -> None:
        if not any(self.get(f"for_{right}") for right in RIGHTS):
            raise ValidationError(_("Tick at least one right the rule holds for."))
        meta = self._ctx.site.registry.get(str(self.document_type))
        if meta.istable or meta.issingle or meta.is_virtual:
            sentence = _("{doctype} has no documents of its own to choose from.", doctype=Label(meta.name))
            raise ValidationError.at("document_type", sentence)
        try:
            rules.check(self._ctx, meta, str(self.expression))
        except ExpressionError as error:
            raise ExpressionError.at("expression", error.message) from error
